import type { Update } from '../raster/operation.ts'
import type { ParticipantRecord } from './journal-record.ts'

/** Author, clientSeq and length of an operation in a record, at their longest. */
const updateOverheadBytes = 11
/** Each takes at most 110 bytes: half of what a slot has room for besides updates. */
export const participantsPerSlot = 4096

/**
 * The newest written updates, for slots that keep up: at most so many bytes of them, the oldest go first. Participants stay
 * until they were copied; there are as many as people who came.
 */
export class SlotQueue {
  private readonly bytesMax: number
  private updates: Update[] = []
  private bytes = 0
  private participants: { readonly atSeq: number; readonly record: ParticipantRecord }[]
  private seq: number

  /** `seq`: the last one written so far; the participants may be authors of everything after `copiedSeq`. */
  constructor(bytesMax: number, copiedSeq: number, participants: readonly ParticipantRecord[], seq: number) {
    this.bytesMax = bytesMax
    this.seq = seq
    this.participants = participants.map((record) => ({ atSeq: copiedSeq, record }))
  }

  get heldBytes(): number {
    return this.bytes
  }

  addUpdates(updates: readonly Update[]): void {
    for (const update of updates) {
      this.updates.push(update)
      this.bytes += slotBytesOf(update)
      this.seq = update.seq
    }
    let drop = 0
    while (this.bytes > this.bytesMax) this.bytes -= slotBytesOf(this.updates[drop++]!)
    if (drop > 0) this.updates.splice(0, drop)
  }

  addParticipant(record: ParticipantRecord): void {
    this.participants.push({ atSeq: this.seq, record })
  }

  /** Forgets the updates up to seq. */
  forgetThrough(seq: number): void {
    let count = 0
    while (count < this.updates.length && this.updates[count]!.seq <= seq) {
      this.bytes -= slotBytesOf(this.updates[count++]!)
    }
    if (count > 0) this.updates.splice(0, count)
  }

  /** The updates fromSeq..toSeq, as many as fit about `bytesMax`; undefined when the first of them is not here. */
  take(fromSeq: number, toSeq: number, bytesMax: number): Update[] | undefined {
    const first = this.updates[0]?.seq
    if (first === undefined || fromSeq < first || fromSeq > this.updates.at(-1)!.seq) return undefined
    return takeWhileFits(this.updates.slice(fromSeq - first, toSeq + 1 - first), bytesMax)
  }

  /** The last seq that is not here any more, or not yet; everything after it is. */
  get heldAfterSeq(): number {
    return (this.updates[0]?.seq ?? this.seq + 1) - 1
  }

  /**
   * The participants for a slot that begins with the update `fromSeq`, and the last update that may be in it: whoever came before
   * an update is in the same slot, or in an earlier one. An end before `fromSeq` leaves room for no update at all.
   */
  participantsFor(fromSeq: number, toSeq: number): { records: readonly ParticipantRecord[]; toSeq: number } {
    const first = this.participants.slice(0, participantsPerSlot)
    const next = this.participants[participantsPerSlot]
    const endSeq = Math.max(fromSeq - 1, Math.min(toSeq, next?.atSeq ?? toSeq))
    const records = first.filter(({ atSeq }) => atSeq < Math.max(endSeq, fromSeq)).map(({ record }) => record)
    return { records, toSeq: endSeq }
  }

  participantsCopied(records: readonly ParticipantRecord[]): void {
    const copied = new Set(records)
    this.participants = this.participants.filter(({ record }) => !copied.has(record))
  }
}

/** The first of the updates that fit, at least one. */
function takeWhileFits(updates: readonly Update[], bytesMax: number): Update[] {
  let bytes = 0
  let count = 0
  while (count < updates.length && (count === 0 || bytes + slotBytesOf(updates[count]!) <= bytesMax)) {
    bytes += slotBytesOf(updates[count++]!)
  }
  return updates.slice(0, count)
}

/** What an update takes in a slot, at most. */
export function slotBytesOf({ operation }: Update): number {
  return updateOverheadBytes + operation.length
}
