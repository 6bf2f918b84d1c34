import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { black, type Pixel, PlaneSketch } from '../testing/plane-sketch.ts'
import { boundsOfMask, coverageAt, maskRows } from '../testing/mask-rows.ts'
import { type CoverageMask, fullCoverage } from './coverage-mask.ts'
import { type FillOptions, floodFill } from './flood-fill.ts'
import type { Frame } from '../raster/structure.ts'
import { isInFrame, planeFrame } from './frame.ts'
import { finish } from './paced.ts'
import { toEightBits } from './pixel-source.ts'
import { isRefusal } from './refusal.ts'

const plain: Omit<FillOptions, 'x' | 'y' | 'frame'> = {
  tolerance: 0,
  reach: 'connected',
  gapPx: 0,
  growPx: 0,
  edge: 'hard',
}

function fill(
  sketch: PlaneSketch,
  options: Partial<FillOptions> & Pick<FillOptions, 'x' | 'y' | 'frame'>,
): CoverageMask {
  const mask = finish(floodFill(sketch.source, { ...plain, ...options }))
  if (isRefusal(mask)) throw new Error(mask.sentence)
  return mask
}

/** The plainest fill there is. */
function naiveFill(sketch: PlaneSketch, { x, y, frame, tolerance }: FillOptions): Set<string> {
  const color = sketch.get(x, y).map(toEightBits)
  const isAlike = (px: number, py: number): boolean =>
    isInFrame(frame, px, py) &&
    sketch.get(px, py).every((channel, i) => Math.abs(toEightBits(channel) - color[i]!) <= tolerance)
  const found = new Set<string>()
  const open = [[x, y] as const]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [px, py] = at
    if (found.has(`${px} ${py}`) || !isAlike(px, py)) continue
    found.add(`${px} ${py}`)
    open.push([px + 1, py], [px - 1, py], [px, py + 1], [px, py - 1])
  }
  return found
}

function coveredPixels(mask: CoverageMask, { x, y, width, height }: Frame): Set<string> {
  const found = new Set<string>()
  for (let py = y - 1; py <= y + height; py++) {
    for (let px = x - 1; px <= x + width; px++) if (coverageAt(mask, px, py) > 0) found.add(`${px} ${py}`)
  }
  return found
}

describe('floodFill', () => {
  it('[AU1] covers what a plain fill of single px covers', () => {
    const noise = fc.record({
      seed: fc.nat(),
      density: fc.constantFrom(0.2, 0.35, 0.42, 0.6),
      frame: fc.record({
        x: fc.integer({ min: 8150, max: 8200 }),
        y: fc.integer({ min: 8150, max: 8200 }),
        width: fc.integer({ min: 1, max: 150 }),
        height: fc.integer({ min: 1, max: 150 }),
      }),
      at: fc.tuple(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
      ),
      tolerance: fc.constantFrom(0, 40, 255),
    })
    fc.assert(
      fc.property(noise, ({ seed, density, frame, at, tolerance }) => {
        const random = new Prng(seed)
        const sketch = new PlaneSketch()
        for (let y = frame.y; y < frame.y + frame.height; y++) {
          for (let x = frame.x; x < frame.x + frame.width; x++) {
            const alpha = random.below(8000)
            if (random.chance(density)) sketch.set(x, y, [0, 0, 0, 32767 - alpha])
            else if (random.chance(0.3)) sketch.set(x, y, [0, 0, 0, alpha])
          }
        }
        const x = frame.x + Math.floor(at[0] * frame.width)
        const y = frame.y + Math.floor(at[1] * frame.height)
        const options: FillOptions = { ...plain, x, y, frame, tolerance }
        expect(coveredPixels(fill(sketch, options), frame)).toEqual(naiveFill(sketch, options))
      }),
      { numRuns: 60 },
    )
  })

  it('[AU1] follows a spiral through many tiles, and stops at a slanted line one px wide', () => {
    const sketch = new PlaneSketch()
    const frame = { x: 0, y: 0, width: 200, height: 200 }
    for (let ring = 2; ring < 98; ring += 4) {
      sketch.line(ring, ring, 199 - ring, ring, black)
      sketch.line(199 - ring, ring, 199 - ring, 199 - ring, black)
      sketch.line(199 - ring, 199 - ring, ring, 199 - ring, black)
      sketch.line(ring, 199 - ring, ring, ring + 4, black)
      sketch.line(ring, ring + 4, ring + 4, ring + 4, black)
    }
    const options: FillOptions = { ...plain, x: 0, y: 0, frame }
    const covered = coveredPixels(fill(sketch, options), frame)
    expect(covered).toEqual(naiveFill(sketch, options))
    expect(covered.size).toBeGreaterThan(20_000)

    const slanted = new PlaneSketch()
    slanted.line(0, 100, 100, 0, black)
    expect(fill(slanted, { x: 0, y: 0, frame }).size).toBe(3)
    expect(coverageAt(fill(slanted, { x: 0, y: 0, frame }), 99, 99)).toBe(0)
  })

  it('[AU1] compares every channel of premultiplied 8 bits, alpha too', () => {
    const sketch = new PlaneSketch()
    const gray = (value: number, alpha = 255): Pixel => {
      const channel = Math.floor((value * 32767) / 255)
      return [channel, channel, channel, Math.floor((alpha * 32767) / 255)]
    }
    ;[100, 110, 111, 90, 89].forEach((value, i) => sketch.set(i * 2, 0, gray(value)))
    sketch.set(10, 0, gray(100, 200))
    const frame = { x: 0, y: 0, width: 12, height: 1 }
    const everywhere = fill(sketch, { x: 0, y: 0, frame, tolerance: 10, reach: 'everywhere' })
    expect(maskRows(everywhere, frame)).toEqual(['#.#...#.....'])
  })

  it('[AU2] finds the colour everywhere in the frame, connected or not', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(10, 10, 5, 5, black)
    sketch.rectangle(200, 100, 5, 5, black)
    const frame = { x: 0, y: 0, width: 202, height: 150 }
    const mask = fill(sketch, { x: 12, y: 12, frame, reach: 'everywhere' })
    expect(coveredPixels(mask, frame).size).toBe(25 + 10)
    expect(boundsOfMask(mask)).toEqual({ x: 10, y: 10, width: 192, height: 95 })
  })

  it('[AU3] is empty outside of the frame or the selection, and never leaves them', () => {
    const sketch = new PlaneSketch()
    const frame = { x: 70, y: 70, width: 100, height: 50 }
    expect(fill(sketch, { x: 69, y: 80, frame }).size).toBe(0)
    expect(fill(sketch, { x: -5, y: 1e9, frame }).size).toBe(0)
    const coverage = new Uint8Array(4096).fill(100, 0, 32 * 64)
    const selection = new Map([[tileIndexOf(1, 1), coverage]])
    expect(fill(sketch, { x: 80, y: 100, frame, selection }).size).toBe(0)
    const mask = fill(sketch, { x: 80, y: 80, frame, selection, growPx: 9, edge: 'soft' })
    expect([...mask.keys()]).toEqual([tileIndexOf(1, 1)])
    expect(boundsOfMask(mask)).toEqual({ x: 70, y: 70, width: 58, height: 26 })
    expect(new Set(mask.get(tileIndexOf(1, 1)))).toEqual(new Set([0, 100]))
  })

  it('[AU4] takes a gap of the given width for closed, at any slant', () => {
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [0.8, 0.6],
      [0.6, -0.8],
      [Math.SQRT1_2, Math.SQRT1_2],
    ] as const) {
      for (const gap of [1, 2, 3, 6, 11, 20]) {
        const sketch = new PlaneSketch()
        const frame = { x: 8100, y: 8100, width: 160, height: 160 }
        // From far outside to the gap's two ends, which are in the middle.
        const from = 0.5 + gap / 2
        sketch.line(8180 - dx * 150, 8180 - dy * 150, 8180 - dx * from, 8180 - dy * from, black)
        sketch.line(8180 + dx * from, 8180 + dy * from, 8180 + dx * 150, 8180 + dy * 150, black)
        const x = Math.round(8180 - dy * 50)
        const y = Math.round(8180 + dx * 50)
        const across = [Math.round(8180 + dy * 50), Math.round(8180 - dx * 50)] as const
        // One px more than drawn: the ends of a slanted line of px are less than a px off.
        const closed = fill(sketch, { x, y, frame, gapPx: gap + 1 })
        expect(coverageAt(closed, ...across), `gap ${gap} along ${dx} ${dy}`).toBe(0)
        const open = fill(sketch, { x, y, frame, gapPx: 0 })
        expect(coverageAt(open, ...across)).toBe(255)
        const isWide = fill(sketch, { x, y, frame, gapPx: Math.max(0, gap - 4) })
        expect(coverageAt(isWide, ...across), `open ${gap} along ${dx} ${dy}`).toBe(255)
      }
    }
  })

  it('[AU4] fills corners and tips all the same, and stops in the middle of the gap', () => {
    const sketch = new PlaneSketch()
    const room = Array.from({ length: 7 }, () => '#                  #')
    const wall = '####################'
    sketch.draw(60, 60, [wall, ...room, '########    ########', ...room, wall], { '#': black })
    const frame = { x: 60, y: 60, width: 20, height: 17 }
    const upper = fill(sketch, { x: 65, y: 63, frame, gapPx: 4 })
    const none = Array.from({ length: 8 }, () => '....................')
    expect(maskRows(upper, frame)).toEqual([
      '....................',
      ...Array.from({ length: 7 }, () => '.##################.'),
      '........####........',
      ...none,
    ])
    const whole = fill(sketch, { x: 65, y: 63, frame, gapPx: 1 })
    expect(coverageAt(whole, 65, 70)).toBe(255)
  })

  it('[AU4] does not slip over the corners of a slanted line one px wide', () => {
    const sketch = new PlaneSketch()
    const frame = { x: 8100, y: 8100, width: 120, height: 120 }
    sketch.line(8100, 8100, 8219, 8219, black)
    // Behind it a place that is too narrow for a room of its own.
    sketch.line(8106, 8100, 8219, 8213, black)
    const mask = fill(sketch, { x: 8110, y: 8200, frame, gapPx: 12 })
    for (let i = 0; i < 119; i++) {
      expect(coverageAt(mask, 8100 + i, 8101 + i)).toBe(255)
      expect(coverageAt(mask, 8101 + i, 8100 + i)).toBe(0)
    }
  })

  it('[AU4] fills a place narrower than the gap to its own walls', () => {
    const sketch = new PlaneSketch()
    const frame = { x: 0, y: 0, width: 100, height: 100 }
    sketch.rectangle(0, 0, 100, 100, black)
    sketch.rectangle(40, 10, 3, 80, [0, 0, 0, 0])
    const mask = fill(sketch, { x: 41, y: 50, frame, gapPx: 20 })
    expect(coveredPixels(mask, frame).size).toBe(3 * 80)
  })

  it('[AU5] grows and shrinks by a disc, and the edge of the picture does not shrink it', () => {
    const sketch = new PlaneSketch()
    const frame = { x: 0, y: 0, width: 9, height: 9 }
    sketch.set(4, 4, black)
    const dot = (growPx: number) => maskRows(fill(sketch, { x: 4, y: 4, frame, growPx }), frame)
    expect(dot(3)).toEqual([
      '.........',
      '...###...',
      '..#####..',
      '.#######.',
      '.#######.',
      '.#######.',
      '..#####..',
      '...###...',
      '.........',
    ])
    expect(maskRows(fill(sketch, { x: 0, y: 0, frame, growPx: -2 }), frame)).toEqual([
      '#########',
      '#########',
      '###...###',
      '##.....##',
      '##.....##',
      '##.....##',
      '###...###',
      '#########',
      '#########',
    ])
    expect(dot(1e9)[0]).toBe('#########')
  })

  it('[AU5] grows as a plain search for near px does, across tiles', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), fc.nat(), (growPx, seed) => {
        const random = new Prng(seed)
        const frame = { x: 100, y: 100, width: 110, height: 110 }
        const sketch = new PlaneSketch()
        const blots = Array.from(
          { length: 4 },
          () => [100 + random.below(110), 100 + random.below(110)] as const,
        )
        for (const [x, y] of blots) sketch.set(x, y, black)
        const [x, y] = blots[0]!
        const isShrunk = growPx < 0
        const at = isShrunk ? findBlank(sketch, frame) : { x, y }
        const mask = fill(sketch, { ...at, frame, reach: 'everywhere', growPx })
        const radius = Math.min(32, Math.abs(growPx))
        if (Math.abs(growPx) > 32) return
        const reach = radius * radius + radius
        const wrong: number[][] = []
        for (let py = 100; py < 210; py++) {
          for (let px = 100; px < 210; px++) {
            const isNear = blots.some(([bx, by]) => (bx - px) ** 2 + (by - py) ** 2 <= reach)
            if ((coverageAt(mask, px, py) === 255) !== (isNear !== isShrunk)) wrong.push([px, py])
          }
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 25 },
    )
  })

  it('[AU6] a soft edge is a ramp of two px, and does not fade towards the edge of the picture', () => {
    const sketch = new PlaneSketch()
    const frame = { x: 60, y: 60, width: 12, height: 5 }
    sketch.rectangle(66, 60, 6, 5, black)
    const mask = fill(sketch, { x: 61, y: 61, frame, edge: 'soft' })
    for (let y = 60; y < 65; y++) {
      const row = Array.from({ length: 12 }, (_, x) => coverageAt(mask, 60 + x, y))
      expect(row).toEqual([255, 255, 255, 255, 255, 191, 64, 0, 0, 0, 0, 0])
    }
  })

  it('[AU7] fills the largest blank plane without a tile of its own, asking for each tile once', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(5000, 5000, 3, 3, black)
    const mask = fill(sketch, { x: 9000, y: 12_000, frame: planeFrame, growPx: 1, edge: 'soft', gapPx: 32 })
    expect(mask.size).toBe(65_536)
    expect([...mask.values()].filter((tile) => tile !== fullCoverage).length).toBe(1)
    expect(Math.max(...sketch.asked.values())).toBeLessThanOrEqual(2)
  })

  it('[AU7] yields between short steps, and refuses what is too ragged', () => {
    const speckled = new Uint16Array(16384)
    for (let at = 0; at < 16384; at += 12) speckled[at + 3] = 32767
    const source = (index: number) => (index % 256 < 200 ? speckled : undefined)
    const work = floodFill(source, { ...plain, x: 0, y: 1, frame: planeFrame, reach: 'everywhere' })
    let done = 0
    let steps = 0
    for (;;) {
      const step = work.next()
      if (step.done === true) {
        expect(step.value).toMatchObject({ kind: 'refused', reason: 'too-large' })
        expect((step.value as { sentence: string }).sentence).toContain(String(limits.maskTilesMax))
        break
      }
      expect(step.value).toBeGreaterThanOrEqual(done)
      expect(step.value).toBeLessThanOrEqual(1)
      done = step.value
      steps++
    }
    expect(steps).toBeGreaterThan(500)
  })
})

function findBlank(sketch: PlaneSketch, frame: Frame): { x: number; y: number } {
  for (let x = frame.x; ; x++) if (sketch.get(x, frame.y)[3] === 0) return { x, y: frame.y }
}
