// Sends own updates, each once on a connection, in order. It stays below what the host allows (a bucket of half the host's
// burst, so that a network which bunches messages together can't make it look too fast) and below what the socket takes.

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { encodeClientMessage } from '../protocol/messages.ts'
import { costOf } from '../protocol/update-cost.ts'
import type { OwnUpdate, OwnUpdates } from './own-updates.ts'

/** What a message has besides operations: its kind and a count, and for each update a number and a length. */
const envelopeBytes = 16
const envelopeBytesPerUpdate = 16

export interface SenderLine {
  send(message: Uint8Array): void
  bufferedBytes(): number
}

export class UpdateSender {
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly own: OwnUpdates
  private readonly line: SenderLine
  private next: number | undefined
  private tokens: number
  private filledMs: number
  private timer: Timer | undefined

  constructor(clock: Clock, limits: Limits, own: OwnUpdates, line: SenderLine) {
    this.clock = clock
    this.limits = limits
    this.own = own
    this.line = line
    this.tokens = limits.updatesBurst / 2
    this.filledMs = clock.nowMs()
  }

  /** Sends everything from `clientSeq` on, now and as it comes. */
  start(clientSeq: number): void {
    this.next = clientSeq
    this.pump()
  }

  stop(): void {
    this.next = undefined
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = undefined
  }

  /** Sends what the host and the socket take at the moment; the rest follows by itself, or at the next call. */
  pump(): void {
    const { limits } = this
    this.refill()
    while (this.next !== undefined && this.next <= this.own.lastNumber) {
      if (this.line.bufferedBytes() >= limits.socketWindowBytes) return
      const affordable = this.afford(this.own.from(this.next, limits.updatesPerMessageMax))
      if (affordable.length === 0) {
        this.timer ??= this.clock.after(Math.ceil(1000 / limits.updatesPerSecond), () => {
          this.timer = undefined
          this.pump()
        })
        return
      }
      const updates = this.fit(affordable)
      for (const { operation } of updates) this.tokens -= costOf(operation)
      this.next += updates.length
      this.line.send(
        encodeClientMessage({
          kind: 'updates',
          updates: updates.map(({ clientSeq, bytes }) => ({ clientSeq, operation: bytes })),
        }),
      )
    }
  }

  private refill(): void {
    const nowMs = this.clock.nowMs()
    const gained = (Math.max(0, nowMs - this.filledMs) * this.limits.updatesPerSecond) / 1000
    this.tokens = Math.min(this.limits.updatesBurst / 2, this.tokens + gained)
    this.filledMs = nowMs
  }

  /** As many of the updates as there are tokens for; what costs more than all takes them all, and some that are yet to come. */
  private afford(updates: readonly OwnUpdate[]): readonly OwnUpdate[] {
    let left = this.tokens
    const tooDear = updates.findIndex(({ operation }) => {
      const cost = costOf(operation)
      if (left < Math.min(cost, this.limits.updatesBurst / 2)) return true
      left -= cost
      return false
    })
    return tooDear < 0 ? updates : updates.slice(0, tooDear)
  }

  /** As many of the updates as one message may hold. */
  private fit(updates: readonly OwnUpdate[]): readonly OwnUpdate[] {
    let bytes = envelopeBytes
    const tooFar = updates.findIndex((update) => {
      bytes += update.bytes.length + envelopeBytesPerUpdate
      return bytes > this.limits.clientMessageBytesMax
    })
    return tooFar < 0 ? updates : updates.slice(0, tooFar)
  }
}
