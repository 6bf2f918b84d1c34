import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskBytes } from '../kernel/tile-layout.ts'
import { exactProfile } from '../testing/exact-profile.ts'
import { newMemory } from '../testing/picture-memories.ts'
import { type Brush, roundBrush, type TipName } from './brush.ts'
import type { Dab } from './dab.ts'
import { DabPainter } from './dab-painter.ts'
import { cosineOf, sineOf } from './integer-sine.ts'
import { StrokeMask } from './stroke-mask.ts'

const plainDab: Dab = {
  x: 0,
  y: 0,
  radius: 1280,
  flat: 0,
  cos: 16384,
  sin: 0,
  hardness: 255,
  limit: 32768,
  flow: 32768,
  grainX: 0,
  grainY: 0,
  red: 0,
  green: 0,
  blue: 0,
  alpha: 32767,
}
interface Style {
  readonly mode: Brush['mode']
  readonly tip?: TipName
}
const wash: Style = { mode: 'wash' }
const buildUp: Style = { mode: 'build-up' }
const memory = newMemory()

/** A stroke's mask that can be looked at. */
class SeenMask extends StrokeMask {
  constructor(coloring: 'flat' | 'colored' = 'flat') {
    super(memory, { coloring })
  }

  coverage(index: number): Uint16Array {
    const at = this.pointerAt(index)! / 2
    return memory.kernel.u16.slice(at, at + 4096)
  }

  colors(index: number): Uint16Array {
    const at = (this.pointerAt(index)! + maskBytes) / 2
    return memory.kernel.u16.slice(at, at + 16_384)
  }
}

function paint(dab: Partial<Dab>, style: Style = wash, mask = new SeenMask()): SeenMask {
  const roundness = (dab.flat ?? 0) > 0 ? 100 : 255
  const painter = new DabPainter(memory, mask, roundBrush({ ...style, roundness }))
  painter.paint({ ...plainDab, ...dab })
  painter.flush()
  return mask
}

function coverageOf(mask: SeenMask, px: number, py: number): number {
  const tile = mask.pointerAt((py >> 6) * 256 + (px >> 6))
  return tile === undefined ? 0 : memory.kernel.u16[tile / 2 + (py & 63) * 64 + (px & 63)]!
}

function expectFormula(change: Partial<Dab>, width: number, height: number): void {
  const dab = { ...plainDab, ...change }
  const mask = paint(dab)
  let wrong = ''
  for (let py = 0; py < height; py++) {
    for (let px = 0; px < width; px++) {
      const expected = Math.floor((exactProfile(px, py, dab) * dab.limit + 16384) / 32768)
      const found = coverageOf(mask, px, py)
      if (found !== expected) wrong ||= `${px},${py}: ${found}, not ${expected}`
    }
  }
  mask.free()
  expect(wrong).toBe('')
}

describe('DabPainter', () => {
  const anyDab = fc.record({
    x: fc.integer({ min: -60 * 256, max: 210 * 256 }),
    y: fc.integer({ min: -60 * 256, max: 160 * 256 }),
    radius: fc.oneof(fc.integer({ min: 128, max: 2000 }), fc.integer({ min: 128, max: 131_072 })),
    hardness: fc.nat({ max: 255 }),
    limit: fc.integer({ min: 1, max: 32768 }),
  })

  it('[RA4] gives every pixel of a round dab the coverage of the formula', () => {
    fc.assert(
      fc.property(anyDab, (dab) => expectFormula(dab, 150, 100)),
      { numRuns: 150 },
    )
  })

  it('[BR6] gives every pixel of a flat nib the coverage of the formula', () => {
    const nib = fc.record({ flat: fc.nat({ max: 40_000 }), angle: fc.nat({ max: 255 }) })
    fc.assert(
      fc.property(anyDab, nib, (dab, { flat, angle }) => {
        const radius = Math.min(dab.radius, 131_072 - flat)
        expectFormula({ ...dab, radius, flat, cos: cosineOf(angle), sin: sineOf(angle) }, 150, 100)
      }),
      { numRuns: 150 },
    )
  })

  it('[RA4] gives every pixel of the largest brush the coverage of the formula', () => {
    for (const hardness of [0, 200, 255]) {
      expectFormula({ x: 131_072 + 128, y: 15_000, radius: 131_072, hardness }, 300, 120)
    }
  })

  it.each([512, 1280, 25_600, 131_072])(
    '[RA4] covers the edge of a hard dab of radius %i by half',
    (radius) => {
      const mask = paint({ x: 128, y: 8 * 256 + 128, radius })
      expect(coverageOf(mask, 0, 8)).toBe(32768)
      expect(coverageOf(mask, (radius >> 8) - 1, 8)).toBeGreaterThan(32000)
      expect(Math.abs(coverageOf(mask, radius >> 8, 8) - 16384)).toBeLessThan(600)
      expect(coverageOf(mask, (radius >> 8) + 1, 8)).toBeLessThan(700)
    },
  )

  it('[BR6] has the same soft edge on all sides of a flat nib', () => {
    const mask = paint({ x: 50 * 256 + 128, y: 50 * 256 + 128, radius: 5 * 256, flat: 20 * 256 })
    for (const [px, py] of [
      [50, 45],
      [65, 45],
      [25, 50],
      [75, 50],
    ] as const) {
      expect(Math.abs(coverageOf(mask, px, py) - 16384)).toBeLessThan(600)
    }
    expect(coverageOf(mask, 68, 50)).toBe(32768)
  })

  it('[BR7] writes nothing outside of the plane and makes no tiles that it does not reach', () => {
    const last = 16383 * 256
    const mask = paint({ x: last, y: last, radius: 20 * 256 })
    expect([...mask.indices()]).toEqual([65_535])
    const away = paint({ x: 62 * 256, y: 62 * 256, radius: 2.5 * 256 })
    expect([...away.indices()].sort((a, b) => a - b)).toEqual([0, 1, 256])
    paint({ x: -5000, y: 62 * 256, radius: 512 }, wash, away)
    paint({ x: 16390 * 256, y: 300 * 256, radius: 512 }, wash, away)
    expect([...away.indices()]).toHaveLength(3)
  })

  it('[RA8] raises the mask to a maximum and never lowers it in a wash of full flow', () => {
    const at = { x: 8192, y: 8192, radius: 2560 }
    const mask = paint({ ...at, limit: 20_000 })
    paint({ ...at, limit: 10_000 }, wash, mask)
    expect(coverageOf(mask, 32, 32)).toBe(20_000)
    paint({ ...at, limit: 30_000 }, wash, mask)
    expect(coverageOf(mask, 32, 32)).toBe(30_000)
  })

  it('[BR8] goes a part of the way to the limit in a wash, and beyond any limit in a build-up', () => {
    const at = { x: 8192, y: 8192, radius: 2560, limit: 16_384, flow: 16_384 }
    const mask = new SeenMask()
    const seen = [1, 2, 3].map(() => coverageOf(paint(at, wash, mask), 32, 32))
    expect(seen).toEqual([8192, 12_288, 14_336])
    const built = new SeenMask()
    const grown = [1, 2, 3].map(() => coverageOf(paint(at, buildUp, built), 32, 32))
    expect(grown).toEqual([8192, 14_336, 18_944])
  })

  it('[BR8] never lowers a coverage nor exceeds 1.0, whatever is painted', () => {
    const styles: Style[] = [wash, buildUp, { ...wash, tip: 'chalk' }, { ...buildUp, tip: 'bristle' }]
    const anyFlow = fc.record({ flow: fc.nat({ max: 32768 }), style: fc.constantFrom(...styles) })
    fc.assert(
      fc.property(fc.array(fc.tuple(anyDab, anyFlow), { minLength: 1, maxLength: 5 }), (dabs) => {
        const mask = new SeenMask()
        let before: Uint16Array = new Uint16Array(4096)
        for (const [dab, { flow, style }] of dabs) {
          paint({ ...dab, flow }, style, mask)
          const coverage = mask.has(0) ? mask.coverage(0) : before
          expect(coverage.every((c, i) => c >= before[i]! && c <= 32768)).toBe(true)
          before = coverage
        }
      }),
      { numRuns: 60 },
    )
  })

  it('[BR9] leaves the grain of paper where it is, and presses deeper with more flow', () => {
    const paper: Style = { ...wash, tip: 'paper' }
    const covered = (x: number, flow: number): Set<number> => {
      const mask = paint({ x: x * 256, y: 32 * 256, radius: 20 * 256, flow }, paper)
      const coverage = mask.coverage(0)
      return new Set(Array.from(coverage.keys()).filter((i) => coverage[i]! > 0))
    }
    const inner = (set: Set<number>): number[] =>
      [...set].filter((i) => i % 64 >= 28 && i % 64 < 36 && i >> 6 >= 28 && i >> 6 < 36)
    const [light, moved, hard] = [covered(32, 8000), covered(34, 8000), covered(32, 32768)]
    expect(inner(light)).toEqual(inner(moved))
    expect(inner(light).length).toBeGreaterThan(10)
    expect(inner(light).length).toBeLessThan(50)
    expect(inner(hard).length).toBe(64)
    for (const pixel of light) expect(hard.has(pixel)).toBe(true)
  })

  it('[BR10] lets dabs of different colours mix, never beyond their coverage', () => {
    const mask = new SeenMask('colored')
    const at = { x: 8192, y: 8192, radius: 5120, flow: 16_384 }
    paint({ ...at, red: 32767 }, buildUp, mask)
    paint({ ...at, blue: 32767 }, buildUp, mask)
    const middle = 32 * 64 + 32
    expect(mask.coverage(0)[middle]).toBe(24_576)
    expect([...mask.colors(0).subarray(4 * middle, 4 * middle + 4)]).toEqual([8191, 0, 16_383, 24_575])
  })
})
