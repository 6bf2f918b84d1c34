import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cosineOf, sineOf, toUnit } from './integer-sine.ts'

it('[BR6] directions are those of sine and cosine, to the last bit', () => {
  for (let angle = 0; angle < 256; angle++) {
    const radians = (angle * Math.PI) / 256
    expect(Math.abs(cosineOf(angle) - 16384 * Math.cos(radians))).toBeLessThan(0.51)
    expect(Math.abs(sineOf(angle) - 16384 * Math.sin(radians))).toBeLessThan(0.51)
  }
  expect([0, 64, 128, 192].map((angle) => [cosineOf(angle), sineOf(angle)])).toEqual([
    [16384, 0],
    [11585, 11585],
    [0, 16384],
    [-11585, 11585],
  ])
})

it('[BR6] vectors of any length become unit vectors of the same direction', () => {
  const part = fc.integer({ min: -16384, max: 16384 })
  fc.assert(
    fc.property(part, part, (x, y) => {
      const length = Math.hypot(x, y)
      const { cos, sin } = toUnit(x, y)
      expect(Math.abs(cos - (length === 0 ? 16384 : (16384 * x) / length))).toBeLessThan(40)
      expect(Math.abs(sin - (length === 0 ? 0 : (16384 * y) / length))).toBeLessThan(40)
    }),
  )
  expect(toUnit(3, -4)).toEqual({ cos: 9830, sin: -13107 })
})
