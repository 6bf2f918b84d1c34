import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { boundsOfMask, coverageAt, isSameMask, maskOfRows, maskRows } from '../testing/mask-rows.ts'
import { coverPolygon } from './cover-polygon.ts'
import { type CoverageMask, fullCoverage } from './coverage-mask.ts'
import { planeFrame } from './frame.ts'
import { finish } from './paced.ts'
import {
  combineSelections,
  invertSelection,
  selectAll,
  selectEllipse,
  selectLasso,
  selectRectangle,
  type SelectionChange,
} from './selection.ts'
import type { Point } from './shape-box.ts'

const frame = { x: 8100, y: 8100, width: 150, height: 100 }
const anyBox = fc.record({
  x: fc.integer({ min: 8080 * 16, max: 8260 * 16 }).map((x) => x / 16),
  y: fc.integer({ min: 8080 * 16, max: 8210 * 16 }).map((y) => y / 16),
  width: fc.integer({ min: 0, max: 180 * 16 }).map((width) => width / 16),
  height: fc.integer({ min: 0, max: 130 * 16 }).map((height) => height / 16),
})

function everyPixel(check: (x: number, y: number) => void): void {
  for (let y = frame.y - 2; y < frame.y + frame.height + 2; y++) {
    for (let x = frame.x - 2; x < frame.x + frame.width + 2; x++) check(x, y)
  }
}

const overlap = (a0: number, a1: number, b0: number, b1: number): number =>
  Math.max(0, Math.min(a1, b1) - Math.max(a0, b0))

/** Which side of each edge a point lies on, counted: odd is inside. */
function isInside(points: readonly Point[], x: number, y: number): boolean {
  let isIn = false
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length]!
    if (a.y <= y === b.y <= y) return
    if (a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x) <= x) isIn = !isIn
  })
  return isIn
}

describe('shapes of a selection', () => {
  it('[AU8] a rectangle covers each px by the part of it that lies inside', () => {
    fc.assert(
      fc.property(anyBox, (box) => {
        const mask = finish(selectRectangle(box, frame))
        const wrong: unknown[] = []
        everyPixel((x, y) => {
          const isIn = x >= 8100 && y >= 8100 && x < 8250 && y < 8200
          const exact =
            overlap(x, x + 1, box.x, box.x + box.width) * overlap(y, y + 1, box.y, box.y + box.height) * 255
          if (Math.abs(coverageAt(mask, x, y) - (isIn ? exact : 0)) > 0.51) wrong.push([x, y])
        })
        expect(wrong).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('[AU8] an ellipse covers the area that it should, and is as round at its four ends', () => {
    const box = { x: 8110.5, y: 8105.25, width: 90, height: 61.5 }
    const mask = finish(selectEllipse(box, frame))
    let area = 0
    everyPixel((x, y) => (area += coverageAt(mask, x, y) / 255))
    expect(area).toBeCloseTo((Math.PI * 90 * 61.5) / 4, -0.7)
    const circle = finish(selectEllipse({ x: 8101, y: 8101, width: 9, height: 9 }, frame))
    const rows = maskRows(circle, { x: 8101, y: 8101, width: 9, height: 9 })
    expect(rows).toEqual([
      '.0589850.',
      '07#####70',
      '5#######5',
      '8#######8',
      '9#######9',
      '8#######8',
      '5#######5',
      '07#####70',
      '.0589850.',
    ])
  })

  it('[AU8] a lasso covers what 256 points a px say, even-odd', () => {
    const anyPoint = fc.record({
      x: fc.integer({ min: 8090 * 16, max: 8260 * 16 }).map((x) => x / 16),
      y: fc.integer({ min: 8090 * 16, max: 8210 * 16 }).map((y) => y / 16),
    })
    fc.assert(
      fc.property(fc.array(anyPoint, { maxLength: 9 }), (points) => {
        const mask = finish(selectLasso(points, frame)) as CoverageMask
        const wrong: unknown[] = []
        for (let y = 8100; y < 8200; y += 3) {
          for (let x = 8100; x < 8250; x += 2) {
            let count = 0
            for (let i = 0; i < 256; i++) {
              if (isInside(points, x + ((i & 15) + 0.5) / 16, y + ((i >> 4) + 0.5) / 16)) count++
            }
            if (Math.abs(coverageAt(mask, x, y) - (count * 255) / 256) > 12) wrong.push([x, y, count])
          }
        }
        expect(wrong).toEqual([])
      }),
      { numRuns: 15 },
    )
  })

  it('[AU8] what lies outside of the frame changes nothing inside of it', () => {
    const huge = [
      { x: -1e7, y: 8150 },
      { x: 8175, y: -1e7 },
      { x: 1e7, y: 8150 },
      { x: 8175, y: 1e7 },
    ]
    const mask = finish(selectLasso(huge, frame)) as CoverageMask
    expect(isSameMask(mask, selectAll(frame))).toBe(true)
    expect(finish(selectRectangle({ x: 0, y: 0, width: 8100, height: 9000 }, frame)).size).toBe(0)
  })

  it('[AU9] the largest rectangle costs no tiles of its own, and a longer lasso is refused', () => {
    const mask = finish(selectRectangle(planeFrame, planeFrame))
    expect(isSameMask(mask, selectAll(planeFrame))).toBe(true)
    expect([...mask.values()].every((tile) => tile === fullCoverage)).toBe(true)
    const points = Array.from({ length: limits.lassoPointsMax + 1 }, () => ({ x: 0, y: 0 }))
    expect(finish(selectLasso(points, frame))).toMatchObject({ kind: 'refused', reason: 'too-large' })
    expect(finish(coverPolygon([], frame)).size).toBe(0)
  })
})

describe('combineSelections', () => {
  const a = maskOfRows(8126, 8127, ['..###', '..###', '.5555'])
  const b = maskOfRows(8126, 8127, ['.###.', '.9992', '.###2'])
  const view = { x: 8126, y: 8127, width: 5, height: 3 }

  it('[AU10] takes the greater, what is left, or the lesser', () => {
    const show = (change: SelectionChange) => maskRows(combineSelections(a, b, change), view)
    expect(show('replace')).toEqual(['.###.', '.9992', '.###2'])
    expect(show('add')).toEqual(['.####', '.9###', '.###5'])
    expect(show('subtract')).toEqual(['....#', '..008', '....5'])
    expect(show('intersect')).toEqual(['..##.', '..992', '.5552'])
  })

  it('[AU10] adding or subtracting again changes nothing, and inverting twice gives the same', () => {
    const anyMask = fc
      .array(fc.stringMatching(/^[.#05]{7}$/), { minLength: 3, maxLength: 3 })
      .map((rows) => maskOfRows(8124, 8126, rows))
    fc.assert(
      fc.property(anyMask, anyMask, (one, two) => {
        for (const change of ['add', 'subtract', 'intersect'] as const) {
          const once = combineSelections(one, two, change)
          expect(isSameMask(combineSelections(once, two, change), once)).toBe(true)
          for (const tile of once.values()) expect(tile.some((value) => value > 0)).toBe(true)
        }
        const inFrame = combineSelections(one, selectAll(frame), 'intersect')
        expect(isSameMask(invertSelection(invertSelection(one, frame), frame), inFrame)).toBe(true)
        expect(isSameMask(combineSelections(one, two, 'add'), combineSelections(two, one, 'add'))).toBe(true)
      }),
    )
  })

  it('[AU10] knows the smallest frame around what is selected', () => {
    expect(boundsOfMask(a)).toEqual({ x: 8127, y: 8127, width: 4, height: 3 })
    expect(boundsOfMask(new Map())).toBeUndefined()
    expect(boundsOfMask(selectAll(frame))).toEqual(frame)
    expect(boundsOfMask(selectAll(planeFrame))).toEqual(planeFrame)
  })
})
