import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, ProtocolError } from '../base/errors.ts'
import { decodeIndexSet, encodeIndexSet, indexSetBytesMax } from './index-set-codec.ts'
import { planeTiles } from './plane.ts'

const anyIndex = fc.oneof(fc.nat(planeTiles - 1), fc.nat(20), fc.integer({ min: 65_500, max: 65_535 }))
const anySet = fc
  .uniqueArray(anyIndex, { maxLength: 60 })
  .map((indices) => [...indices].sort((a, b) => a - b))

describe('a set of tiles', () => {
  it('[PR7] comes back as it was', () => {
    fc.assert(
      fc.property(anySet, (indices) => {
        expect(decodeIndexSet(encodeIndexSet(indices))).toEqual(indices)
      }),
      { numRuns: 1000 },
    )
    const all = Array.from({ length: planeTiles }, (_, index) => index)
    expect(decodeIndexSet(encodeIndexSet(all))).toEqual(all)
  })

  it('[PR7] has pinned bytes: what is passed over, then one less than what is there', () => {
    const pins: [number[], number[]][] = [
      [[], []],
      [[0], [0, 0]],
      [
        [5, 6, 7],
        [5, 2],
      ],
      [
        [0, 2, 300],
        [0, 0, 0, 0, 0xa8, 0x02, 0],
      ],
      [[65_535], [0xff, 0xff, 0x03, 0]],
    ]
    for (const [indices, bytes] of pins) {
      expect([...encodeIndexSet(indices)]).toEqual(bytes)
      expect(decodeIndexSet(Uint8Array.from(bytes))).toEqual(indices)
    }
  })

  it('[PR7] takes few bytes for a picture that is painted all over, and never more than its limit', () => {
    const rows = Array.from({ length: 32 * 32 }, (_, i) => (100 + (i >> 5)) * 256 + 100 + (i & 31))
    expect(encodeIndexSet(rows).length).toBeLessThanOrEqual(32 * 3 + 1)
    const everyOther = Array.from({ length: planeTiles / 2 }, (_, i) => 2 * i)
    expect(encodeIndexSet(everyOther).length).toBe(indexSetBytesMax)
  })

  it('[PR7] beyond the plane is refused with a sentence, without taking memory for it', () => {
    expect(() => decodeIndexSet(Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0x0f))).toThrow(
      'tiles 0 to 4294967295 are not in 0..65535',
    )
    expect(() => decodeIndexSet(Uint8Array.of(0x80, 0x80, 0x04, 0))).toThrow('tiles 65536 to 65536')
    expect(() => decodeIndexSet(Uint8Array.of(5))).toThrow(ProtocolError)
    expect(decodeIndexSet(Uint8Array.of(0, 1, 3, 2), 5)).toEqual([0, 1, 6, 7, 8])
    expect(() => decodeIndexSet(Uint8Array.of(0, 1, 3, 2), 4)).toThrow('a set of 5 tiles is larger than 4')
  })

  it('[PR7] out of order, or outside of the plane, is a bug of ours', () => {
    for (const indices of [[3, 2], [4, 4], [-1], [planeTiles]]) {
      expect(() => encodeIndexSet(indices)).toThrow(AssertionError)
    }
  })
})
