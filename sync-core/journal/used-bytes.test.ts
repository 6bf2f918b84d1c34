import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usedBytes } from './used-bytes.ts'

describe('usedBytes', () => {
  it('[SJ12] counts up to the last byte that is not zero, wherever the bytes lie in memory', () => {
    const anyBytes = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 })
    const zeros = fc.integer({ min: 0, max: 80 })
    fc.assert(
      fc.property(anyBytes, zeros, fc.integer({ min: 0, max: 7 }), (used, zeroCount, offset) => {
        const whole = new Uint8Array(offset + used.length + zeroCount + 9).fill(7)
        const bytes = whole.subarray(offset, offset + used.length + zeroCount)
        bytes.fill(0)
        bytes.set(used)
        expect(usedBytes(bytes)).toBe(used.reduce((last, value, at) => (value === 0 ? last : at + 1), 0))
      }),
    )
  })
})
