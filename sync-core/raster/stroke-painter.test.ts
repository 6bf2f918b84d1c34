import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { anyBrush, anySample } from '../testing/painting-script.ts'
import { type Brush, roundBrush } from './brush.ts'
import type { Sample } from './sample.ts'
import { StrokePainter } from './stroke-painter.ts'
import { pressureOne, StrokePath } from './stroke-path.ts'

const size = { width: 200, height: 150 }
const pen = roundBrush({
  size: 64,
  opacity: 128,
  hardness: 255,
  color: 0,
})

function paint(
  brush: Brush,
  parts: readonly (readonly Sample[])[],
  clip?: ReadonlySet<number>,
): StrokePainter {
  const painter = new StrokePainter(size, brush, clip)
  for (const part of parts) painter.add(part)
  painter.end()
  return painter
}

function bytesOf(tiles: ReadonlyMap<number, Uint16Array>): string {
  return [...tiles]
    .sort(([a], [b]) => a - b)
    .map(([index, mask]) => `${index}:${Buffer.from(mask.buffer).toString('base64')}`)
    .join()
}

function split<T>(items: readonly T[], lengths: readonly number[]): T[][] {
  const parts: T[][] = []
  let at = 0
  for (let i = 0; at < items.length; i++) {
    const length = lengths[i % lengths.length]!
    parts.push(items.slice(at, at + length))
    at += length
  }
  return parts
}

const anyStroke = fc.array(anySample, { minLength: 1, maxLength: 12, size: 'max' })
const anySplit = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 })

describe('StrokePainter', () => {
  it('[RA5] gives the same mask however the samples are split into updates', () => {
    fc.assert(
      fc.property(anyBrush, anyStroke, anySplit, (brush, samples, lengths) => {
        const whole = paint(brush, [samples])
        expect(bytesOf(paint(brush, split(samples, lengths)).tiles)).toBe(bytesOf(whole.tiles))
      }),
      { numRuns: 100 },
    )
  })

  it('[RA9] gives the same mask on the tiles of a clip, and nothing elsewhere', () => {
    const anyClip = fc.uniqueArray(fc.nat({ max: 11 }))
    fc.assert(
      fc.property(anyBrush, anyStroke, anyClip, (brush, samples, indices) => {
        const whole = paint(brush, [samples])
        const part = paint(brush, [samples], new Set(indices))
        const inside = new Map([...whole.tiles].filter(([index]) => indices.includes(index)))
        expect(bytesOf(part.tiles)).toBe(bytesOf(inside))
      }),
      { numRuns: 60 },
    )
  })

  it('[RA8] never covers more than the opacity, however often a place is passed', () => {
    const there = { x: 400, y: 400, pressure: 1023 }
    const back = { x: 1600, y: 440, pressure: 1023 }
    const painter = paint(pen, [[there, back, there, back, there, back]])
    const greatest = Math.max(...[...painter.tiles.values()].flatMap((mask) => [...mask]))
    expect(greatest).toBe(Math.floor((128 * 32768 + 127) / 255))
  })

  it('[RA6] covers the whole way between two samples evenly', () => {
    const painter = paint({ ...pen, opacity: 255 }, [
      [
        { x: 16 * 10 + 8, y: 16 * 20 + 8, pressure: 0 },
        { x: 16 * 180 + 8, y: 16 * 20 + 8, pressure: 1023 },
      ],
    ])
    for (let px = 10; px <= 180; px++) {
      expect(painter.tiles.get(px >> 6)![20 * 64 + (px & 63)]).toBe(32768)
    }
  })

  it('[RA4] paints fainter instead of smaller below a radius of half a px', () => {
    const dot = (pressure: number): StrokePainter =>
      paint({ ...pen, size: 32, opacity: 255, pressureSize: true }, [[{ x: 168, y: 168, pressure }]])
    const middle = (painter: StrokePainter): number => painter.tiles.get(0)![10 * 64 + 10]!
    expect(middle(dot(1023))).toBe(32768)
    expect(middle(dot(512))).toBe(32768)
    expect(middle(dot(256))).toBe(16384)
    expect(middle(dot(0))).toBe(4096)
  })

  it('[RA6] paints when a resting pen presses harder', () => {
    const at = (pressure: number): Sample => ({ x: 1600, y: 1200, pressure })
    const brush = { ...pen, size: 320, pressureSize: true }
    const pressed = paint(brush, [[at(10), at(1023), at(10)]])
    const light = paint(brush, [[at(10)]])
    const covered = (painter: StrokePainter): number =>
      [...painter.tiles.values()].reduce((sum, mask) => sum + mask.filter((c) => c > 0).length, 0)
    expect(covered(light)).toBeLessThan(20)
    // Midpoints round the peak off; the disc is still most of the full one's 314 px.
    expect(covered(pressed)).toBeGreaterThan(70)
  })

  it('[RA17] names the tiles that changed since the last call', () => {
    const painter = new StrokePainter(size, pen)
    painter.add([{ x: 160, y: 160, pressure: 1023 }])
    expect([...painter.takeDirty()]).toEqual([0])
    expect([...painter.takeDirty()]).toEqual([])
    painter.add([{ x: 1600, y: 160, pressure: 1023 }])
    painter.end()
    expect([...painter.takeDirty()].sort((a, b) => a - b)).toEqual([0, 1])
  })
})

describe('StrokePath', () => {
  interface Placed {
    readonly x: number
    readonly y: number
    readonly p: number
  }

  function walk(samples: readonly Sample[], spacing: number): Placed[] {
    const dabs: Placed[] = []
    const path = new StrokePath(
      (x, y, p) => {
        dabs.push({ x, y, p })
        return spacing
      },
      { pressure: 0, turn: 0 },
    )
    for (const sample of samples) path.add(sample)
    path.end()
    return dabs
  }

  it('[RA6] begins at the first sample, ends at the last, and leaves no gap', () => {
    fc.assert(
      fc.property(anyStroke, fc.integer({ min: 64, max: 4000 }), (samples, spacing) => {
        const dabs = walk(samples, spacing)
        const [first, last] = [samples[0]!, samples.at(-1)!]
        expect(dabs[0]).toEqual({ x: first.x * 16, y: first.y * 16, p: first.pressure * 64 })
        expect(dabs.at(-1)).toEqual({ x: last.x * 16, y: last.y * 16, p: last.pressure * 64 })
        let longest = 0
        for (let i = 1; i < dabs.length; i++) {
          const [a, b] = [dabs[i - 1]!, dabs[i]!]
          longest = Math.max(longest, Math.hypot(a.x - b.x, a.y - b.y))
        }
        // A piece is counted up to one unit short; a step crosses a few of them at most.
        expect(longest).toBeLessThan(spacing * 1.05 + 8)
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
})
