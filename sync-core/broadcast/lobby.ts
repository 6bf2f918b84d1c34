// Before the door: people whom somebody who keeps order has to let in. They know nothing of the session, and nobody in it but those who
// keep order knows of them.

import type { Clock, Timer } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { encodeHostMessage } from '../protocol/messages.ts'
import { mayModerate } from '../protocol/roles.ts'
import type { Client } from './client.ts'

/** Somebody who asks. */
export interface Asker {
  readonly client: Client
  readonly key: Uint8Array
  readonly name: string
  readonly color: number
  /** Lets them in as if they came now. */
  readonly enter: () => void
}

export interface LobbyOptions {
  readonly clock: Clock
  readonly limits: Limits
  /** Those who are in. */
  readonly clients: Iterable<Client>
}

export class Lobby {
  private readonly options: LobbyOptions
  /** The one who asked first at the beginning. */
  private readonly askers = new Map<number, Asker>()
  private lastNumber = 0
  private timer: Timer | undefined

  constructor(options: LobbyOptions) {
    this.options = options
  }

  get isEmpty(): boolean {
    return this.askers.size === 0
  }

  /** Throws ProtocolError('session-full') when too many ask already. */
  ask(asker: Asker): void {
    const { lobbyMax } = this.options.limits
    for (const [number, other] of this.askers) {
      if (!isSameKey(other.key, asker.key)) continue
      this.askers.delete(number)
      other.client.refuse(new ProtocolError('replaced', 'You joined this session again from another window.'))
    }
    if (this.askers.size >= lobbyMax)
      throw new ProtocolError(
        'session-full',
        `${lobbyMax} people wait to be let into this session, which is the most that may.`,
      )
    asker.client.wait()
    this.askers.set(++this.lastNumber, asker)
    this.beat()
    this.tellAll()
  }

  /** One who asks lost the connection; false when this is none of them. */
  forget(client: Client): boolean {
    for (const [number, asker] of this.askers) {
      if (asker.client !== client) continue
      this.askers.delete(number)
      this.tellAll()
      return true
    }
    return false
  }

  /** Whether there was such a one. */
  answer(number: number, letIn: boolean): boolean {
    const asker = this.askers.get(number)
    if (asker === undefined) return false
    this.askers.delete(number)
    if (letIn) asker.enter()
    else
      asker.client.refuse(
        new ProtocolError('removed', 'Whoever keeps order in this session did not let you in.'),
      )
    this.tellAll()
    return true
  }

  /** Nobody has to ask any more. */
  letAllIn(): void {
    for (const number of Array.from(this.askers.keys())) this.answer(number, true)
  }

  /** The session ends. */
  endAll(lastMessage: Uint8Array): void {
    for (const { client } of Array.from(this.askers.values())) client.finish(lastMessage)
  }

  /** Tells somebody who is in who asks: if they may know. */
  tell(client: Client): void {
    const mayKnow = client.participant !== undefined && mayModerate(client.participant.role)
    const people = mayKnow
      ? Array.from(this.askers, ([number, { name, color }]) => ({ number, name, color }))
      : []
    client.outbox.send(encodeHostMessage({ kind: 'askers', people }))
  }

  private tellAll(): void {
    for (const client of this.options.clients) {
      const isIn = client.state === 'joining' || client.state === 'live'
      if (isIn && client.participant !== undefined && mayModerate(client.participant.role)) this.tell(client)
    }
  }

  /** So that whoever waits knows that the host is there. */
  private beat(): void {
    const { clock, limits } = this.options
    if (this.timer !== undefined) clock.cancel(this.timer)
    this.timer = undefined
    if (this.isEmpty) return
    const waiting = encodeHostMessage({ kind: 'waiting' })
    for (const { client } of this.askers.values()) client.tellWaiting(waiting)
    this.timer = clock.after(limits.heartbeatMs, () => this.beat())
  }
}

function isSameKey(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
