import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { isSameMask, maskOfRows } from '../testing/mask-rows.ts'
import { coverPolygon } from './cover-polygon.ts'
import type { CoverageMask } from './coverage-mask.ts'
import { planeFrame } from './frame.ts'
import { finish } from './paced.ts'
import { selectAll, selectRectangle } from './selection.ts'
import { outlineOf } from './selection-outline.ts'

function linesOf(mask: CoverageMask, options = {}): number[][] {
  return outlineOf(mask, options).lines.map((line) => [...line])
}

const view = { x: 0, y: 0, width: 300, height: 300 }

describe('outlineOf', () => {
  it('[AU11] goes along the edges of what is selected by half or more', () => {
    expect(linesOf(maskOfRows(64, 64, ['459.', '...#']))).toEqual([
      [65, 64, 67, 64, 67, 65, 65, 65],
      [67, 65, 68, 65, 68, 66, 67, 66],
    ])
    // Px that touch with a corner are apart, so a hole that touches the outside with a corner is joined with it.
    expect(linesOf(maskOfRows(63, 63, ['###', '#.#', '##.']))).toEqual([
      [63, 63, 66, 63, 66, 65, 65, 65, 65, 64, 64, 64, 64, 65, 65, 65, 65, 66, 63, 66],
    ])
    expect(linesOf(maskOfRows(63, 63, ['###', '#.#', '###']))).toEqual([
      [63, 63, 66, 63, 66, 66, 63, 66],
      [64, 64, 65, 64, 65, 65, 64, 65],
    ])
    expect(linesOf(selectAll(planeFrame))).toEqual([[0, 0, 16384, 0, 16384, 16384, 0, 16384]])
    expect(linesOf(new Map())).toEqual([])
  })

  it('[AU11] encloses exactly the px that are selected', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0.1, 0.5, 0.8), (seed, density) => {
        const random = new Prng(seed)
        const rows = Array.from({ length: 70 }, () =>
          Array.from({ length: 80 }, () => (random.chance(density) ? '#' : '.')).join(''),
        )
        const mask = maskOfRows(100, 100, rows)
        const { lines, cellPx } = outlineOf(mask)
        expect(cellPx).toBe(1)
        expect(isSameMask(finish(coverPolygon(lines, view)), mask)).toBe(true)
        for (const line of lines) {
          // Each side turns off the one before: no corner is needless.
          for (let i = 0; i < line.length; i += 2) {
            const next = (i + 2) % line.length
            const isRow = (i & 2) === 0
            expect(line[i + (isRow ? 1 : 0)]).toBe(line[next + (isRow ? 1 : 0)])
            expect(line[i + (isRow ? 0 : 1)]).not.toBe(line[next + (isRow ? 0 : 1)])
          }
        }
      }),
      { numRuns: 12 },
    )
  })

  it('[AU11] gets coarser when it would have too many corners, and on demand', () => {
    const random = new Prng(7)
    const noise = new Uint8Array(4096).map(() => (random.chance(0.4) ? 255 : 0))
    const mask = new Map(Array.from({ length: 1024 }, (_, i) => [(i >> 5) * 256 + (i & 31), noise]))
    const { lines, cellPx } = outlineOf(mask, { pointsMax: 20_000 })
    expect(cellPx).toBeGreaterThan(1)
    expect(lines.reduce((sum, line) => sum + line.length / 2, 0)).toBeLessThanOrEqual(20_000)
    const box = finish(selectRectangle({ x: 132, y: 68, width: 60, height: 8 }, planeFrame))
    expect(outlineOf(box, { cellPx: 4 })).toEqual({
      cellPx: 4,
      lines: [Int32Array.from([132, 68, 192, 68, 192, 76, 132, 76])],
    })
  })
})
