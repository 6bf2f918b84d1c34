import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CanvasSize } from './canvas-size.ts'
import { paintDab } from './paint-dab.ts'
import { StrokeMask } from './stroke-mask.ts'

/** The formula of paint-dab.ts for one pixel, without any shortcut. */
function coverageAt(
  px: number,
  py: number,
  x: number,
  y: number,
  radius: number,
  hardness: number,
  alpha: number,
): number {
  let unit = 1
  while (Math.floor((radius + 128) / unit) > 16383) unit *= 2
  const r = Math.floor(radius / unit)
  const edge = Math.min(r * r, r * (256 / unit))
  const outer = r * r + edge
  const core = Math.floor(Math.floor((radius * hardness) / 255) / unit)
  const range = outer - Math.min(r * r - edge, core * core)
  const dx = Math.floor((px * 256 + 128 - x) / unit)
  const dy = Math.floor((py * 256 + 128 - y) / unit)
  const u = Math.min(Math.max(outer - dx * dx - dy * dy, 0), range)
  let scale = 1
  while (Math.floor(range / scale) > 0xffff) scale *= 2
  const k = Math.ceil(2 ** 31 / Math.floor(range / scale))
  const linear = Math.floor((Math.floor(u / scale) * k) / 65536)
  const smooth = Math.floor((Math.floor((linear * linear) / 32768) * (98304 - 2 * linear)) / 32768)
  return Math.floor((smooth * alpha) / 32768)
}

function coverageOf(mask: StrokeMask, px: number, py: number): number {
  const tile = mask.tiles.get((py >> 6) * mask.tilesAcross + (px >> 6))
  return tile?.[(py & 63) * 64 + (px & 63)] ?? 0
}

function expectFormula(
  size: CanvasSize,
  x: number,
  y: number,
  radius: number,
  hardness: number,
  alpha: number,
): void {
  const mask = new StrokeMask(size)
  paintDab(mask, x, y, radius, hardness, alpha)
  let wrong = ''
  for (let py = 0; py < size.height; py++) {
    for (let px = 0; px < size.width; px++) {
      const expected = coverageAt(px, py, x, y, radius, hardness, alpha)
      if (coverageOf(mask, px, py) !== expected)
        wrong ||= `${px},${py}: ${coverageOf(mask, px, py)}, not ${expected}`
    }
  }
  expect(wrong).toBe('')
}

describe('paintDab', () => {
  it('[RA4] gives every pixel the coverage of the formula', () => {
    const size = { width: 150, height: 100 }
    const near = fc.integer({ min: -60 * 256, max: 210 * 256 })
    const radius = fc.oneof(fc.integer({ min: 128, max: 2000 }), fc.integer({ min: 128, max: 131072 }))
    fc.assert(
      fc.property(
        near,
        near,
        radius,
        fc.nat({ max: 255 }),
        fc.integer({ min: 1, max: 32768 }),
        (x, y, r, hard, alpha) => expectFormula(size, x, y, r, hard, alpha),
      ),
      { numRuns: 150 },
    )
  })

  it('[RA4] gives every pixel of the largest brush the coverage of the formula', () => {
    for (const hardness of [0, 200, 255]) {
      expectFormula({ width: 300, height: 120 }, 131072 + 128, 15_000, 131072, hardness, 32768)
    }
  })

  it.each([512, 1280, 25_600, 131_072])(
    '[RA4] covers the edge of a hard dab of radius %i by half',
    (radius) => {
      const mask = new StrokeMask({ width: 1200, height: 16 })
      paintDab(mask, 128, 8 * 256 + 128, radius, 255, 32768)
      expect(coverageOf(mask, 0, 8)).toBe(32768)
      expect(coverageOf(mask, (radius >> 8) - 1, 8)).toBeGreaterThan(32000)
      expect(Math.abs(coverageOf(mask, radius >> 8, 8) - 16384)).toBeLessThan(600)
      expect(coverageOf(mask, (radius >> 8) + 1, 8)).toBeLessThan(700)
    },
  )

  it('[RA3] writes nothing outside of the picture and makes no tiles that it does not reach', () => {
    const mask = new StrokeMask({ width: 70, height: 70 })
    paintDab(mask, 69 * 256, 69 * 256, 20 * 256, 255, 32768)
    expect([...mask.tiles.keys()].sort((a, b) => a - b)).toEqual([0, 1, 2, 3])
    const corner = mask.tiles.get(3)!
    for (let i = 0; i < 4096; i++) if (i % 64 >= 6 || i >> 6 >= 6) expect(corner[i]).toBe(0)
    const away = new StrokeMask({ width: 200, height: 200 })
    paintDab(away, 62 * 256, 62 * 256, 2.5 * 256, 255, 32768)
    expect([...away.tiles.keys()]).toEqual([0, 1, 4])
    paintDab(away, -5000, 62 * 256, 512, 255, 32768)
    paintDab(away, 62 * 256, 300 * 256, 512, 255, 32768)
    expect(away.tiles.size).toBe(3)
  })

  it('[RA8] raises the mask and never lowers it', () => {
    const mask = new StrokeMask({ width: 64, height: 64 })
    paintDab(mask, 8192, 8192, 2560, 255, 20_000)
    paintDab(mask, 8192, 8192, 2560, 255, 10_000)
    expect(coverageOf(mask, 32, 32)).toBe(20_000)
    paintDab(mask, 8192, 8192, 2560, 255, 30_000)
    expect(coverageOf(mask, 32, 32)).toBe(30_000)
  })
})
