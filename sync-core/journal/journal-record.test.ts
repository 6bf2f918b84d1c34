import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import { decodeRecord, encodeRecord, payloadAt, writeRecord } from './journal-record.ts'
import type { UpdatesRecord } from './journal-record.ts'

const edges = [0, 1, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]
const numberUpTo = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(...edges.filter((edge) => edge <= max), max), fc.nat({ max }))

const anyUpdates: fc.Arbitrary<UpdatesRecord> = fc.record({
  kind: fc.constant('updates' as const),
  firstSeq: numberUpTo(Number.MAX_SAFE_INTEGER),
  updates: fc.array(
    fc.record({
      author: numberUpTo(limits.participantsMax),
      clientSeq: numberUpTo(0xffffffff),
      operation: fc.uint8Array({ maxLength: 70 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
})

it('[JO1] updates are read as they were written, behind whatever was written before', () => {
  fc.assert(
    fc.property(anyUpdates, anyUpdates, (first, second) => {
      const writer = new ByteWriter(1)
      writeRecord(writer, first)
      const between = writer.length
      writeRecord(writer, second)
      const bytes = writer.finish()
      expect(bytes.subarray(between)).toEqual(encodeRecord(second))
      expect(decodeRecord(payloadAt(bytes, 0)!)).toEqual(first)
      expect(decodeRecord(payloadAt(bytes, between)!)).toEqual(second)
    }),
  )
})
