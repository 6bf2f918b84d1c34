// Where everybody's pen is. Only the newest place of each counts, so at most one frame a tick goes out, whatever comes in.

import type { Clock } from '../base/clock.ts'
import { encodeHostMessage, type ClientMessageOf, type HostMessageOf } from '../protocol/messages.ts'

type Person = HostMessageOf<'presence'>['people'][number]

export class PresenceBoard {
  private readonly clock: Clock
  private readonly tickMs: number
  private readonly send: (frame: Uint8Array) => void
  private changed = new Map<number, Person>()

  constructor(clock: Clock, tickMs: number, send: (frame: Uint8Array) => void) {
    this.clock = clock
    this.tickMs = tickMs
    this.send = send
  }

  set(author: number, { x, y, down, tool }: ClientMessageOf<'presence'>): void {
    if (this.changed.size === 0) this.clock.after(this.tickMs, () => this.flush())
    this.changed.set(author, { author, x, y, down, tool })
  }

  private flush(): void {
    const people = [...this.changed.values()]
    this.changed = new Map()
    this.send(encodeHostMessage({ kind: 'presence', people }))
  }
}
