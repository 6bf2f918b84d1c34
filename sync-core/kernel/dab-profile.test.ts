import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactFalloff } from '../testing/exact-profile.ts'
import { falloffOf, profileOf } from './dab-profile.ts'

const anyRange = fc.oneof(
  fc.constantFrom(
    128,
    2 ** 15 - 1,
    2 ** 15,
    2 ** 15 + 1,
    2 ** 16 - 1,
    2 ** 16,
    2 ** 17 - 1,
    2 ** 28 - 1,
    2 ** 28,
  ),
  fc.integer({ min: 128, max: 2 ** 17 }),
  fc.integer({ min: 2 ** 15, max: 2 ** 28 }),
)
const anySquares = fc.record({ range: anyRange, inner: fc.nat({ max: 2 ** 28 }) })

const profileAt = (distance: number, outer: number, inner: number): number => {
  const falloff = falloffOf(outer, inner)
  return profileOf(falloff.sum - 2 * distance, falloff)
}

describe('profileOf', () => {
  it('[KE3] gives 1.0 exactly in the core, and 0 exactly outside', () => {
    fc.assert(
      fc.property(anySquares, fc.nat({ max: 2 ** 28 }), ({ range, inner }, further) => {
        const outer = inner + range
        expect(profileAt(inner, outer, inner)).toBe(32768)
        expect(profileAt(Math.max(0, inner - further), outer, inner)).toBe(32768)
        expect(profileAt(outer, outer, inner)).toBe(0)
        expect(profileAt(outer + further, outer, inner)).toBe(0)
      }),
      { numRuns: 2000 },
    )
  })

  it('[KE3] never grows with the distance, and keeps to the curve within 3 of 32768', () => {
    fc.assert(
      fc.property(anySquares, ({ range, inner }) => {
        const outer = inner + range
        const step = Math.max(1, range >> 16)
        let last = 32768
        let grown = 0
        let apart = 0
        for (let distance = inner; distance <= outer; distance += step) {
          const p = profileAt(distance, outer, inner)
          if (p > last) grown++
          last = p
          const c = (outer - distance) / range
          apart = Math.max(apart, Math.abs(p - 32768 * c * c * (3 - 2 * c)))
        }
        expect(grown).toBe(0)
        expect(apart).toBeLessThan(3)
      }),
      { numRuns: 100 },
    )
  })

  it('[KE3] is the formula, whatever is left out', () => {
    fc.assert(
      fc.property(anySquares, fc.double({ min: -0.1, max: 1.1, noNaN: true }), ({ range, inner }, part) => {
        const distance = Math.max(0, inner + Math.floor(range * part))
        expect(profileAt(distance, inner + range, inner)).toBe(exactFalloff(distance, inner + range, inner))
      }),
      { numRuns: 5000 },
    )
  })
})
