// What the slots of earlier hostings say, as records in the order in which a journal would have them. The slots of an epoch
// follow one another without gap, since each was written after the one before; where one is lost or damaged, what follows it
// counts only as far as the snapshot has what is missing, as with segments of a journal.
//
// A host that was superseded may have written a slot after all (long ago, behind a fence that was removed since): the epochs
// that the snapshot knows stand between, and make what they did not inherit void.

import { StorageError } from '../base/errors.ts'
import { inParallel } from '../pictures/in-parallel.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import type { PictureSlots, SlotPlace } from '../pictures/picture-slots.ts'
import type { JournalRecord } from './journal-record.ts'
import { RecordSequence } from './record-sequence.ts'
import { decodeSlot } from './slot-codec.ts'
import type { SlotContent } from './slot-codec.ts'

/** A slot, and the seq up to which a picture must be stored before it is superfluous. */
export interface WrittenSlot extends SlotPlace {
  readonly kind: 'records' | 'fence'
  readonly lastSeq: number
}

export interface ReadSlots {
  readonly records: readonly JournalRecord[]
  /** The newest epoch that has records in a slot. */
  readonly epoch: number | undefined
  /** Slots that can be removed one day; those that can't be read stay for a person to look at. */
  readonly written: readonly WrittenSlot[]
  /** A sentence for what is missing. */
  readonly notices: readonly string[]
}

/** An epoch that counts, and the last seq that it inherited. */
export interface BegunEpoch {
  readonly epoch: number
  readonly startSeq: number
}

/** What the snapshot says: it has everything up to `savedSeq`, and these epochs, in order. */
export interface SnapshotPoint {
  readonly savedSeq: number
  readonly lineage: readonly BegunEpoch[]
}

/** Reads the slots at these places, which are in order. StorageError when the bucket does not answer, or a newer version wrote them. */
export async function readSlots(
  slots: PictureSlots,
  places: readonly SlotPlace[],
  { savedSeq, lineage }: SnapshotPoint,
): Promise<ReadSlots> {
  const contents = await inParallel(places, pictureLimits.requestsAtOnce, (place) => contentAt(slots, place))
  const sequence = new RecordSequence(savedSeq)
  const records: JournalRecord[] = []
  const written: WrittenSlot[] = []
  const notices: string[] = []
  const inSlots = new Set(contents.flatMap(epochsIn))
  const between = lineage.filter(({ epoch }) => !inSlots.has(epoch))
  const takeEpochsBefore = (epoch: number): void => {
    while (between.length > 0 && between[0]!.epoch < epoch) {
      const { epoch: begun, startSeq } = between.shift()!
      const record: JournalRecord = { kind: 'epoch', epoch: begun, startSeq }
      if (sequence.follow(record) === 'next') records.push(record)
    }
  }
  /** Without it, what follows a first slot that can't be read would count as the work of the hosting before. */
  const takeLostEpoch = (epoch: number, found: readonly JournalRecord[]): void => {
    const first = found.find(({ kind }) => kind === 'epoch' || kind === 'updates')
    if (first?.kind !== 'updates' || sequence.epoch?.epoch === epoch) return
    const known = lineage.find((each) => each.epoch === epoch)?.startSeq ?? Infinity
    const record: JournalRecord = { kind: 'epoch', epoch, startSeq: Math.min(known, first.firstSeq - 1) }
    if (sequence.follow(record) === 'next') records.push(record)
  }
  let newest: number | undefined
  let brokenEpoch: number | undefined
  for (const [at, place] of places.entries()) {
    takeEpochsBefore(place.epoch)
    const content = contents[at]
    if (content === undefined) continue
    if (content === 'unreadable') {
      notices.push(`A piece of the journal in the bucket (${place.epoch}-${place.number}) can’t be read.`)
      continue
    }
    if (content.kind === 'fence') {
      written.push({ ...place, kind: 'fence', lastSeq: 0 })
      continue
    }
    newest = place.epoch
    takeLostEpoch(place.epoch, content.records)
    const unfit = place.epoch === brokenEpoch ? 0 : takeRecords(content.records, sequence, records)
    const lastSeq = Math.max(savedSeq, sequence.lastSeq)
    written.push({ ...place, kind: 'records', lastSeq: neededThrough(content.records, lastSeq) })
    if (unfit === 0) continue
    brokenEpoch = place.epoch
    notices.push(
      `What the bucket has after update ${lastSeq} can’t be used, because something before it is missing.`,
    )
  }
  takeEpochsBefore(Infinity)
  return { records, epoch: newest, written, notices }
}

/** The hostings whose beginning the slot says. */
function epochsIn(content: SlotContent | 'unreadable' | undefined): readonly number[] {
  if (content === undefined || content === 'unreadable' || content.kind === 'fence') return []
  return content.records.flatMap((record) => (record.kind === 'epoch' ? [record.epoch] : []))
}

/** Takes the records that follow; returns how many are left over. */
function takeRecords(
  found: readonly JournalRecord[],
  sequence: RecordSequence,
  records: JournalRecord[],
): number {
  for (const [at, record] of found.entries()) {
    const step = sequence.follow(record)
    if (step === 'impossible') return found.length - at
    if (step === 'next') records.push(record)
  }
  return 0
}

async function contentAt(
  slots: PictureSlots,
  place: SlotPlace,
): Promise<SlotContent | 'unreadable' | undefined> {
  try {
    const bytes = await slots.read(place)
    return bytes === undefined ? undefined : decodeSlot(bytes, place)
  } catch (error) {
    if (error instanceof StorageError && error.code === 'corrupt') return 'unreadable'
    throw error
  }
}

/**
 * The seq up to which a picture must be stored before a slot of these records is superfluous. Of people alone, and of what was
 * left out, nothing says when it was noted: a snapshot behind `nowSeq`, where the picture stands now, knows it for sure.
 */
export function neededThrough(records: readonly JournalRecord[], nowSeq: number): number {
  const isNoted = records.some(({ kind }) => kind === 'left-out')
  const seqs = records.flatMap((record) => lastSeqOf(record) ?? [])
  return isNoted || seqs.length === 0 ? nowSeq + 1 : Math.max(...seqs)
}

function lastSeqOf(record: JournalRecord): number | undefined {
  switch (record.kind) {
    case 'epoch':
      return record.startSeq
    case 'participant':
    case 'left-out':
      return undefined
    case 'updates':
      return record.firstSeq + record.updates.length - 1
  }
}
