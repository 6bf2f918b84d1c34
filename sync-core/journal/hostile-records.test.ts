import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../base/byte-writer.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import { crc32 } from '../base/crc32.ts'
import fc from 'fast-check'
import { StorageError } from '../base/errors.ts'
import { fuzzDecoder, hostileBytes } from '../testing/fuzz-decoder.ts'
import { isStorageRefusal } from '../testing/is-malformed.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { decodeRecord, encodeRecord, recordHeaderBytes, type JournalRecord } from './journal-record.ts'
import { recoverJournal, type RecoveredJournal } from './recover-journal.ts'
import { replayJournal } from './replay-journal.ts'
import { scanSegment } from './scan-segment.ts'

const records: readonly JournalRecord[] = [
  epochRecord(1),
  participantRecord(1),
  updatesRecord(1, 3),
  participantRecord(2),
  updatesRecord(4, 20, 90),
  { kind: 'left-out', seqs: [2, 5] },
  epochRecord(2, 20),
  updatesRecord(21),
]
const encoded = records.map(encodeRecord)
const payloads = encoded.map((bytes) => bytes.subarray(recordHeaderBytes))

/** A record of any payload, with its length and a checksum that is right. */
function sealRecord(payload: Uint8Array): Uint8Array {
  const writer = new ByteWriter()
  writer.u32(payload.length)
  writer.u32(crc32(payload))
  writer.bytes(payload)
  return writer.finish()
}

async function recover(...segments: readonly Uint8Array[]): Promise<RecoveredJournal | StorageError> {
  const storage = new MemoryJournalStorage()
  segments.forEach((bytes, i) => storage.files.set(i + 1, bytes.slice()))
  try {
    const recovered = await recoverJournal(storage, { savedSeq: 0, savedEpoch: 0 })
    // What was repaired needs no repair any more, and nothing is lost but what was torn off or put aside.
    const again = await recoverJournal(storage, { savedSeq: 0, savedEpoch: 0 })
    expect([again.records, again.repairs]).toEqual([recovered.records, []])
    return recovered
  } catch (error) {
    if (error instanceof StorageError) return error
    throw error
  }
}

describe('hostile records of the journal', () => {
  it('[HI2][JO12] a record with a checksum that is right', () => {
    const tally = fuzzDecoder({
      decode: decodeRecord,
      valid: payloads,
      isRefusal: isStorageRefusal('invalid'),
      check: (record, bytes) =>
        expect(Buffer.compare(encodeRecord(record).subarray(recordHeaderBytes), bytes)).toBe(0),
      runs: 3000,
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HI1][JO7] a segment is cut into whole records and damage, without gaps', () => {
    fuzzDecoder({
      decode: scanSegment,
      valid: [concatBytes(encoded), encoded[1]!, new Uint8Array(0)],
      isRefusal: () => false,
      check(pieces, bytes) {
        let at = 0
        for (const piece of pieces) {
          expect([piece.from, piece.to > piece.from]).toEqual([at, true])
          if (piece.kind === 'record')
            expect(sealRecord(piece.payload)).toEqual(bytes.slice(piece.from, piece.to))
          at = piece.to
        }
        expect(at).toBe(bytes.length)
      },
      runs: 800,
      randomBytesMax: 5000,
    })
  })

  it('[HI2][JO19] an epoch that only a segment repeats which can’t be used is kept', async () => {
    const epoch = encodeRecord(epochRecord(1))
    const alone = await recover(encodeRecord(updatesRecord(4, 20, 90)), epoch)
    expect(alone).toMatchObject({ records: [epochRecord(1)] })
    const first = concatBytes([updatesRecord(1, 3), updatesRecord(9)].map(encodeRecord))
    const after = await recover(first, epoch)
    expect(after).toMatchObject({ records: [epochRecord(1), updatesRecord(1, 3)] })
  })

  it.each([
    [
      'put aside with all behind updates that repeat',
      [[updatesRecord(1, 3)], [updatesRecord(1, 3)], [epochRecord(1), updatesRecord(4)]],
    ],
    [
      'behind a segment with nothing drawn',
      [[participantRecord(1)], [updatesRecord(1, 3), updatesRecord(1)], [epochRecord(1), updatesRecord(4)]],
      [updatesRecord(1, 3)],
    ],
    [
      'before updates that are here already',
      [
        [updatesRecord(1, 3), updatesRecord(4, 20)],
        [epochRecord(1), updatesRecord(4, 20)],
      ],
    ],
    [
      'before a later one that can’t follow',
      [[updatesRecord(1, 3)], [epochRecord(1), epochRecord(2, 20), updatesRecord(1)]],
    ],
  ])('[HI2][JO19] a lost epoch is found again in its repetition %s', async (_, segments, more = []) => {
    const found = await recover(...segments.map((one) => concatBytes(one.map(encodeRecord))))
    expect(found).toMatchObject({ records: [epochRecord(1), ...segments[0]!, ...more] })
  })

  it('[HI2][JO19] also where there is damage before the repetition', async () => {
    const damaged = concatBytes([new Uint8Array(9), encodeRecord(epochRecord(1))])
    const found = await recover(encodeRecord(updatesRecord(1, 3)), damaged)
    expect(found).toMatchObject({ records: [epochRecord(1), updatesRecord(1, 3)] })
  })

  it('[HI2][JO8][JO12][JO19] records in any order, and of any payload: a journal that follows, or a refusal', async () => {
    const anyRecord = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...encoded) },
      { weight: 1, arbitrary: hostileBytes(payloads, 200).map(sealRecord) },
    )
    const anySegment = fc.array(anyRecord, { maxLength: 8 }).map(concatBytes)
    const damaged = hostileBytes([concatBytes(encoded)], 3000)
    let opened = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(anySegment, damaged), { maxLength: 3 }), async (segments) => {
        const recovered = await recover(...segments)
        if (recovered instanceof StorageError) {
          expect(recovered.code).toBe('invalid')
          refused += 1
          return
        }
        const { updates } = replayJournal(recovered.records, 0)
        expect(updates.map(({ seq }) => seq)).toEqual(updates.map((_, i) => (updates[0]?.seq ?? 0) + i))
        opened += 1
      }),
      { numRuns: 400 },
    )
    expect([opened > 0, refused > 0]).toEqual([true, true])
  })
})
