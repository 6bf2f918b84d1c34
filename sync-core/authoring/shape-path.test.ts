import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { Sample } from '../raster/sample.ts'
import { boxOfDrag, ellipseRing, lineOfDrag } from './shape-box.ts'
import { ellipseSamples, lineSamples, rectangleSamples } from './shape-path.ts'

const free = { regular: false, fromCentre: false }

/** The way of a stroke through its samples, as raster/stroke-path.ts goes it, in 1/16 px. */
function wayThrough(samples: readonly Sample[]): { x: number; y: number }[] {
  const middle = (a: Sample, b: Sample) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
  const way: { x: number; y: number }[] = []
  const straight = (a: { x: number; y: number }, b: { x: number; y: number }): void => {
    for (let t = 0; t <= 1; t += 1 / 16) way.push({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t })
  }
  straight(samples[0]!, middle(samples[0]!, samples[1]!))
  for (let i = 1; i + 1 < samples.length; i++) {
    const [from, bend, to] = [
      middle(samples[i - 1]!, samples[i]!),
      samples[i]!,
      middle(samples[i]!, samples[i + 1]!),
    ]
    for (let t = 0; t <= 1; t += 1 / 16) {
      const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
      way.push({ x: a * from.x + b * bend.x + c * to.x, y: a * from.y + b * bend.y + c * to.y })
    }
  }
  straight(middle(samples.at(-2)!, samples.at(-1)!), samples.at(-1)!)
  return way
}

describe('shapes as strokes', () => {
  it('[AU12] a line is its two ends, and never leaves what a sample can say', () => {
    expect(lineSamples({ x: 1.5, y: 2 }, { x: 10, y: -1 })).toEqual([
      { x: 24, y: 32, pressure: 1023 },
      { x: 160, y: -16, pressure: 1023 },
    ])
    expect(lineSamples({ x: -1e9, y: 0 }, { x: 1e9, y: 0 }, 5)).toEqual([
      { x: limits.samplePositionMin, y: 0, pressure: 5 },
      { x: limits.samplePositionMax, y: 0, pressure: 5 },
    ])
  })

  it('[AU12] a rectangle is walked along its sides, into each corner', () => {
    const way = wayThrough(rectangleSamples({ x: 100, y: 50, width: 30, height: 20 }))
    for (const { x, y } of way) {
      const onSide = x === 1600 || x === 2080 || y === 800 || y === 1120
      expect(onSide && x >= 1600 && x <= 2080 && y >= 800 && y <= 1120, `${x} ${y}`).toBe(true)
    }
    for (const corner of [
      [1600, 800],
      [2080, 800],
      [2080, 1120],
      [1600, 1120],
    ]) {
      expect(way.some(({ x, y }) => x === corner[0] && y === corner[1])).toBe(true)
    }
  })

  it('[AU12] an ellipse is walked within 1/8 px of the true one, closed, in one update', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16_000 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (width, flat) => {
          const box = { x: 100, y: 200, width, height: width * flat }
          const samples = ellipseSamples(box)
          expect(samples.length).toBeLessThanOrEqual(limits.samplesPerUpdateMax)
          expect(samples[0]).toEqual(samples.at(-1))
          const [rx, ry] = [width / 2, (width * flat) / 2]
          for (const at of wayThrough(samples)) {
            const [outX, outY] = [Math.abs(at.x / 16 - 100 - rx) - rx, Math.abs(at.y / 16 - 200 - ry) - ry]
            expect(Math.max(outX, outY)).toBeLessThan(0.125)
            // What follows is true to first order only: not at the sharp ends of a flat ellipse.
            if (rx > 4 * ry * ry) continue
            const [dx, dy] = [at.x / 16 - 100 - rx, at.y / 16 - 200 - ry]
            // The distance to an ellipse, to first order: value through gradient.
            const value = (dx / rx) ** 2 + (dy / ry) ** 2 - 1
            const gradient = 2 * Math.hypot(dx / rx ** 2, dy / ry ** 2)
            expect(Math.abs(value / gradient)).toBeLessThan(0.125)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('dragged shapes', () => {
  it('[AU13] a box follows the pointer to any side, is a square on demand, and grows from its centre on demand', () => {
    expect(boxOfDrag({ x: 10, y: 10 }, { x: 4, y: 13 }, free)).toEqual({ x: 4, y: 10, width: 6, height: 3 })
    expect(boxOfDrag({ x: 10, y: 10 }, { x: 4, y: 13 }, { ...free, regular: true })).toEqual({
      x: 4,
      y: 10,
      width: 6,
      height: 6,
    })
    expect(boxOfDrag({ x: 10, y: 10 }, { x: 4, y: 13 }, { regular: true, fromCentre: true })).toEqual({
      x: 4,
      y: 4,
      width: 12,
      height: 12,
    })
  })

  it('[AU13] a line snaps to steps of 15°, nearest to the pointer', () => {
    const snap = (x: number, y: number) =>
      lineOfDrag({ x: 5, y: 5 }, { x: 5 + x, y: 5 + y }, { ...free, regular: true })[1]
    expect(snap(100, 3)).toEqual({ x: 105, y: 5 })
    expect(snap(-2, 100)).toEqual({ x: 5, y: 105 })
    expect(snap(0, 0)).toEqual({ x: 5, y: 5 })
    const slanted = snap(50, 51)
    expect(slanted.x).toBeCloseTo(55.5)
    expect(slanted.y).toBeCloseTo(55.5)
    fc.assert(
      fc.property(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 }), (x, y) => {
        const end = snap(x, y)
        const [dx, dy] = [end.x - 5, end.y - 5]
        const steps = Math.atan2(dy, dx) / (Math.PI / 12)
        expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6)
        // Not further from the pointer than half a step allows.
        expect(Math.hypot(dx - x, dy - y)).toBeLessThanOrEqual(Math.hypot(x, y) * 0.1306)
      }),
    )
    expect(lineOfDrag({ x: 5, y: 5 }, { x: 9, y: 4 }, { regular: false, fromCentre: true })).toEqual([
      { x: 1, y: 6 },
      { x: 9, y: 4 },
    ])
  })

  it('[AU13] the largest ellipse has a bounded number of corners', () => {
    expect(ellipseRing({ x: 0, y: 0, width: 16_384, height: 16_384 }).length).toBeLessThan(4000)
    expect(ellipseRing({ x: 7, y: 7, width: 0, height: 0 })[0]).toBe(7)
  })
})
