// How people come in: the door says by which invite, the rules whether they may, the lobby whether somebody has to say so; then they have
// a place in the order, the same one that they had before if they have been here.

import { ProtocolError } from '../base/errors.ts'
import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { TokenBucket } from '../base/token-bucket.ts'
import { jobClasses } from '../jobs/job-classes.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { ClientMessageOf } from '../protocol/messages.ts'
import { mayModerate } from '../protocol/roles.ts'
import type { Client } from './client.ts'
import type { Door } from './door.ts'
import type { HouseRules } from './house-rules.ts'
import { Lobby } from './lobby.ts'
import type { OrderLog } from './order-log.ts'
import type { Participant, Participants } from './participants.ts'

type Resume = ClientMessageOf<'hello'>['resume']

export interface AdmissionOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly door: Door
  readonly rules: HouseRules
  readonly participants: Participants
  readonly log: OrderLog
  readonly queue: JobQueue
  /** Those who are in: one more is added here. */
  readonly clients: Set<Client>
  readonly onBroken: (error: unknown) => void
  /** Why nobody comes in at all just now, or undefined. */
  readonly closed: () => ProtocolError | undefined
  /** What arrived already gets its place, so that a welcome tells of it. */
  readonly takeInbox: () => Promise<void>
  /** This client's participant came again by another one. */
  readonly onReplaced: (participant: Participant) => void
  /** Somebody is in: their place is fixed in this very turn. */
  readonly onCame: (client: Client, participant: Participant, resume: Resume) => void
}

interface Person {
  readonly token: Uint8Array
  readonly key: Uint8Array
  readonly name: string
  readonly color: number
  readonly role: Participant['role']
}

export class Admission {
  readonly lobby: Lobby
  private readonly guesses: TokenBucket
  private readonly options: AdmissionOptions

  constructor(options: AdmissionOptions) {
    this.options = options
    const { clock, limits } = options
    this.lobby = new Lobby(options)
    this.guesses = new TokenBucket(clock, limits.passwordGuessesPerSecond, limits.passwordGuessesBurst)
  }

  /** Throws ProtocolError when this one may not come in. */
  handleHello(client: Client, hello: ClientMessageOf<'hello'>): void {
    const { door, rules, participants, clients } = this.options
    this.checkPlace(clients.size)
    const { token, participantKey: key, name, color } = hello
    const isKnown = participants.find(key) !== undefined
    const role = door.judge({ token, participantKey: key, isKnown })
    const ban = rules.refusalOf(key, role)
    if (ban !== undefined) throw ban
    const enter = (): void => this.enter(client, { token, key, name, color, role }, hello)
    if (isKnown || mayModerate(role)) return enter()
    const pass = (): void => {
      if (rules.asksFirst) this.lobby.ask({ client, key, name, color, enter })
      else enter()
    }
    if (rules.hasPassword) this.checkPassword(client, hello.password, pass)
    else pass()
  }

  /** Throws ProtocolError when nobody, or nobody besides these many, may come in. */
  private checkPlace(others: number): void {
    const { limits, closed } = this.options
    const refusal = closed()
    if (refusal !== undefined) throw refusal
    if (others >= limits.clientsMax) {
      throw new ProtocolError(
        'session-full',
        `This session has ${limits.clientsMax} people, which is the most it takes.`,
      )
    }
  }

  /** What the hello was judged by may have changed while somebody waited. Throws ProtocolError; who passes is counted. */
  private checkAgain({ token, key, role }: Person): void {
    const { door, rules, participants, clients } = this.options
    const ban = rules.refusalOf(key, role)
    if (ban !== undefined) throw ban
    const known = participants.find(key)
    const others = Array.from(clients).filter(({ participant }) => participant !== known).length
    this.checkPlace(others)
    door.admit({ token, participantKey: key, isKnown: known !== undefined })
  }

  private checkPassword(client: Client, guess: string | undefined, pass: () => void): void {
    if (guess === undefined)
      throw new ProtocolError('password-needed', 'This session has a password: ask whoever hosts for it.')
    if (!this.guesses.take(1))
      throw new ProtocolError('too-fast', 'Too many passwords were tried here: wait a moment.')
    client.wait()
    const { rules, onBroken } = this.options
    rules
      .isPassword(guess)
      .then((isRight) => {
        if (client.state !== 'waiting') return
        if (!isRight)
          throw new ProtocolError('bad-password', 'That is not the password of this session: try again.')
        pass()
      })
      .catch((error: unknown) => {
        if (error instanceof ProtocolError) client.refuse(error)
        else onBroken(error)
      })
  }

  private enter(client: Client, person: Person, { view, resume }: ClientMessageOf<'hello'>): void {
    client.letIn(view)
    this.options.queue.add(jobClasses.membership, () => this.add(client, person, resume))
  }

  private async add(client: Client, person: Person, resume: Resume): Promise<void> {
    if (client.state === 'closed') return
    const { participants, rules, log, clients, takeInbox, onReplaced, onCame } = this.options
    try {
      this.checkAgain(person)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      return client.refuse(error)
    }
    let participant = participants.find(person.key)
    for (const other of clients) {
      if (participant !== undefined && other.participant === participant) {
        other.refuse(new ProtocolError('replaced', 'You joined this session again from another window.'))
        clients.delete(other)
        onReplaced(participant)
      }
    }
    participant ??= participants.add(person.key, person.name, person.color)
    participants.describe(participant, person)
    participant.role = rules.roleOf(person.key, person.role)
    // An author without a record would be a stranger after a crash: nobody comes in before it is written.
    if (!participant.isRecorded) {
      try {
        await log.writeParticipant(participant)
        participant.isRecorded = true
      } catch (error) {
        client.refuse(
          new ProtocolError('internal', `The host can't write its journal: ${(error as Error).message}`),
        )
        return
      }
    }
    await takeInbox()
    // Re-read: the state may have changed while the journal was written.
    if ((client.state as Client['state']) === 'closed') return
    client.participant = participant
    clients.add(client)
    onCame(client, participant, resume)
  }
}
