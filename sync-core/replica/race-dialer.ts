// A host has several addresses, and a guest can't know which of them leads to it: it dials one after the other without waiting
// long for an answer, and the first that opens is the connection (RFC 8305, "happy eyeballs").

import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler, Dialer } from '../protocol/connection.ts'

type Handler = ConnectionHandler & { onOpen(): void }

/** `dialers` in the order of their likelihood; what led to the host the last time goes first. */
export class RaceDialer implements Dialer {
  private dialers: readonly Dialer[]
  private readonly clock: Clock
  private readonly limits: Limits

  constructor(dialers: readonly Dialer[], options: { clock: Clock; limits: Limits }) {
    this.dialers = dialers
    this.clock = options.clock
    this.limits = options.limits
  }

  dial(handler: Handler): Connection {
    const { clock, limits, dialers } = this
    const race = new Race(dialers, { clock, limits }, handler, (winner) => {
      this.dialers = [winner, ...dialers.filter((one) => one !== winner)]
    })
    race.next()
    return race
  }
}

class Race implements Connection {
  private readonly waiting: Dialer[]
  private readonly running = new Set<Connection>()
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly handler: Handler
  private readonly onWon: (winner: Dialer) => void
  private won: Connection | undefined
  private timer: Timer | undefined
  private state: 'racing' | 'won' | 'over' = 'racing'

  constructor(
    dialers: readonly Dialer[],
    { clock, limits }: { clock: Clock; limits: Limits },
    handler: Handler,
    onWon: (winner: Dialer) => void,
  ) {
    this.waiting = [...dialers]
    this.clock = clock
    this.limits = limits
    this.handler = handler
    this.onWon = onWon
  }

  /** Dials the next place. */
  next(): void {
    this.stopWaiting()
    const dialer = this.waiting.shift()
    if (dialer === undefined) return
    const isOurs = (): boolean => this.won === connection
    const connection: Connection = dialer.dial({
      onOpen: () => {
        if (this.state !== 'racing') return
        this.win(connection)
        this.onWon(dialer)
        this.handler.onOpen()
      },
      onMessage: (message) => {
        if (isOurs()) this.handler.onMessage(message)
      },
      onDrain: () => {
        if (isOurs()) this.handler.onDrain()
      },
      onClose: () => this.lose(connection),
    })
    this.running.add(connection)
    if (this.waiting.length > 0) this.timer = this.clock.after(this.limits.dialNextAfterMs, () => this.next())
  }

  send(message: Uint8Array): void {
    this.won?.send(message)
  }

  bufferedBytes(): number {
    return this.won?.bufferedBytes() ?? 0
  }

  close(): void {
    this.waiting.length = 0
    this.stopWaiting()
    for (const connection of this.running) connection.close()
  }

  private win(connection: Connection): void {
    this.state = 'won'
    this.won = connection
    this.waiting.length = 0
    this.stopWaiting()
    for (const other of this.running) if (other !== connection) other.close()
  }

  private lose(connection: Connection): void {
    this.running.delete(connection)
    if (this.state === 'racing') {
      if (this.waiting.length > 0) return this.next()
      if (this.running.size > 0) return
    } else if (connection !== this.won) return
    if (this.state === 'over') return
    this.state = 'over'
    this.handler.onClose()
  }

  private stopWaiting(): void {
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = undefined
  }
}
