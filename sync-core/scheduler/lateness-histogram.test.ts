import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatenessHistogram } from './lateness-histogram.ts'

describe('lateness', () => {
  it('[SC20] is told at most a quarter too high, in bounded memory', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1 }), (times) => {
        const histogram = new LatenessHistogram()
        for (const time of times) histogram.add(time)
        const sorted = [...times].sort((a, b) => a - b)
        for (const share of [0.5, 0.99, 1]) {
          const exact = sorted[Math.ceil(share * times.length) - 1]!
          expect(histogram.percentile(share)).toBeGreaterThanOrEqual(exact)
          expect(histogram.percentile(share)).toBeLessThanOrEqual(Math.ceil(exact * 1.25))
        }
      }),
    )
  })

  it('[SC20] is 0 before anything ran, and of clocks that disagree', () => {
    const histogram = new LatenessHistogram()
    expect(histogram.percentile(0.99)).toBe(0)
    histogram.add(-5000)
    expect(histogram.percentile(0.99)).toBe(0)
  })
})
