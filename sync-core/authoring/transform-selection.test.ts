import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { channelOne } from '../kernel/tile-layout.ts'
import { maskOfRows } from '../testing/mask-rows.ts'
import { black, noPixel, type Pixel, PlaneSketch } from '../testing/plane-sketch.ts'
import { type Affine, chain, identity, inverse, mapPoint, moveBy, rotateAbout, scaleAbout } from './affine.ts'
import type { CoverageMask } from './coverage-mask.ts'
import type { DrawnPart } from './drawn-part.ts'
import { type FloatingPixels, liftSelection } from './floating-pixels.ts'
import { planeFrame } from './frame.ts'
import { finish } from './paced.ts'
import { isRefusal } from './refusal.ts'
import { selectAll, selectRectangle } from './selection.ts'
import { transformSelection } from './transform-selection.ts'

function lift(sketch: PlaneSketch, mask: CoverageMask): FloatingPixels {
  const floating = finish(liftSelection(sketch.source, mask))
  if (isRefusal(floating)) throw new Error(floating.sentence)
  return floating
}

function transform(
  sketch: PlaneSketch,
  mask: CoverageMask,
  map: Affine,
  leave: 'hole' | 'original' = 'hole',
): DrawnPart[] {
  const work = transformSelection(lift(sketch, mask), mask, map, leave)
  if (isRefusal(work)) throw new Error(work.sentence)
  const parts = [...work.parts]
  expect(parts.length).toBe(work.steps)
  return parts.filter((part) => part !== undefined)
}

/** What is laid down, as a picture of its own. */
function landed(parts: readonly DrawnPart[]): PlaneSketch {
  const sketch = new PlaneSketch()
  for (const part of parts) if (part.form === 'over') sketch.tiles.set(part.index, part.pixels)
  return sketch
}

function randomSketch(seed: number, x: number, y: number, side: number): PlaneSketch {
  const random = new Prng(seed)
  const sketch = new PlaneSketch()
  for (let dy = 0; dy < side; dy++) {
    for (let dx = 0; dx < side; dx++) {
      const alpha = random.chance(0.4) ? 0 : random.below(channelOne + 1)
      const channel = (): number => random.below(alpha + 1)
      sketch.set(x + dx, y + dy, [channel(), channel(), channel(), alpha])
    }
  }
  return sketch
}

const square = (x: number, y: number, side: number): CoverageMask =>
  finish(selectRectangle({ x, y, width: side, height: side }, planeFrame))

describe('liftSelection', () => {
  it('[AU14] takes what is selected, half-selected px by half', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(100, 100, 4, 1, [20_000, 10_000, 1, 30_000])
    const floating = lift(sketch, maskOfRows(100, 100, ['.5#.', '####']))
    const got = new PlaneSketch()
    floating.tiles.forEach((tile, index) => got.tiles.set(index, tile))
    expect(got.get(100, 100)).toEqual(noPixel)
    expect(got.get(101, 100)).toEqual([10_039, 5020, 1, 15_059])
    expect(got.get(102, 100)).toEqual([20_000, 10_000, 1, 30_000])
    expect(lift(sketch, square(5000, 5000, 300)).tiles.size).toBe(0)
  })

  it('[AU15] refuses more tiles than may float, with a sentence', () => {
    const tile = new Uint16Array(16_384).fill(1)
    const refused = finish(liftSelection(() => tile, selectAll(planeFrame)))
    expect(refused).toMatchObject({ kind: 'refused', reason: 'too-large' })
    expect((refused as { sentence: string }).sentence).toContain(`${limits.floatingTilesMax}`)
  })
})

describe('transformSelection', () => {
  it('[AU14] a move by whole px lays down the same numbers, and erases where they were', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -130, max: 130 }),
        fc.integer({ min: -130, max: 130 }),
        (seed, dx, dy) => {
          const sketch = randomSketch(seed, 8160, 8170, 70)
          const mask = square(8165, 8175, 50)
          const parts = transform(sketch, mask, moveBy(dx, dy))
          const erased = parts.filter(({ form }) => form === 'erase')
          if (dx === 0 && dy === 0) {
            expect(parts).toEqual([])
            return
          }
          expect(erased.map(({ index }) => index)).toEqual([...mask.keys()])
          const got = landed(parts)
          const wrong: unknown[] = []
          for (let y = 8000; y < 8400; y++) {
            for (let x = 8000; x < 8400; x++) {
              const isLifted = x - dx >= 8165 && x - dx < 8215 && y - dy >= 8175 && y - dy < 8225
              const expected = isLifted ? sketch.get(x - dx, y - dy) : noPixel
              const is = got.get(x, y)
              if (is.some((value, i) => value !== expected[i])) wrong.push([x, y])
            }
          }
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 8 },
    )
  })

  it('[AU14] flips and quarter turns are exact, and a copy leaves the original', () => {
    const sketch = randomSketch(5, 8180, 8180, 30)
    const mask = square(8180, 8180, 30)
    const centre = { x: 8195, y: 8195 }
    const mirrored = landed(transform(sketch, mask, scaleAbout(centre, -1, 1), 'original'))
    const turned = landed(transform(sketch, mask, rotateAbout(centre, 90)))
    const twice = landed(
      transform(sketch, mask, chain(rotateAbout(centre, 90), rotateAbout(centre, 270)), 'original'),
    )
    for (let y = 8170; y < 8220; y++) {
      for (let x = 8170; x < 8220; x++) {
        expect(mirrored.get(x, y)).toEqual(sketch.get(16_389 - x, y))
        expect(turned.get(x, y)).toEqual(sketch.get(y, 16_389 - x))
        expect(twice.get(x, y)).toEqual(sketch.get(x, y))
      }
    }
    expect(
      transform(sketch, mask, scaleAbout(centre, -1, 1), 'original').every(({ form }) => form === 'over'),
    ).toBe(true)
  })

  it('[AU16] keeps colour within alpha, whatever the map', () => {
    const anyMap = fc.record({
      degrees: fc.integer({ min: -180, max: 180 }),
      scaleX: fc.constantFrom(-3, -0.3, 0.05, 0.4, 0.77, 1, 2.5),
      scaleY: fc.constantFrom(0.02, 0.5, 0.9, 1.1, 3),
    })
    fc.assert(
      fc.property(fc.nat(), anyMap, (seed, { degrees, scaleX, scaleY }) => {
        const sketch = randomSketch(seed, 8160, 8160, 64)
        const map = chain(
          scaleAbout({ x: 8190, y: 8190 }, scaleX, scaleY),
          rotateAbout({ x: 8192, y: 8192 }, degrees),
        )
        for (const part of transform(sketch, square(8160, 8160, 64), map)) {
          if (part.form !== 'over') continue
          for (let at = 0; at < part.pixels.length; at += 4) {
            const alpha = part.pixels[at + 3]!
            if (
              alpha > channelOne ||
              Math.max(part.pixels[at]!, part.pixels[at + 1]!, part.pixels[at + 2]!) > alpha
            ) {
              throw new Error('colour exceeds alpha')
            }
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  it('[AU16] neither adds nor loses paint: its amount changes with the area', () => {
    const sketch = new PlaneSketch()
    const color: Pixel = [30_000, 8000, 4000, 32_000]
    sketch.rectangle(8150, 8150, 90, 90, color)
    const total = (picture: PlaneSketch): number =>
      [...picture.tiles.values()].reduce((sum, tile) => {
        for (let at = 3; at < tile.length; at += 4) sum += tile[at]!
        return sum
      }, 0)
    for (const [scaleX, scaleY, degrees] of [
      [0.5, 0.5, 0],
      [0.25, 0.5, 0],
      [1 / 3, 1 / 3, 0],
      [0.1, 0.9, 20],
      [1, 1, 33],
      [2.2, 1.4, 71],
    ] as const) {
      const map = chain(
        scaleAbout({ x: 8192, y: 8192 }, scaleX, scaleY),
        rotateAbout({ x: 8192, y: 8192 }, degrees),
      )
      const got = landed(transform(sketch, square(8150, 8150, 90), map))
      const ratio = total(got) / (total(sketch) * scaleX * scaleY)
      expect(Math.abs(ratio - 1), `${scaleX} ${scaleY} ${degrees}: ${ratio}`).toBeLessThan(0.03)
      const middle = mapPoint(map, 8195, 8195)
      expect(got.get(Math.floor(middle.x), Math.floor(middle.y))).toEqual(color)
    }
  })

  it('[AU16] a half is the mean of each four px', () => {
    const sketch = randomSketch(9, 8192, 8192, 20)
    const got = landed(transform(sketch, square(8192, 8192, 20), scaleAbout({ x: 8192, y: 8192 }, 0.5, 0.5)))
    for (let y = 0; y < 10; y++) {
      for (let x = 0; x < 10; x++) {
        const four = [0, 1, 2, 3].map((i) => sketch.get(8192 + 2 * x + (i & 1), 8192 + 2 * y + (i >> 1)))
        const mean = [0, 1, 2, 3].map((channel) => (four.reduce((sum, px) => sum + px[channel]!, 0) + 2) >> 2)
        expect(got.get(8192 + x, 8192 + y)).toEqual(mean)
      }
    }
  })

  it('[AU15] refuses to make it flat or too large, and loses what leaves the plane', () => {
    const sketch = new PlaneSketch()
    sketch.rectangle(8180, 8180, 20, 20, black)
    const mask = square(8180, 8180, 20)
    const floating = lift(sketch, mask)
    const at = { x: 8190, y: 8190 }
    const kinds = [
      scaleAbout(at, 0, 1),
      scaleAbout(at, Number.NaN, 1),
      scaleAbout(at, 1e9, 1e9),
      moveBy(Infinity, 0),
    ].map((map) => {
      const work = transformSelection(floating, mask, map, 'hole')
      return isRefusal(work) && work.reason
    })
    expect(kinds).toEqual(['impossible', 'impossible', 'too-large', 'impossible'])
    expect(transform(sketch, mask, moveBy(1e6, 0)).map(({ form }) => form)).toEqual([
      'erase',
      'erase',
      'erase',
      'erase',
    ])
    const edge = landed(transform(sketch, mask, moveBy(-8190, 0)))
    expect(edge.get(9, 8185)).toEqual(black)
    expect(edge.get(10, 8185)).toEqual(noPixel)
  })
})

describe('affine maps', () => {
  it('[AU16] go back the way they came', () => {
    const map = chain(rotateAbout({ x: 3, y: 4 }, 30), scaleAbout({ x: -5, y: 6 }, 2, -0.5))
    const back = inverse(map)!
    const there = mapPoint(map, 12, -7)
    const again = mapPoint(back, there.x, there.y)
    expect(again.x).toBeCloseTo(12)
    expect(again.y).toBeCloseTo(-7)
    expect(inverse(identity)).toEqual({ a: 1, b: -0, c: -0, d: 1, e: 0, f: 0 })
  })
})
