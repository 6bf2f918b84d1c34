import type { Clock, Timer } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Journal } from '../journal/journal.ts'
import { SlotCopier } from '../journal/slot-copier.ts'
import type { CopyingStart } from '../journal/slot-copier.ts'
import { encodeHostMessage } from '../protocol/messages.ts'
import type { UploadedState } from '../protocol/uploaded-state.ts'

export interface UploadingOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly journal: Journal
  readonly epoch: number
  readonly start: CopyingStart
  readonly sendToAll: (frame: Uint8Array) => void
  readonly hasPeople: () => boolean
  readonly onChange: () => void
  /** It copies nothing any more: the picture was taken by another host, was deleted, or this is our bug. */
  readonly onStopped: (error: Error) => void
}

/**
 * Copies the journal of a session to the bucket, and tells everyone how far that is, at most every `uploadedTickMs`. Where nothing
 * is drawn, no slot would tell that another host has the picture, or that it was deleted: so it looks now and then.
 */
export class Uploading {
  readonly copier: SlotCopier
  private readonly options: UploadingOptions
  private timer: Timer | undefined
  private lookTimer: Timer | undefined
  private looking: Promise<void> = Promise.resolve()
  private isStopped = false
  private isUntold = false

  constructor(options: UploadingOptions) {
    this.options = options
    const { start, clock, limits, journal, epoch, onStopped } = options
    const onChange = (): void => this.tell()
    this.copier = new SlotCopier({ ...start, clock, limits, journal, epoch, onChange, onStopped })
    this.lookLater()
  }

  get state(): UploadedState {
    return this.copier.state
  }

  frame(): Uint8Array {
    return encodeHostMessage({ kind: 'uploaded', ...this.state })
  }

  /** A snapshot was stored at seq, and the one before it at `previousSeq`. Slots that are superfluous now go in their own time. */
  saved(seq: number, previousSeq: number): void {
    this.copier.saved(seq)
    // What could not be removed is tried again with the next.
    this.copier.dropThrough(previousSeq).catch(() => undefined)
  }

  async stop(): Promise<void> {
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    this.timer = undefined
    if (this.lookTimer !== undefined) this.options.clock.cancel(this.lookTimer)
    this.isStopped = true
    await this.copier.stop()
    await this.looking
  }

  private lookLater(): void {
    const { clock, limits } = this.options
    if (this.isStopped) return
    this.lookTimer = clock.after(limits.claimLookEveryMs, () => {
      this.looking = this.look().finally(() => this.lookLater())
    })
  }

  /** A look that fails otherwise says nothing: the bucket may be away. */
  private async look(): Promise<void> {
    const { hasPeople, start, onStopped } = this.options
    if (!hasPeople()) return
    try {
      await start.slots.checkClaim()
    } catch (error) {
      if (error instanceof StorageError && error.code !== 'superseded') return
      if (!this.isStopped) onStopped(error as Error)
    }
  }

  private tell(): void {
    this.options.onChange()
    this.isUntold = true
    if (this.timer === undefined) this.send()
  }

  private send(): void {
    const { clock, limits, sendToAll } = this.options
    this.timer = undefined
    if (!this.isUntold) return
    this.isUntold = false
    sendToAll(this.frame())
    this.timer = clock.after(limits.uploadedTickMs, () => this.send())
  }
}
