// The order on disk, as the broadcast side uses it: what was written, what is durable, and whether anything can be written.
// A full disk makes the session read-only before anything acknowledged could be lost; the log then tries until there is
// room again. A failed fsync is for good: the disk can't be trusted any more, so the session stays read-only.

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Journal } from '../journal/journal.ts'
import type { SlotCopier } from '../journal/slot-copier.ts'
import type { Update } from '../raster/operation.ts'
import type { OrderLog } from './order-log.ts'
import type { Participant } from './participants.ts'

export interface JournalLogOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly journal: Journal
  readonly epoch: number
  /** At most once every limits.durableTickMs. */
  readonly onDurable: (seq: number) => void
  readonly onHealth: (writable: boolean, sentence: string) => void
  /** Told of everything that was written, in order. */
  readonly copier?: Pick<SlotCopier, 'addUpdates' | 'addParticipant'> | undefined
}

/** A disk that did not keep what it was given is not asked again by the same session. */
const hostAgain = 'When the disk works again, close this session and host the picture once more.'

export class JournalLog implements OrderLog {
  private readonly options: JournalLogOptions
  private durableTimer: Timer | undefined
  private retryTimer: Timer | undefined
  private closed = false

  constructor(options: JournalLogOptions) {
    this.options = options
    options.journal.onDurable(() => this.tellDurable())
    options.journal.onFailure((error) => this.onWriteFailed(error))
  }

  get durableSeq(): number {
    return this.options.journal.durableSeq
  }

  async writeUpdates(updates: readonly Update[]): Promise<void> {
    const { journal, copier } = this.options
    await journal.append({ kind: 'updates', firstSeq: updates[0]!.seq, updates })
    copier?.addUpdates(updates)
  }

  async writeParticipant({ number, key, name, color }: Participant): Promise<void> {
    const { journal, copier } = this.options
    const record = { kind: 'participant', number, key, name, color } as const
    await journal.append(record)
    copier?.addParticipant(record)
  }

  onWriteFailed(error: unknown): void {
    if (this.closed) return
    const reason = error instanceof Error ? error.message : String(error)
    const remedy = this.options.journal.failure === undefined ? '' : ` ${hostAgain}`
    this.options.onHealth(false, `Nobody can draw now, so that nothing is lost. ${reason}${remedy}`)
    this.retryLater()
  }

  async close(): Promise<void> {
    this.closed = true
    for (const timer of [this.durableTimer, this.retryTimer]) {
      if (timer !== undefined) this.options.clock.cancel(timer)
    }
    await this.options.journal.close()
  }

  private tellDurable(): void {
    if (this.durableTimer !== undefined || this.closed) return
    const { clock, limits, onDurable } = this.options
    this.durableTimer = clock.after(limits.durableTickMs, () => {
      this.durableTimer = undefined
      onDurable(this.durableSeq)
    })
  }

  /** Tries with a record that changes nothing: this epoch again, at the seq where the order stands. */
  private retryLater(): void {
    const { clock, limits, journal, epoch, onHealth } = this.options
    if (this.retryTimer !== undefined || journal.failure !== undefined) return
    this.retryTimer = clock.after(limits.journalRetryMs, () => {
      this.retryTimer = undefined
      journal.append({ kind: 'epoch', epoch, startSeq: journal.seq }).then(
        () => {
          if (!this.closed) onHealth(true, '')
        },
        (error: unknown) => this.onWriteFailed(error),
      )
    })
  }
}
