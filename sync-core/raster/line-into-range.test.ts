import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { lineIntoRange } from './line-into-range.ts'

const { samplePositionMin: min, samplePositionMax: max } = limits
const near = fc.integer({ min, max })
const far = fc.double({ min: -3e6, max: 3e6, noNaN: true })

describe('lines as they can be sent', () => {
  it('[UI86] keeps what can be sent, in whole numbers', () => {
    expect(lineIntoRange({ x: 5.4, y: min }, { x: max, y: 7.5 })).toEqual([
      { x: 5, y: min },
      { x: max, y: 8 },
    ])
  })

  it('[UI86] cuts a line off where the range ends, in its direction', () => {
    expect(lineIntoRange({ x: 0, y: 0 }, { x: 2 * min, y: 1000 })).toEqual([
      { x: 0, y: 0 },
      { x: min, y: 500 },
    ])
    expect(lineIntoRange({ x: -max, y: 0 }, { x: 3 * max, y: 0 })).toEqual([
      { x: min, y: 0 },
      { x: max, y: 0 },
    ])
    fc.assert(
      fc.property(near, near, far, far, (x, y, toX, toY) => {
        const [from, to] = lineIntoRange({ x, y }, { x: toX, y: toY })
        expect(from).toEqual({ x, y })
        // It is off the line by no more than rounding moves it.
        const [dx, dy] = [toX - x, toY - y]
        const length = Math.hypot(dx, dy)
        const off = ((to.x - x) * dy - (to.y - y) * dx) / (length === 0 ? 1 : length)
        expect(Math.abs(off)).toBeLessThan(1)
      }),
    )
  })

  it('[UI86] gives places that can be sent, whatever is given', () => {
    const any = fc.oneof(far, fc.double())
    fc.assert(
      fc.property(any, any, any, any, (x, y, toX, toY) => {
        for (const { x: px, y: py } of lineIntoRange({ x, y }, { x: toX, y: toY })) {
          for (const value of [px, py]) {
            expect(Number.isInteger(value) && value >= min && value <= max).toBe(true)
          }
        }
      }),
    )
  })
})
