// Reads every segment when a journal opens, decides which records count, and repairs the files so that they hold exactly
// those. Three things can be wrong:
//
//   torn end      the last bytes of the last segment are no whole record: a crash in the middle of an append; cut off
//   damage        a stretch that is no record, with records or segments after it: the file's former content is put aside,
//                 the records on both sides stay, as long as the updates that are missing between them are in the snapshot
//   no way on     a record that doesn't follow (updates are missing before it, or repeat): from there on nothing can be
//                 replayed, so all of it is put aside and the records before it stay
//
// Before that, a journal that the picture went on without is emptied (other-branch.ts).
//
// Nothing but a torn end and what is superfluous is ever thrown away, and each repair is told in a sentence.

import { concatBytes } from '../base/concat-bytes.ts'
import { limits } from '../base/limits.ts'
import type { EpochStart } from '../pictures/lineage.ts'
import type { StoredParticipant } from '../pictures/picture-accessor.ts'
import { Rest } from '../pictures/rest.ts'
import { encodeRecord, type JournalRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import { findBranches } from './kept-branches.ts'
import type { KeptBranch } from './kept-branches.ts'
import { setOtherBranchAside } from './other-branch.ts'
import { noEpoch } from './read-updates.ts'
import { RecordSequence } from './record-sequence.ts'
import { recordsOf, scanRecords } from './scan-records.ts'
import type { ScannedPiece } from './scan-records.ts'

/** What the journal must know of a segment to drop it whole, or to find updates in it. */
export interface SegmentContent {
  readonly number: number
  /** The epoch in force before its first record. */
  readonly epochBefore: number
  /** Its length after repair. */
  bytes: number
  /** The lowest seq of its updates; Infinity when it has none. */
  minSeq: number
  /** The highest seq of its updates, 0 when it has none. */
  maxSeq: number
  /** The seq after which its last participant was recorded, -1 when it has none. */
  participantAtSeq: number
}

export interface RecoveredJournal {
  /** In order; a segment's repetition of the current epoch is left out. */
  readonly records: readonly JournalRecord[]
  readonly repairs: readonly string[]
  /** What was drawn here, now or long ago, and is in no picture; the newest first. */
  readonly branches: readonly KeptBranch[]
  readonly sequence: RecordSequence
  readonly segments: SegmentContent[]
}

/** What the picture goes on from. */
export interface SavedPoint {
  /** Updates up to this seq are in the snapshot, so their absence here is no damage. Left out: not known. */
  readonly savedSeq?: number
  /** The last hosting that the picture goes on from: a journal that ends before it belongs to another branch. */
  readonly savedEpoch?: number
  /** Where the hostings of the picture began: it tells what of another branch is in the picture. */
  readonly lineage?: readonly EpochStart[]
  /** The picture ends here without this journal, and nothing of it is missing: a journal that goes on there is inherited. Left out: not known. */
  readonly endSeq?: number | undefined
  /** Whom the picture knows without this journal. */
  readonly people?: readonly Pick<StoredParticipant, 'number' | 'key'>[]
  /** When this is, for what is kept as a branch; 1970 when left out. */
  readonly nowMs?: number
  /** One turn of the event loop, so that others go on while much is read; none if left out. */
  readonly pause?: () => Promise<void>
}

interface ScannedSegment {
  readonly number: number
  readonly bytes: Uint8Array
  readonly pieces: readonly ScannedPiece[]
}

/** Reads and repairs. */
export async function recoverJournal(storage: JournalStorage, saved: SavedPoint): Promise<RecoveredJournal> {
  const { savedSeq, savedEpoch, lineage = [], people = [], endSeq, nowMs = 0 } = saved
  const rest = new Rest(saved.pause ?? (() => Promise.resolve()))
  // Everything is read before anything is repaired, so that a journal of a newer version is refused untouched.
  const scanned = await scanAll(storage, rest)
  const lost = lostEpoch(scanned)
  const everything = [...(lost ? [lost.record] : []), ...scanned.flatMap(({ pieces }) => recordsOf(pieces))]
  const picture = { savedSeq: savedSeq ?? 0, lineage, people, endSeq, nowMs }
  const isOther =
    savedEpoch !== undefined &&
    (await setOtherBranchAside(storage, everything, scanned, { ...picture, savedEpoch }, rest))
  const own = isOther ? [] : scanned
  const { branches, notices } = await findBranches(storage, rest)
  const repairs = [...notices]
  const sequence = new RecordSequence(savedSeq)
  const isFound = !isOther && lost !== undefined && sequence.follow(lost.record) === 'next'
  const found = isFound ? [lost.record] : []
  const plans: SegmentPlan[] = []
  for (const segment of own) {
    const before = { seq: sequence.lastSeq, epoch: sequence.epoch?.epoch ?? noEpoch }
    const result: SegmentResult = plans.at(-1)?.result.stopped
      ? { records: [], kept: [], stopped: true, torn: 0, lostAfterSeq: sequence.lastSeq }
      : readSegment(segment, sequence, segment === own.at(-1))
    plans.push({ ...segment, before, lastSeq: sequence.lastSeq, result })
  }
  const segments: SegmentContent[] = []
  // When the segment that repeated the lost epoch is put aside itself, the epoch is written where it was lost.
  const isLostAgain = plans.slice(0, lost?.repeatedAt ?? 0).some(({ result }) => result.stopped)
  for (const plan of plans) {
    const kept = plan.result.kept.reduce((sum, range) => sum + range.to - range.from, 0)
    const epoch = concatBytes(plan === plans[0] && isLostAgain ? found.map(encodeRecord) : [])
    if (kept < plan.bytes.length || epoch.length > 0)
      repairs.push(await repairSegment(storage, plan, kept, epoch))
    segments.push(segmentContent(plan, kept + epoch.length))
  }
  const records = [...found, ...plans.flatMap((plan) => plan.result.records)]
  return { records, repairs, branches, sequence, segments }
}

interface LostEpoch {
  readonly record: Extract<JournalRecord, { kind: 'epoch' }>
  /** The place of the segment that repeats it. */
  readonly repeatedAt: number
}

/**
 * The epoch that the first segment began with, when it is damaged there and the next segment repeats it: read as a new one, it
 * would make void what is between. It is a new one when updates begin again where it says.
 */
function lostEpoch(scanned: readonly ScannedSegment[]): LostEpoch | undefined {
  let lastSeq = 0
  let lost: LostEpoch | undefined
  for (const [at, { pieces }] of scanned.entries()) {
    for (const [place, record] of recordsOf(pieces).entries()) {
      const epoch = lost?.record
      if (record.kind === 'epoch') {
        if (epoch === undefined) {
          if (at === 0 || place > 0 || record.startSeq >= lastSeq) return undefined
          lost = { record, repeatedAt: at }
        } else if (record.epoch !== epoch.epoch || record.startSeq !== epoch.startSeq) return lost
      } else if (record.kind === 'updates') {
        if (epoch !== undefined) return record.firstSeq === epoch.startSeq + 1 ? undefined : lost
        lastSeq = record.firstSeq + record.updates.length - 1
      }
    }
  }
  return lost
}

async function scanAll(storage: JournalStorage, rest: Rest): Promise<readonly ScannedSegment[]> {
  const scanned: ScannedSegment[] = []
  for (const number of await storage.segments()) {
    const bytes = await storage.read(number)
    scanned.push({ number, bytes, pieces: await scanRecords(bytes, rest) })
  }
  return scanned
}

interface SegmentPlan {
  readonly number: number
  readonly bytes: Uint8Array
  readonly before: { readonly seq: number; readonly epoch: number }
  readonly lastSeq: number
  readonly result: SegmentResult
}

/** Makes the segment hold what counts; returns the sentence about it. */
async function repairSegment(
  storage: JournalStorage,
  plan: SegmentPlan,
  kept: number,
  epoch: Uint8Array,
): Promise<string> {
  const { number, bytes, lastSeq, result } = plan
  if (result.torn > 0 && kept + result.torn === bytes.length) {
    await storage.truncate(number, kept)
    return `The last ${result.torn} bytes of the journal, after update ${lastSeq}, had not been written completely and were cut off.`
  }
  const name = await storage.setAside(
    number,
    concatBytes([epoch, ...result.kept.map((range) => bytes.subarray(range.from, range.to))]),
  )
  if (kept === bytes.length)
    return `The journal did not say of which hosting its first updates are, and does now. What was there before is kept as ${name}.`
  return (
    `${bytes.length - kept} bytes of the journal after update ${result.lostAfterSeq} ` +
    `${result.stopped ? 'can’t be used' : 'are damaged'}; the updates up to ${lastSeq} were read. ` +
    `What was there before is kept as ${name}.`
  )
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
  /** The last seq before the first byte that doesn't count. */
  readonly lostAfterSeq: number
}

function readSegment(
  { bytes, pieces }: ScannedSegment,
  sequence: RecordSequence,
  isLast: boolean,
): SegmentResult {
  const records: JournalRecord[] = []
  const kept: Range[] = []
  let lostAfterSeq: number | undefined
  const result = (stopped: boolean, torn: number): SegmentResult => {
    return { records, kept, stopped, torn, lostAfterSeq: lostAfterSeq ?? sequence.lastSeq }
  }
  for (const piece of pieces) {
    if (piece.kind === 'damage') {
      lostAfterSeq ??= sequence.lastSeq
      const length = piece.to - piece.from
      const atEnd = isLast && piece.to === bytes.length
      if (atEnd && length <= limits.journalRecordBytesMax) return result(false, length)
      continue
    }
    const { record } = piece
    const step = sequence.follow(record)
    if (step === 'impossible') return result(true, 0)
    kept.push(piece)
    if (step === 'next') records.push(record)
  }
  return result(false, 0)
}

function segmentContent({ number, before, result }: SegmentPlan, bytes: number): SegmentContent {
  const content = emptySegment(number, before.epoch)
  content.bytes = bytes
  let lastSeq = before.seq
  for (const record of result.records) lastSeq = noteRecord(content, record, lastSeq)
  return content
}

export function emptySegment(number: number, epochBefore: number): SegmentContent {
  return { number, epochBefore, bytes: 0, minSeq: Infinity, maxSeq: 0, participantAtSeq: -1 }
}

/** Counts the record as part of the segment; returns the last seq after it. */
export function noteRecord(content: SegmentContent, record: JournalRecord, lastSeq: number): number {
  switch (record.kind) {
    case 'epoch':
      return record.startSeq
    case 'participant':
      content.participantAtSeq = Math.max(content.participantAtSeq, lastSeq)
      return lastSeq
    case 'left-out':
      // It lies behind the updates that it is about, and segments are dropped oldest first: it outlives them.
      return lastSeq
    case 'updates': {
      const last = record.firstSeq + record.updates.length - 1
      content.minSeq = Math.min(content.minSeq, record.firstSeq)
      content.maxSeq = Math.max(content.maxSeq, last)
      return last
    }
  }
}
