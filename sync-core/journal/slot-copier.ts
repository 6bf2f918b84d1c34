// Copies the journal of a hosted picture to the bucket, so that a lost disk costs seconds. Only what is durable here is copied,
// so a bucket never has more than the journal of the host that wrote it.
//
//   written ─▶ queue (newest ≤ 1 MiB) ─╮
//                                      ├─ ≤ 1 s after it is durable ─▶ slot n ─confirmed─▶ slot n+1 …
//   journal on the disk, read back ────╯                               │
//                                        failed: the same bytes again ─╯ after a pause that grows; taken by others: superseded
//
// One slot is under way at a time, and each is confirmed before the next begins: what a bucket has is always a beginning of
// what was drawn, and one number can't have two contents. Nobody waits for any of it.
//
// Rejected: appending to one object (S3 can't), several slots at once (an outage would leave holes), and copying the
// journal's own segments (they are many megabytes, and are rewritten when they are repaired).

import { assert } from '../base/assert.ts'
import type { Clock, Timer } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import type { PictureSlots, SlotPlace } from '../pictures/picture-slots.ts'
import { superseded } from '../pictures/picture-slots.ts'
import type { UploadedState } from '../protocol/uploaded-state.ts'
import type { Update } from '../raster/operation.ts'
import { createSlot } from './create-slot.ts'
import { splitUpdates } from './journal-record.ts'
import type { JournalRecord, ParticipantRecord } from './journal-record.ts'
import type { Journal } from './journal.ts'
import { neededThrough } from './read-slots.ts'
import type { WrittenSlot } from './read-slots.ts'
import { encodeSlot } from './slot-codec.ts'
import { SlotQueue, slotBytesOf } from './slot-queue.ts'

/** Where copying begins. */
export interface CopyingStart {
  readonly slots: PictureSlots
  /** Everything up to here is in the snapshot, or in slots of older epochs. */
  readonly copiedSeq: number
  /** Whom the journal knows, and neither of them. */
  readonly participants: readonly ParticipantRecord[]
  /** All slots there are, this epoch's first ones included. */
  readonly written: readonly WrittenSlot[]
}

export interface SlotCopierOptions extends CopyingStart {
  readonly clock: Clock
  readonly limits: Limits
  readonly journal: Pick<Journal, 'durableSeq' | 'onDurable' | 'read' | 'seq'>
  readonly epoch: number
  readonly onChange: (state: UploadedState) => void
  /** It copies nothing any more: the picture was taken by another host, or this is our bug. */
  readonly onStopped: (error: Error) => void
}

interface Attempt {
  readonly place: SlotPlace
  readonly bytes: Uint8Array
  readonly lastSeq: number
  readonly participants: readonly ParticipantRecord[]
  readonly slotSeq: number
  /** More was durable than had room. */
  readonly isFull: boolean
}

export class SlotCopier {
  private readonly options: SlotCopierOptions
  private readonly queue: SlotQueue
  private readonly stopListening: () => void
  private written: WrittenSlot[]
  private nextNumber: number
  private copiedSeq: number
  /** The snapshot before the newest has everything up to here: no slot needs it. */
  private droppedSeq = 0
  private attempt: Attempt | undefined
  private timer: Timer | undefined
  private working: Promise<void> | undefined
  private removing: Promise<void> = Promise.resolve()
  private failures = 0
  /** Since when something is durable that no slot was made of. */
  private durableSinceMs: number | undefined
  private shown: UploadedState
  private stopped = false

  constructor(options: SlotCopierOptions) {
    const { clock, limits, journal, copiedSeq, written, epoch } = options
    this.options = options
    this.written = [...written]
    this.nextNumber = written.filter((slot) => slot.epoch === epoch).length
    this.copiedSeq = copiedSeq
    this.queue = new SlotQueue(limits.slotQueueBytesMax, copiedSeq, options.participants, journal.seq)
    this.shown = { state: 'uploaded', seq: copiedSeq, sinceMs: clock.nowMs(), sentence: '' }
    this.stopListening = journal.onDurable(() => this.noticeDurable())
    this.noticeDurable()
  }

  get state(): UploadedState {
    return this.shown
  }

  /** Bytes of operations in memory. */
  get heldBytes(): number {
    return this.queue.heldBytes + (this.attempt?.bytes.length ?? 0)
  }

  /** These were written to the journal, right after those before. */
  addUpdates(updates: readonly Update[]): void {
    if (!this.stopped) this.queue.addUpdates(updates)
  }

  /** Was written to the journal, before the updates that follow. */
  addParticipant(record: ParticipantRecord): void {
    if (!this.stopped) this.queue.addParticipant(record)
  }

  /** A snapshot in the bucket has everything up to seq. */
  saved(seq: number): void {
    if (seq <= this.shown.seq) return
    const { state, sinceMs } = this.shown
    this.show({ ...this.shown, seq, sinceMs: state === 'waiting' ? sinceMs : this.options.clock.nowMs() })
  }

  /** The snapshot before the newest has everything up to seq: slots up to there are removed. Rejects with StorageError. */
  dropThrough(seq: number): Promise<void> {
    this.droppedSeq = Math.max(this.droppedSeq, seq)
    const removal = this.removing.then(() => this.removeSuperfluous())
    this.removing = removal.catch(() => undefined)
    return removal
  }

  /** Copies nothing any more; resolves when nothing is under way. Idempotent. */
  async stop(): Promise<void> {
    this.stopped = true
    this.stopListening()
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    this.timer = undefined
    await this.working
    await this.removing
  }

  private noticeDurable(): void {
    if (this.options.journal.durableSeq <= this.copiedSeq) return
    this.durableSinceMs ??= this.options.clock.nowMs()
    if (this.failures === 0) this.schedule(this.waitMs())
  }

  private waitMs(): number {
    const { clock, limits } = this.options
    const sinceMs = this.durableSinceMs ?? clock.nowMs()
    return Math.min(limits.slotEveryMs, Math.max(0, sinceMs + limits.slotEveryMs - clock.nowMs()))
  }

  private schedule(delayMs: number): void {
    if (this.timer !== undefined || this.working !== undefined || this.stopped) return
    this.timer = this.options.clock.after(delayMs, () => {
      this.timer = undefined
      this.working = this.copy().finally(() => {
        this.working = undefined
        this.scheduleNext()
      })
    })
  }

  private scheduleNext(): void {
    const { limits } = this.options
    if (this.failures > 0) {
      this.schedule(Math.min(limits.slotRetryMsMax, limits.slotRetryMs * 2 ** (this.failures - 1)))
    } else if (this.durableSinceMs !== undefined) this.schedule(this.waitMs())
  }

  /** Makes slots until everything that was durable at their begin is copied, or one fails. */
  private async copy(): Promise<void> {
    try {
      for (let isFull = true; isFull && !this.stopped;) {
        this.attempt ??= await this.fill()
        if (this.attempt === undefined) return this.upToDate()
        isFull = this.attempt.isFull
        await this.write(this.attempt)
      }
    } catch (error) {
      if (error instanceof StorageError && error.code !== 'superseded') return this.failed(error)
      void this.stop()
      this.options.onStopped(error as Error)
    }
  }

  private async write(attempt: Attempt): Promise<void> {
    const { slots, clock } = this.options
    const outcome = await createSlot(slots, attempt.place, attempt.bytes)
    if (outcome.kind === 'taken') throw superseded()
    const { place, lastSeq, slotSeq, participants } = attempt
    this.attempt = undefined
    this.failures = 0
    this.nextNumber += 1
    this.copiedSeq = Math.max(this.copiedSeq, lastSeq)
    this.written.push({ ...place, kind: 'records', lastSeq: slotSeq })
    this.queue.forgetThrough(lastSeq)
    this.queue.participantsCopied(participants)
    const seq = Math.max(this.shown.seq, lastSeq)
    this.show({ state: 'uploaded', seq, sinceMs: clock.nowMs(), sentence: '' })
  }

  /** Nothing waits any more: a snapshot has what could not be copied. */
  private upToDate(): void {
    if (this.failures === 0) return
    this.failures = 0
    this.show({ ...this.shown, state: 'uploaded', sentence: '' })
  }

  private failed(error: StorageError): void {
    this.failures += 1
    const sinceMs = this.failures === 1 ? this.options.clock.nowMs() : this.shown.sinceMs
    this.show({ ...this.shown, state: 'waiting', sinceMs, sentence: error.message })
  }

  private async fill(): Promise<Attempt | undefined> {
    const { journal, epoch, slots } = this.options
    const durableSeq = journal.durableSeq
    this.durableSinceMs = undefined
    this.copiedSeq = Math.max(this.copiedSeq, this.droppedSeq)
    this.queue.forgetThrough(this.copiedSeq)
    if (durableSeq <= this.copiedSeq) return undefined
    const fromSeq = this.copiedSeq + 1
    const room = this.queue.participantsFor(fromSeq, durableSeq)
    const updates = room.toSeq < fromSeq ? [] : await this.updatesOf(fromSeq, room.toSeq)
    const lastSeq = this.copiedSeq + updates.length
    const { records: participants } = this.queue.participantsFor(fromSeq, lastSeq)
    const records: JournalRecord[] = [...participants]
    if (updates.length > 0) {
      assert(updates[0]!.seq === fromSeq, `slots leave no gap: ${fromSeq} is next, not ${updates[0]!.seq}`)
      records.push(...splitUpdates({ kind: 'updates', firstSeq: fromSeq, updates }))
    }
    const place = { epoch, number: this.nextNumber }
    const bytes = encodeSlot(slots.writer, place, { kind: 'records', records })
    const slotSeq = neededThrough(records, lastSeq)
    return { place, bytes, lastSeq, participants, slotSeq, isFull: lastSeq < durableSeq }
  }

  /** As many of the updates as fit a slot: from memory, or from the journal when they are not there any more. */
  private async updatesOf(fromSeq: number, toSeq: number): Promise<Update[]> {
    const { journal, limits } = this.options
    const held = this.queue.take(fromSeq, toSeq, limits.slotBytes)
    if (held !== undefined) return held
    const endSeq = fromSeq <= this.queue.heldAfterSeq ? Math.min(toSeq, this.queue.heldAfterSeq) : toSeq
    const updates: Update[] = []
    let bytes = 0
    for await (const update of journal.read(fromSeq, endSeq)) {
      bytes += slotBytesOf(update)
      if (bytes > limits.slotBytes && updates.length > 0) break
      updates.push(update)
    }
    return updates
  }

  private async removeSuperfluous(): Promise<void> {
    const { slots, epoch } = this.options
    const newest = this.nextNumber - 1
    const superfluous = this.written.filter((slot) => {
      // The newest one of this epoch is what a later host puts its fence behind.
      if (slot.epoch === epoch && slot.number >= newest) return false
      if (slot.kind === 'fence') return slot.epoch < epoch - pictureLimits.slotFencesKept
      return slot.lastSeq <= this.droppedSeq
    })
    if (superfluous.length === 0) return
    await slots.remove(superfluous)
    const gone = new Set(superfluous)
    this.written = this.written.filter((slot) => !gone.has(slot))
  }

  private show(state: UploadedState): void {
    this.shown = state
    this.options.onChange(state)
  }
}
