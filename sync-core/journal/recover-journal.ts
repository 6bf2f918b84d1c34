// Reads every segment when a journal opens, decides which records count, and repairs the files so that they hold exactly
// those. Three things can be wrong:
//
//   torn end      the last bytes of the last segment are no whole record: a crash in the middle of an append; cut off
//   damage        a stretch that is no record, with records or segments after it: the file's former content is put aside,
//                 the records on both sides stay, as long as the updates that are missing between them are in the snapshot
//   no way on     a record that doesn't follow (updates are missing before it, or repeat): from there on nothing can be
//                 replayed, so all of it is put aside and the records before it stay
//
// Nothing but a torn end is ever thrown away, and each repair is told in a sentence.

import { concatBytes } from '../base/concat-bytes.ts'
import { limits } from '../base/limits.ts'
import { decodeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import { RecordSequence } from './record-sequence.ts'
import { scanSegment } from './scan-segment.ts'

/** What the journal must know of a segment to drop it whole. */
export interface SegmentContent {
  readonly number: number
  /** Its length after repair. */
  bytes: number
  /** The highest seq of its updates, 0 when it has none. */
  maxSeq: number
  /** The seq after which its last participant was recorded, -1 when it has none. */
  participantAtSeq: number
}

export interface RecoveredJournal {
  /** In order; a segment's repetition of the current epoch is left out. */
  readonly records: readonly JournalRecord[]
  readonly repairs: readonly string[]
  readonly sequence: RecordSequence
  readonly segments: SegmentContent[]
}

/** Reads and repairs. `savedSeq`: updates up to here are in the snapshot and may be missing; undefined: not known. */
export async function recoverJournal(
  storage: JournalStorage,
  savedSeq: number | undefined,
): Promise<RecoveredJournal> {
  const records: JournalRecord[] = []
  const repairs: string[] = []
  const segments: SegmentContent[] = []
  const sequence = new RecordSequence(savedSeq)
  const numbers = await storage.segments()
  let stopped = false
  for (const [at, number] of numbers.entries()) {
    const bytes = await storage.read(number)
    const afterSeq = sequence.lastSeq
    const result: SegmentResult = stopped
      ? { records: [], kept: [], stopped, torn: 0 }
      : readSegment(bytes, sequence, at === numbers.length - 1)
    stopped = result.stopped
    records.push(...result.records)
    const kept = result.kept.reduce((sum, range) => sum + range.to - range.from, 0)
    if (result.torn > 0 && kept + result.torn === bytes.length) {
      await storage.truncate(number, kept)
      repairs.push(
        `The last ${result.torn} bytes of the journal, after update ${sequence.lastSeq}, had not been written completely and were cut off.`,
      )
    } else if (kept < bytes.length) {
      const name = await storage.setAside(
        number,
        concatBytes(result.kept.map((range) => bytes.subarray(range.from, range.to))),
      )
      repairs.push(
        `${bytes.length - kept} bytes of the journal after update ${afterSeq} ${stopped ? 'can’t be used' : 'are damaged'}; ` +
          `the updates up to ${sequence.lastSeq} were read. What was there before is kept as ${name}.`,
      )
    }
    segments.push(segmentContent(number, kept, afterSeq, result.records))
  }
  return { records, repairs, sequence, segments }
}

interface Range {
  readonly from: number
  readonly to: number
}

interface SegmentResult {
  readonly records: readonly JournalRecord[]
  /** The bytes of the records that count. */
  readonly kept: readonly Range[]
  /** No later record can be used. */
  readonly stopped: boolean
  /** Length of the torn end. */
  readonly torn: number
}

function readSegment(bytes: Uint8Array, sequence: RecordSequence, isLast: boolean): SegmentResult {
  const records: JournalRecord[] = []
  const kept: Range[] = []
  for (const piece of scanSegment(bytes)) {
    if (piece.kind === 'damage') {
      const length = piece.to - piece.from
      const atEnd = isLast && piece.to === bytes.length
      if (atEnd && length <= limits.journalRecordBytesMax)
        return { records, kept, stopped: false, torn: length }
      continue
    }
    const record = decodeRecord(piece.payload)
    const step = sequence.follow(record)
    if (step === 'impossible') return { records, kept, stopped: true, torn: 0 }
    kept.push(piece)
    if (step === 'next') records.push(record)
  }
  return { records, kept, stopped: false, torn: 0 }
}

function segmentContent(
  number: number,
  bytes: number,
  afterSeq: number,
  records: readonly JournalRecord[],
): SegmentContent {
  const content: SegmentContent = { number, bytes, maxSeq: 0, participantAtSeq: -1 }
  let lastSeq = afterSeq
  for (const record of records) lastSeq = noteRecord(content, record, lastSeq)
  return content
}

/** Counts the record as part of the segment; returns the last seq after it. */
export function noteRecord(content: SegmentContent, record: JournalRecord, lastSeq: number): number {
  switch (record.kind) {
    case 'epoch':
      return record.startSeq
    case 'participant':
      content.participantAtSeq = Math.max(content.participantAtSeq, lastSeq)
      return lastSeq
    case 'updates': {
      const last = record.firstSeq + record.updates.length - 1
      content.maxSeq = Math.max(content.maxSeq, last)
      return last
    }
  }
}
