// What everybody is at: layer in hand, part in view, whom they follow, raised hand. As with pens only the newest of each counts,
// and one frame a tick is enough, however much comes in. Unlike a pen's place a stance is told once and then holds, so nobody
// may miss the last one: what a slow client is not sent is owed to it until it has room.

import type { Clock } from '../base/clock.ts'
import { encodeHostMessage, type ClientMessageOf, type HostMessageOf } from '../protocol/messages.ts'
import type { Client } from './client.ts'

type PersonStance = HostMessageOf<'stances'>['people'][number]

const noStance = { layer: undefined, view: undefined, follows: undefined, hand: false } as const

export class StanceBoard {
  private readonly clock: Clock
  private readonly tickMs: number
  private readonly live: () => Iterable<Client>
  /** Of those who are here and said something. */
  private readonly newest = new Map<number, PersonStance>()
  private changed = new Set<number>()
  private owed = new WeakMap<Client, Set<number>>()

  constructor(clock: Clock, tickMs: number, live: () => Iterable<Client>) {
    this.clock = clock
    this.tickMs = tickMs
    this.live = live
  }

  set(author: number, { layer, view, follows, hand }: Omit<ClientMessageOf<'stance'>, 'kind'>): void {
    if (this.changed.size === 0) this.clock.after(this.tickMs, () => this.flush())
    this.changed.add(author)
    this.newest.set(author, { author, layer, view, follows, hand })
  }

  /** Another window of the same person has not said anything yet. */
  reset(author: number): void {
    if (this.newest.has(author)) this.set(author, noStance)
  }

  /** The roster says that the person left. */
  forget(author: number): void {
    this.newest.delete(author)
  }

  /** What a newcomer is told. */
  greeting(): readonly Uint8Array[] {
    return this.newest.size === 0 ? [] : [this.frame(this.newest.keys())]
  }

  /** The client takes more again. */
  room(client: Client): void {
    const owed = this.owed.get(client)
    if (owed !== undefined) this.send(client, owed)
  }

  private flush(): void {
    const { changed } = this
    this.changed = new Set()
    const frame = this.frame(changed)
    for (const client of this.live()) {
      const owed = this.owed.get(client)
      if (owed === undefined) this.send(client, changed, frame)
      else this.send(client, new Set([...owed, ...changed]))
    }
  }

  private send(client: Client, authors: ReadonlySet<number>, frame = this.frame(authors)): void {
    // Before sending, which may find room and ask for what is owed.
    this.owed.delete(client)
    if (!client.outbox.sendIfQuick(frame)) this.owed.set(client, new Set(authors))
  }

  private frame(authors: Iterable<number>): Uint8Array {
    const people = Array.from(authors).flatMap((author) => this.newest.get(author) ?? [])
    return encodeHostMessage({ kind: 'stances', people })
  }
}
