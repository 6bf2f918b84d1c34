import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc32 } from './crc32.ts'

/** As its definition says: one bit at a time. */
function bitByBit(bytes: Uint8Array): number {
  let c = -1
  for (const byte of bytes) {
    c ^= byte
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  }
  return ~c >>> 0
}

it('[JO7] the checksum is the published one', () => {
  const digits = Uint8Array.from('123456789', (digit) => digit.charCodeAt(0))
  expect(crc32(digits)).toBe(0xcbf43926)
  expect(crc32(new Uint8Array(0))).toBe(0)
})

it('[JO7] the checksum of any stretch equals its definition, at once or in parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.nat(200), (bytes, one, other) => {
      const from = Math.min(one, other, bytes.length)
      const to = Math.min(Math.max(one, other), bytes.length)
      expect(crc32(bytes, 0, from, to)).toBe(bitByBit(bytes.subarray(from, to)))
      expect(crc32(bytes, crc32(bytes, 0, 0, from), from)).toBe(bitByBit(bytes))
    }),
  )
})
