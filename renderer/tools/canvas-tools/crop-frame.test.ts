import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits, planeSidePx } from '../../../sync-core/index.ts'
import { cropGripAt, dragCrop, withSide } from './crop-frame.ts'

const frame = { x: 1000, y: 2000, width: 400, height: 300 }
const free = { square: false }
const from = { x: 0, y: 0 }

describe('crop frame', () => {
  it('[UI81] is taken by its edges, its inside, or drawn anew outside', () => {
    expect(cropGripAt(frame, { x: 1003, y: 2003 }, 8)).toEqual({ kind: 'edge', u: -1, v: -1 })
    expect(cropGripAt(frame, { x: 1405, y: 2100 }, 8)).toEqual({ kind: 'edge', u: 1, v: 0 })
    expect(cropGripAt(frame, { x: 1200, y: 2100 }, 8)).toBe('inside')
    expect(cropGripAt(frame, { x: 1200, y: 1900 }, 8)).toBe('outside')
  })

  it('[UI81] has whole px, grows and shrinks by an edge', () => {
    expect(dragCrop(frame, { kind: 'edge', u: -1, v: 0 }, from, { x: -10.4, y: 50 }, free)).toEqual({
      x: 990,
      y: 2000,
      width: 410,
      height: 300,
    })
    expect(dragCrop(frame, 'inside', from, { x: 5.6, y: -2 }, free)).toEqual({ ...frame, x: 1006, y: 1998 })
    expect(dragCrop(frame, 'outside', { x: 10, y: 10 }, { x: 60, y: 40 }, { square: true })).toEqual({
      x: 10,
      y: 10,
      width: 50,
      height: 50,
    })
  })

  it('[UI81] keeps its proportions with Shift', () => {
    const grown = dragCrop(frame, { kind: 'edge', u: 1, v: 1 }, from, { x: 400, y: 3 }, { square: true })
    expect(grown).toEqual({ ...frame, width: 800, height: 600 })
  })

  it('[UI81] takes a side about its middle', () => {
    expect(withSide(frame, 'width', 200)).toEqual({ ...frame, x: 1100, width: 200 })
    expect(withSide(frame, 'height', 1)).toMatchObject({ height: limits.pictureSidePxMin })
    expect(withSide(frame, 'width', 1e9)).toMatchObject({ x: 0, width: limits.pictureSidePxMax })
  })

  it('[UI81] stays a frame that a picture may have', () => {
    const far = fc.double({ min: -40_000, max: 40_000, noNaN: true })
    const hold = fc.constantFrom(-1 as const, 0 as const, 1 as const)
    const grip = fc.oneof(
      fc.constantFrom('inside' as const, 'outside' as const),
      fc.record({ kind: fc.constant('edge' as const), u: hold, v: hold }),
    )
    fc.assert(
      fc.property(grip, far, far, far, far, fc.boolean(), (held, x0, y0, x1, y1, square) => {
        const { x, y, width, height } = dragCrop(frame, held, { x: x0, y: y0 }, { x: x1, y: y1 }, { square })
        for (const value of [x, y, width, height]) expect(Number.isInteger(value)).toBe(true)
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
        expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(planeSidePx)
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(limits.pictureSidePxMin)
        expect(Math.max(width, height)).toBeLessThanOrEqual(limits.pictureSidePxMax)
      }),
    )
  })
})
