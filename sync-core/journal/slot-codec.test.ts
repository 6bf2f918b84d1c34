import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { encodeHex } from '../base/hex.ts'
import { writerBytes } from '../pictures/picture-head.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import { objectName, objectNumberOf } from '../pictures/picture-keys.ts'
import { slotKey } from '../pictures/picture-slots.ts'
import { sealObject } from '../pictures/sealed-object.ts'
import { blob, fixed, struct, uint, union } from '../base/schema.ts'
import { fuzzDecoder } from '../testing/fuzz-decoder.ts'
import { isStorageRefusal } from '../testing/is-malformed.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { decodeSlot, encodeSlot, type SlotContent } from './slot-codec.ts'

const writer = new Uint8Array(writerBytes).fill(9)
const place = { epoch: 3, number: 7 }
const contents: readonly SlotContent[] = [
  { kind: 'records', records: [epochRecord(3, 5)] },
  { kind: 'records', records: [epochRecord(3, 5), { kind: 'left-out', seqs: [2, 5] }] },
  { kind: 'records', records: [participantRecord(1), updatesRecord(6, 30, 80)] },
  { kind: 'records', records: [] },
  { kind: 'fence', by: 4 },
]

describe('slot codec', () => {
  it('[JO30] gives back what was put in, and is pinned', () => {
    for (const content of contents) {
      expect(decodeSlot(encodeSlot(writer, place, content), place)).toEqual(content)
    }
    expect(encodeHex(encodeSlot(writer, place, { kind: 'fence', by: 4 }))).toBe(
      '4753534c01' + '0909090909090909' + '03' + '07' + '01' + '04' + '711d8263',
    )
    expect(encodeHex(encodeSlot(writer, place, contents[0]!))).toBe(
      '4753534c0109090909090909090307000b030000005e7e06a400030506bb90f2',
    )
  })

  it('[JO30] is no slot at any other place, cut off at any length, or with a bit changed', () => {
    const bytes = encodeSlot(writer, place, contents[2]!)
    const corrupt = expect.objectContaining({ code: 'corrupt' })
    expect(() => decodeSlot(bytes, { epoch: 3, number: 8 })).toThrow(corrupt)
    expect(() => decodeSlot(bytes, { epoch: 2, number: 7 })).toThrow(corrupt)
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeSlot(bytes.slice(0, length), place)).toThrow(corrupt)
    }
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = bytes.slice()
        changed[at]! ^= 1 << bit
        expect(() => decodeSlot(changed, place)).toThrow(corrupt)
      }),
    )
  })

  it('[HI1][JO30] answers hostile bytes with a value or a refusal', () => {
    const tally = fuzzDecoder({
      decode: (bytes) => decodeSlot(bytes, place),
      valid: contents.map((content) => encodeSlot(writer, place, content)),
      isRefusal: isStorageRefusal('corrupt', 'invalid'),
      check: (content, bytes) => {
        expect(encodeSlot(bytes.slice(5, 5 + writerBytes), place, content)).toEqual(bytes)
      },
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HI2][JO30] is not taken in by records that don’t mean anything behind a right checksum', () => {
    const epoch = uint(0xffffffff)
    const schema = struct({
      writer: fixed(writerBytes),
      epoch,
      number: uint(99_999_999),
      content: union({
        records: struct({ bytes: blob(pictureLimits.slotBytesMax) }),
        fence: struct({ by: epoch }),
      }),
    })
    const sealed = (records: Uint8Array): Uint8Array =>
      sealObject(
        { magic: 'GSSL', version: 1, schema, what: 'a slot' },
        { writer, ...place, content: { kind: 'records' as const, bytes: records } },
      )
    fuzzDecoder({
      decode: (bytes) => decodeSlot(sealed(bytes), place),
      valid: [],
      isRefusal: isStorageRefusal('corrupt', 'invalid'),
      check: (content) => expect(content.kind).toBe('records'),
    })
  })

  it('[JO30] names slots so that they sort by epoch and number, and takes no other names', () => {
    expect(objectName(place)).toBe('0000000003-00000007')
    expect(slotKey('aaaaaaaaaaaaaaaaaaaaaaaaaa', place)).toBe(
      'aaaaaaaaaaaaaaaaaaaaaaaaaa/slots/0000000003-00000007',
    )
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(99_999_999), (epoch, number) => {
        expect(objectNumberOf(objectName({ epoch, number }))).toEqual({ epoch, number })
      }),
    )
    for (const name of ['', '3-7', '0000000003-00000007x', '9999999999-00000000', '0000000003_00000007']) {
      expect(objectNumberOf(name)).toBeUndefined()
    }
  })
})
