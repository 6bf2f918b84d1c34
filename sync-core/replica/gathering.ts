// What people of one session know of each other besides the picture, as one window has it: pens, stances, and what is said.

import type { Clock } from '../base/clock.ts'
import { type Limits, limits as standardLimits } from '../base/limits.ts'
import type { Prng } from '../base/prng.ts'
import { unreachable } from '../base/assert.ts'
import { encodeClientMessage, type ClientMessage, type HostMessageOf } from '../protocol/messages.ts'
import { Chat, type ChatPlace } from './chat.ts'
import type { ClientListener } from './client-options.ts'
import { intoRange } from './into-range.ts'
import type { Outcome } from './outcome.ts'
import { OwnStance } from './own-stance.ts'
import { PeopleWatch } from './people-watch.ts'
import { PresencePacer } from './presence-pacer.ts'
import type { PersonPresence, Stance } from './session-state.ts'

type Heard = HostMessageOf<'roster' | 'presence' | 'stances' | 'chat' | 'said'>

export class Gathering {
  private readonly people = new PeopleWatch()
  private readonly presencePacer: PresencePacer<Omit<PersonPresence, 'author'>>
  private readonly stance: OwnStance
  private readonly chat: Chat
  private line: 'on' | 'off' = 'off'
  private you: number | undefined

  constructor(options: { clock: Clock; limits: Limits; prng: Prng; send: (message: Uint8Array) => void }) {
    const { clock, limits, prng } = options
    const say = (message: ClientMessage): void => options.send(encodeClientMessage(message))
    this.presencePacer = new PresencePacer(clock, limits.presencePerSecond, ({ x, y, down, tool }) =>
      say({ kind: 'presence', x, y, down, tool }),
    )
    this.stance = new OwnStance(clock, limits, (stance) => say({ kind: 'stance', ...stance }))
    this.chat = new Chat({ clock, limits, prng, send: (line) => say({ kind: 'say', ...line }) })
  }

  setPresence({ x, y, down, tool }: Omit<PersonPresence, 'author'>): void {
    if (this.line === 'off') return
    const { samplePositionMin, samplePositionMax } = standardLimits
    this.presencePacer.set({
      x: intoRange(x, samplePositionMin, samplePositionMax),
      y: intoRange(y, samplePositionMin, samplePositionMax),
      down,
      tool,
    })
  }

  setStance(changes: Partial<Stance>): void {
    this.stance.change(changes)
  }

  say(text: string, place: ChatPlace | undefined): Outcome {
    return this.chat.say(text, place)
  }

  handle(message: Heard): void {
    switch (message.kind) {
      case 'roster':
        // Who comes in is told who is there after everything else.
        this.chat.handleArrived()
        return this.people.handleRoster(message)
      case 'presence':
        return this.people.handlePresence(message, this.you)
      case 'stances':
        return this.people.handleStances(message, this.you)
      case 'chat':
        return this.chat.handleLines(message)
      case 'said':
        return this.chat.handleSaid(message)
      default:
        return unreachable(message)
    }
  }

  /** The host let this client in, perhaps anew on the same connection. */
  handleWelcome({ you, epoch }: HostMessageOf<'welcome'>): void {
    this.you = you
    this.chat.handleWelcome(you, epoch)
    if (this.line === 'off') this.stance.handleWelcome()
    this.line = 'on'
  }

  handleLost(): void {
    this.line = 'off'
    this.presencePacer.stop()
    this.stance.handleLost()
    this.chat.handleLost()
    this.people.forgetAll()
  }

  /** Tells what changed since the last call. */
  tell(listener: ClientListener): void {
    const presence = this.people.takeNews()
    if (presence !== undefined) listener.onPresence(presence)
    const stances = this.people.takeStances()
    if (stances !== undefined) listener.onStances?.(stances)
    const chat = this.chat.takeNews()
    if (chat !== undefined) listener.onChat?.(chat)
  }
}
