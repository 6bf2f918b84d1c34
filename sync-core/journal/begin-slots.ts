import { limits as standardLimits } from '../base/limits.ts'
import type { PictureSlots } from '../pictures/picture-slots.ts'
import { superseded } from '../pictures/picture-slots.ts'
import { createSlot } from './create-slot.ts'
import { leftOutSeqsMax } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import { neededThrough } from './read-slots.ts'
import type { WrittenSlot } from './read-slots.ts'
import { encodeSlot } from './slot-codec.ts'

/** Seqs of left-out updates in one slot, at most 8 bytes each. */
const leftOutPerSlot = Math.min(leftOutSeqsMax, Math.floor(standardLimits.slotBytes / 8))

export interface BegunHosting {
  readonly epoch: number
  /** Snapshot and older slots have everything up to here … */
  readonly startSeq: number
  /** … and the picture as opened stands here. */
  readonly seq: number
  readonly leftOut: readonly number[]
}

/**
 * Writes the first slots of an epoch: where it began, and what it left out. Whoever claims the picture later finds them, and fences them; so when the claim still holds afterwards,
 * this host will hear of any other one. StorageError('superseded') when it does not.
 */
export async function beginSlots(
  slots: PictureSlots,
  { epoch, startSeq, seq, leftOut }: BegunHosting,
): Promise<readonly WrittenSlot[]> {
  const written: WrittenSlot[] = []
  const begin: JournalRecord = { kind: 'epoch', epoch, startSeq }
  for (let from = 0; from === 0 || from < leftOut.length; from += leftOutPerSlot) {
    const seqs = leftOut.slice(from, from + leftOutPerSlot)
    const records: JournalRecord[] = seqs.length === 0 ? [begin] : [begin, { kind: 'left-out', seqs }]
    const place = { epoch, number: written.length }
    const bytes = encodeSlot(slots.writer, place, { kind: 'records', records })
    if ((await createSlot(slots, place, bytes)).kind === 'taken') throw superseded()
    written.push({ ...place, kind: 'records', lastSeq: neededThrough(records, seq) })
  }
  await slots.checkClaim()
  return written
}
