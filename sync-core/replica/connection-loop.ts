// Keeps one connection to the host, for as long as the session lasts and without anybody's help.
//
//   dialing ──open──▶ connected ──welcome──▶ (attempts forgotten)
//      ▲  ╰── closed, silent, faulty host ──╯──▶ waiting (back-off with jitter) ──▶ dialing …
//      ╰── any ──end──▶ ended, for good
//
// Two counters make the pause: `attempts` since the last welcome, and `faults` (a host that says nonsense, refuses for now, or
// shows another picture) since the host was last proven sound. So a host that welcomes and then fails is not asked hotly.

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import type { Connection, Dialer } from '../protocol/connection.ts'

export type LoopState =
  | { readonly kind: 'dialing'; readonly connection: Connection }
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'waiting'; readonly timer: Timer; readonly nextTryMs: number }
  | { readonly kind: 'ended'; readonly code: string; readonly sentence: string }

export interface LoopEvents {
  /** The first message may be sent. */
  onOpen(): void
  onMessage(message: Uint8Array): void
  /** The connection takes more. */
  onDrain(): void
  /** The connection is gone; another is tried unless the loop ended. */
  onLost(): void
}

export class ConnectionLoop {
  private readonly dialer: Dialer
  private readonly clock: Clock
  private readonly prng: Prng
  private readonly limits: Limits
  private readonly events: LoopEvents
  private current: LoopState
  private attempts = 0
  private faults = 0
  private nextTryMs = 0
  private heardMs: number
  private silenceTimer: Timer | undefined

  /** Dials at once. */
  constructor(options: { dialer: Dialer; clock: Clock; prng: Prng; limits: Limits }, events: LoopEvents) {
    this.dialer = options.dialer
    this.clock = options.clock
    this.prng = options.prng
    this.limits = options.limits
    this.events = events
    this.heardMs = this.clock.nowMs()
    this.current = this.dial()
  }

  get state(): LoopState {
    return this.current
  }

  /** Failed tries in a row, and when the last pause ends; 0 when the host answered. */
  get trouble(): { readonly attempt: number; readonly nextTryMs: number } {
    return { attempt: Math.max(this.attempts, this.faults), nextTryMs: this.nextTryMs }
  }

  send(message: Uint8Array): void {
    if (this.current.kind === 'connected') this.current.connection.send(message)
  }

  bufferedBytes(): number {
    return this.current.kind === 'connected' ? this.current.connection.bufferedBytes() : 0
  }

  /** The host let this client in. */
  noteWelcome(): void {
    this.attempts = 0
  }

  /** The host's picture is the same as ours: former faults are forgiven. */
  noteSound(): void {
    this.faults = 0
  }

  /** Drops the connection and tries again later: 'lost' is the network's doing, 'fault' the host's. */
  drop(reason: 'lost' | 'fault'): void {
    if (this.current.kind !== 'dialing' && this.current.kind !== 'connected') return
    const { connection } = this.current
    this.attempts += 1
    if (reason === 'fault') this.faults += 1
    const pauseMs = this.pauseMs()
    this.nextTryMs = this.clock.nowMs() + pauseMs
    const timer = this.clock.after(pauseMs, () => {
      this.current = this.dial()
    })
    this.current = { kind: 'waiting', timer, nextTryMs: this.nextTryMs }
    this.stopListening()
    connection.close()
    this.events.onLost()
  }

  /** Ends for good. What was sent is delivered, if the network still does. */
  end(code: string, sentence: string): void {
    const former = this.current
    if (former.kind === 'ended') return
    this.current = { kind: 'ended', code, sentence }
    this.stopListening()
    if (former.kind === 'waiting') this.clock.cancel(former.timer)
    else former.connection.close()
    this.events.onLost()
  }

  private dial(): LoopState {
    // Events of a connection that was dropped come late; they concern nobody any more.
    const isCurrent = (): boolean => {
      const { current } = this
      return (current.kind === 'dialing' || current.kind === 'connected') && current.connection === connection
    }
    const connection: Connection = this.dialer.dial({
      onOpen: () => {
        if (!isCurrent()) return
        this.current = { kind: 'connected', connection }
        this.events.onOpen()
      },
      onMessage: (message) => {
        if (!isCurrent()) return
        this.heardMs = this.clock.nowMs()
        this.events.onMessage(message)
      },
      onDrain: () => {
        if (isCurrent()) this.events.onDrain()
      },
      onClose: () => {
        if (isCurrent()) this.drop('lost')
      },
    })
    this.heardMs = this.clock.nowMs()
    this.listenForSilence(this.limits.silenceMs)
    return { kind: 'dialing', connection }
  }

  private listenForSilence(waitMs: number): void {
    this.silenceTimer = this.clock.after(waitMs, () => {
      const { silenceMs } = this.limits
      const leftMs = this.heardMs + silenceMs - this.clock.nowMs()
      // A wall clock that was set back must not make the wait longer than it ever is.
      if (leftMs > 0) this.listenForSilence(Math.min(leftMs, silenceMs))
      else this.drop('lost')
    })
  }

  private stopListening(): void {
    if (this.silenceTimer !== undefined) this.clock.cancel(this.silenceTimer)
    this.silenceTimer = undefined
  }

  private pauseMs(): number {
    const doublings = Math.max(this.attempts, this.faults) - 1
    const { reconnectMs, reconnectMsMax } = this.limits
    const fullMs = Math.min(reconnectMsMax, reconnectMs * 2 ** Math.min(doublings, 30))
    return fullMs - Math.floor((this.prng.unit() * fullMs) / 2)
  }
}
