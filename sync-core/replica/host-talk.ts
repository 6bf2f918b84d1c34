// What the host says to one client, and what this client knows of it then: whether it was let in, what the picture and the people
// are, how well everything is kept. Every message is distrusted: one that can't be right costs the connection, and the picture is
// then fetched anew from a snapshot, after a pause that grows while this goes on.

import { unreachable } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import {
  decodeHostMessage,
  protocolVersion,
  type ClientMessageOf,
  type HostMessage,
  type HostMessageOf,
} from '../protocol/messages.ts'
import type { ClientOptions } from './client-options.ts'
import type { ConnectionLoop } from './connection-loop.ts'
import { unknownFacts, withKept, type SessionFacts } from './describe-session.ts'
import { encodeHello } from './encode-hello.ts'
import type { Gathering } from './gathering.ts'
import { refusalOutcome } from './refusal-outcome.ts'
import type { Replica } from './replica.ts'
import type { ViewRect } from './session-state.ts'
import type { Comparison } from './stamp-comparer.ts'
import type { UpdateSender } from './update-sender.ts'

export interface HostTalkParts {
  readonly options: ClientOptions
  readonly limits: Limits
  readonly loop: ConnectionLoop
  readonly replica: Replica
  readonly sender: UpdateSender
  readonly gathering: Gathering
  /** The part in view, whose tiles come first. */
  readonly view: () => ViewRect | undefined
}

/** A window looks at them at once. */
const deedsKept = 20

/** Hears the host in one session. Its methods are called within turns of the client. */
export class HostTalk {
  private readonly parts: HostTalkParts
  private known: SessionFacts = unknownFacts
  private stage: 'greeting' | 'waiting' | 'welcomed' = 'greeting'
  /** `fresh`: the next hello asks for a snapshot, whatever is here. */
  private trust: 'resumable' | 'fresh' = 'fresh'
  private offered: ClientMessageOf<'hello'>['resume']

  constructor(parts: HostTalkParts) {
    this.parts = parts
  }

  get facts(): SessionFacts {
    return this.known
  }

  /** Whether the host let this client in on the present connection, or has somebody else decide. */
  get greeting(): 'greeting' | 'waiting' | 'welcomed' {
    return this.stage
  }

  /** Says who this is, and what it has already. */
  sayHello(): void {
    this.offered = this.trust === 'resumable' ? this.parts.replica.resumePoint() : undefined
    this.parts.loop.send(encodeHello(this.parts.options, this.offered, this.parts.view()))
  }

  /** Takes a message; one that can't be right costs the connection. */
  receive(bytes: Uint8Array): void {
    try {
      if (bytes.length > this.parts.limits.hostMessageBytesMax) {
        throw new ProtocolError('too-large', `A message of the host has ${bytes.length} bytes.`)
      }
      this.handle(decodeHostMessage(bytes))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.distrust()
    }
  }

  private handle(message: HostMessage): void {
    const isGreeting = message.kind === 'welcome' || message.kind === 'refusal' || message.kind === 'bye'
    if (message.kind === 'waiting') return this.handleWaiting()
    if (this.stage !== 'welcomed' && !isGreeting) {
      throw new ProtocolError('malformed', `The host said ${message.kind} before it let this client in.`)
    }
    switch (message.kind) {
      case 'refusal':
        return this.handleRefusal(message)
      case 'bye':
        return this.parts.loop.end('host-closing', message.sentence)
      case 'welcome':
        return this.handleWelcome(message)
      case 'carried':
        return this.parts.replica.handleCarried(message)
      case 'updates':
        return this.parts.replica.handleUpdates(message)
      case 'tiles':
        return this.parts.replica.handleTiles(message)
      case 'stamp':
        return this.parts.replica.handleStamp(message)
      case 'inspection':
        return this.parts.replica.handleInspection(message)
      case 'durable':
        this.parts.replica.handleDurable(message.seq)
        this.known = { ...this.known, durableSeq: message.seq }
        return
      case 'saved':
      case 'uploaded':
        this.known = withKept(this.known, message)
        return
      case 'health':
        return this.handleHealth(message)
      case 'roster':
        this.known = { ...this.known, roster: message.people, ...this.roleIn(message) }
        return this.parts.gathering.handle(message)
      case 'rules':
        this.known = {
          ...this.known,
          isCanvasLocked: message.canvasLocked,
          asksFirst: message.asksFirst,
          hasPassword: message.hasPassword,
        }
        return
      case 'askers':
        this.known = { ...this.known, askers: message.people }
        return
      case 'moderated':
        return this.handleModerated(message)
      case 'pong':
        return this.parts.options.listener.onPong?.(message.number)
      case 'presence':
      case 'stances':
      case 'chat':
      case 'said':
        return this.parts.gathering.handle(message)
      default:
        return unreachable(message)
    }
  }

  private handleRefusal({ code, sentence }: HostMessageOf<'refusal'>): void {
    const outcome = refusalOutcome(code)
    if (outcome === 'end') this.parts.loop.end(code, sentence)
    else if (outcome === 'retry') this.distrust()
    else this.parts.loop.drop('lost')
  }

  private handleWaiting(): void {
    if (this.stage === 'welcomed')
      throw new ProtocolError('malformed', 'The host said waiting after it let this client in.')
    this.stage = 'waiting'
    this.parts.loop.noteWelcome()
  }

  private handleWelcome(welcome: HostMessageOf<'welcome'>): void {
    if (welcome.major !== protocolVersion.major) {
      const sentence = `This session speaks version ${welcome.major}, and your Gesso ${protocolVersion.major}.`
      return this.parts.loop.end('version', `${sentence} Update the older one.`)
    }
    const { picture } = this.known
    if (picture !== undefined && picture.id !== welcome.pictureId) {
      return this.parts.loop.end('not-allowed', `This address now shows another picture, “${welcome.title}”.`)
    }
    this.parts.sender.stop()
    const kind = this.stage === 'welcomed' ? 'same' : 'new'
    const { offered } = this
    this.offered = undefined
    this.known = {
      ...this.known,
      picture: { id: welcome.pictureId, title: welcome.title },
      you: { author: welcome.you, role: welcome.role },
      askers: [],
      durableSeq: welcome.durableSeq,
      uploaded: undefined,
      health: unknownFacts.health,
    }
    this.stage = 'welcomed'
    this.trust = 'resumable'
    this.parts.replica.handleWelcome(welcome, kind, offered !== undefined)
    this.parts.loop.noteWelcome()
    this.parts.gathering.handleWelcome(welcome)
  }

  /** One's own role may have become another one. */
  private roleIn({ people }: HostMessageOf<'roster'>): Pick<SessionFacts, 'you'> {
    const { you } = this.known
    const role = people.find(({ author }) => author === you?.author)?.role
    return you === undefined || role === undefined || role === you.role ? {} : { you: { ...you, role } }
  }

  private handleModerated({ by, deed }: HostMessageOf<'moderated'>): void {
    const { deeds } = this.known
    const told = { number: (deeds.at(-1)?.number ?? 0) + 1, by, deed }
    this.known = { ...this.known, deeds: [...deeds, told].slice(-deedsKept) }
  }

  private handleHealth({ writable, sentence }: HostMessageOf<'health'>): void {
    const wasWritable = this.known.health.writable
    this.known = { ...this.known, health: { writable, sentence } }
    if (writable === wasWritable) return
    if (writable) return this.startSending()
    this.parts.sender.stop()
    this.parts.replica.endStroke()
  }

  handleCompared(comparison: Comparison): void {
    if (comparison.kind === 'same') {
      this.known = { ...this.known, sync: { kind: 'in-sync', seq: comparison.seq } }
      this.parts.loop.noteSound()
      return
    }
    this.known = { ...this.known, sync: { kind: 'differs', seq: comparison.seq } }
  }

  /** Sends everything that the host does not have; what it gets twice it drops. */
  startSending(): void {
    const isSettled = this.stage === 'welcomed' && this.parts.replica.confirmed?.isSettled === true
    if (this.known.health.writable && isSettled)
      this.parts.sender.start(this.parts.replica.own.confirmedNumber + 1)
  }

  /** What the host says makes no sense: the picture is fetched anew. */
  distrust(): void {
    this.trust = 'fresh'
    this.parts.loop.drop('fault')
  }

  handleLost(): void {
    this.stage = 'greeting'
    this.parts.sender.stop()
    this.parts.gathering.handleLost()
    this.parts.replica.handleLost()
  }
}
