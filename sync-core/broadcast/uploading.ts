import type { Clock, Timer } from '../base/clock.ts'
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
  readonly onChange: () => void
  readonly onStopped: (error: Error) => void
}

/** Copies the journal of a session to the bucket, and tells everyone how far that is, at most every `uploadedTickMs`. */
export class Uploading {
  readonly copier: SlotCopier
  private readonly options: UploadingOptions
  private timer: Timer | undefined
  private isUntold = false

  constructor(options: UploadingOptions) {
    this.options = options
    const { start, clock, limits, journal, epoch, onStopped } = options
    const onChange = (): void => this.tell()
    this.copier = new SlotCopier({ ...start, clock, limits, journal, epoch, onChange, onStopped })
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
    await this.copier.stop()
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
