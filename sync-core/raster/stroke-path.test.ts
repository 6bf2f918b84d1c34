import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { anyStrokeWithin } from '../testing/any-brush.ts'
import type { Sample } from './sample.ts'
import { type PathPoint, pressureOne, StrokePath } from './stroke-path.ts'

interface Placed {
  readonly x: number
  readonly y: number
  readonly p: number
  readonly way: number
}

function walk(samples: readonly Sample[], spacing: number): Placed[] {
  const dabs: Placed[] = []
  const path = new StrokePath(
    ([x = 0, y = 0, p = 0], way) => {
      dabs.push({ x, y, p, way })
      return spacing
    },
    { pressure: 0, turn: 0, heading: 256, channels: 12 },
  )
  for (const sample of samples) path.add(sample)
  path.end()
  return dabs
}

describe('StrokePath', () => {
  it('[RA6] begins at the first sample, ends at the last, and leaves no gap', () => {
    const anyStroke = anyStrokeWithin(-16 * 20, 16 * 220, 12)
    fc.assert(
      fc.property(anyStroke, fc.integer({ min: 64, max: 4000 }), (samples, spacing) => {
        const dabs = walk(samples, spacing)
        const [first, last] = [samples[0]!, samples.at(-1)!]
        expect(dabs[0]).toEqual({ x: first.x * 16, y: first.y * 16, p: first.pressure * 64, way: 0 })
        expect(dabs.at(-1)).toMatchObject({ x: last.x * 16, y: last.y * 16 })
        for (let i = 1; i < dabs.length; i++) {
          const [a, b] = [dabs[i - 1]!, dabs[i]!]
          // A piece is counted up to one unit short; a step crosses a few of them at most.
          expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeLessThan(spacing * 1.05 + 8)
          expect(b.way).toBeGreaterThanOrEqual(a.way)
          expect(b.way - a.way).toBeLessThanOrEqual(spacing + 8)
        }
        const pressures = dabs.map(({ p }) => p)
        expect(Math.min(...pressures)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...pressures)).toBeLessThanOrEqual(pressureOne)
      }),
    )
  })

  it('[RA6] goes through the midpoints of its samples and bends towards the ones between', () => {
    const dabs = walk(
      [
        { x: 0, y: 0, pressure: 0 },
        { x: 256, y: 0, pressure: 0 },
        { x: 256, y: 256, pressure: 0 },
      ],
      64,
    )
    const near = (x: number, y: number): number =>
      Math.min(...dabs.map((dab) => Math.hypot(dab.x - x, dab.y - y)))
    expect(near(2048, 0)).toBeLessThan(64)
    expect(near(4096, 2048)).toBeLessThan(64)
    expect(near(3584, 512)).toBeLessThan(64)
    expect(near(4096, 0)).toBeGreaterThan(600)
  })

  it('[RA7] places a bounded number of dabs between the furthest samples', () => {
    const { samplePositionMin: low, samplePositionMax: high } = limits
    const far = walk(
      [
        { x: low, y: low, pressure: 0 },
        { x: high, y: high, pressure: 0 },
        { x: low, y: high, pressure: 0 },
      ],
      64,
    )
    expect(far.length).toBeLessThan(3 * 1.5 * limits.dabsPerSegmentMax)
  })

  it('[BR14] a fork goes the same way and leaves the path as it is', () => {
    const anyStroke = anyStrokeWithin(-16 * 20, 16 * 220, 8)
    fc.assert(
      fc.property(anyStroke, anyStroke, (before, after) => {
        const dabs: number[][] = []
        const forked: number[][] = []
        const reach = { pressure: 500, turn: 500, heading: 256, channels: 12 }
        const into = (list: number[][]) => (point: PathPoint, way: number, share: number) => {
          list.push([...point, way, share])
          return 300
        }
        const path = new StrokePath(into(dabs), reach)
        for (const sample of before) path.add(sample)
        path.fork(() => 100).end()
        const fork = path.fork(into(forked))
        const count = dabs.length
        for (const sample of after) fork.add(sample)
        fork.end()
        for (const sample of after) path.add(sample)
        path.end()
        expect(dabs.slice(count)).toEqual(forked)
      }),
    )
  })
})
