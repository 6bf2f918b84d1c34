// What people of one session know of each other besides the picture: pens, stances, and what they say.

import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { ClientMessageOf } from '../protocol/messages.ts'
import { ChatBoard } from './chat-board.ts'
import type { Client } from './client.ts'
import { PresenceBoard } from './presence-board.ts'
import { StanceBoard } from './stance-board.ts'

export class Gathering {
  private readonly presence: PresenceBoard
  private readonly stances: StanceBoard
  private readonly chat: ChatBoard
  private readonly sendToAll: (frame: Uint8Array) => void

  constructor(options: {
    readonly clock: Clock
    readonly limits: Limits
    readonly clients: ReadonlySet<Client>
    readonly sendToAll: (frame: Uint8Array) => void
  }) {
    const { clock, limits, clients } = options
    const live = (): Client[] => Array.from(clients).filter(({ state }) => state === 'live')
    this.presence = new PresenceBoard(clock, limits.presenceTickMs, (frame) => {
      for (const client of live()) client.outbox.sendIfQuick(frame)
    })
    this.stances = new StanceBoard(clock, limits.stanceTickMs, live)
    this.chat = new ChatBoard(clock, limits)
    this.sendToAll = options.sendToAll
  }

  handlePresence({ participant }: Client, message: ClientMessageOf<'presence'>): void {
    if (participant !== undefined) this.presence.set(participant.number, message)
  }

  handleStance({ participant }: Client, message: ClientMessageOf<'stance'>): void {
    if (participant !== undefined) this.stances.set(participant.number, message)
  }

  handleSay(client: Client, message: ClientMessageOf<'say'>): void {
    const { participant } = client
    if (participant === undefined) {
      throw new ProtocolError('malformed', 'A line of the chat came before the welcome.')
    }
    const { tell, frame } = this.chat.say(participant.number, message)
    if (tell === 'everybody') this.sendToAll(frame)
    else client.outbox.send(frame)
  }

  /** What somebody who comes in is told. */
  greeting(): readonly Uint8Array[] {
    return [...this.stances.greeting(), ...this.chat.greeting()]
  }

  /** The person goes on in another window. */
  replaced(author: number): void {
    this.stances.reset(author)
  }

  left(author: number): void {
    this.stances.forget(author)
  }

  /** The client's socket took everything. */
  room(client: Client): void {
    if (client.state === 'live') this.stances.room(client)
  }
}
