// One connection on the host's side, from its first byte to its end.
//
//   greeting ──hello──▶ (waiting in the lobby ──▶) joining ──snapshot there──▶ live ──outbox over its limit──▶ stalled ──socket empty──▶ joining
//       ╰──────────────────┴────────────────────────┴──────── closed ◀────────────────┴──────────
//
// What comes in is read and checked here; what it means is the BroadcastService's. Any fault of the peer ends this
// connection with a refusal, and nobody else notices.

import type { Clock, Timer } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { TokenBucket } from '../base/token-bucket.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import {
  decodeClientMessage,
  encodeHostMessage,
  type ClientMessage,
  type ClientMessageOf,
} from '../protocol/messages.ts'
import { costOfMessage } from '../protocol/update-cost.ts'
import { checkVersion } from './check-version.ts'
import { Outbox } from './outbox.ts'
import type { Participant } from './participants.ts'

export interface ClientEvents {
  onHello(client: Client, hello: ClientMessageOf<'hello'>): void
  onUpdates(client: Client, message: ClientMessageOf<'updates'>): void
  onPresence(client: Client, message: ClientMessageOf<'presence'>): void
  onStance(client: Client, message: ClientMessageOf<'stance'>): void
  onSay(client: Client, message: ClientMessageOf<'say'>): void
  onModerate(client: Client, message: ClientMessageOf<'moderate'>): void
  onPassword(client: Client, message: ClientMessageOf<'password'>): void
  onInspect(client: Client): void
  onWant(client: Client, message: ClientMessageOf<'want'>): void
  /** The outbox ran over and was thrown away. */
  onStalled(client: Client): void
  /** Everything queued went to the socket. */
  onRoom(client: Client): void
  onClosed(client: Client): void
}

export type ClientState = 'greeting' | 'waiting' | 'joining' | 'live' | 'stalled' | 'closed'

export class Client implements ConnectionHandler {
  readonly outbox: Outbox
  state: ClientState = 'greeting'
  participant: Participant | undefined
  view: ClientMessageOf<'hello'>['view']
  private readonly clock: Clock
  private readonly connection: Connection
  private readonly limits: Limits
  private readonly events: ClientEvents
  private readonly updateBucket: TokenBucket
  private readonly presenceBucket: TokenBucket
  private readonly stanceBucket: TokenBucket
  private readonly sayBucket: TokenBucket
  private readonly inspectBucket: TokenBucket
  private readonly pingBucket: TokenBucket
  private readonly deedBucket: TokenBucket
  private readonly helloTimer: Timer

  constructor(connection: Connection, clock: Clock, limits: Limits, events: ClientEvents) {
    this.clock = clock
    this.connection = connection
    this.limits = limits
    this.events = events
    this.updateBucket = new TokenBucket(clock, limits.updatesPerSecond, limits.updatesBurst)
    this.presenceBucket = new TokenBucket(clock, 2 * limits.presencePerSecond, 2 * limits.presencePerSecond)
    this.stanceBucket = new TokenBucket(clock, 2 * limits.stancePerSecond, limits.stanceBurst)
    this.sayBucket = new TokenBucket(clock, limits.chatFloodPerSecond, limits.chatFloodBurst)
    this.pingBucket = new TokenBucket(clock, limits.pingsPerSecond, limits.pingsPerSecond)
    this.deedBucket = new TokenBucket(clock, limits.deedsPerSecond, limits.deedsBurst)
    // Two at once after a rest: a client that keeps the pause may be hurried by the network.
    this.inspectBucket = new TokenBucket(clock, 1000 / limits.inspectEveryMs, 2)
    this.outbox = new Outbox(
      connection,
      limits,
      () => this.stall(),
      () => {
        if (this.state !== 'closed') events.onRoom(this)
      },
    )
    this.helloTimer = clock.after(limits.helloWithinMs, () => {
      if (this.state === 'greeting') {
        this.refuse(
          new ProtocolError('malformed', `No hello came within ${limits.helloWithinMs / 1000} seconds.`),
        )
      }
    })
  }

  onMessage(bytes: Uint8Array): void {
    if (this.state === 'closed') return
    try {
      this.handle(this.read(bytes))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.refuse(error)
    }
  }

  onDrain(): void {
    if (this.state !== 'closed') this.outbox.drained()
  }

  onClose(): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    this.clock.cancel(this.helloTimer)
    this.outbox.clear()
    this.events.onClosed(this)
  }

  /** Ends the connection with a reason that the person sees. */
  refuse(error: ProtocolError): void {
    this.finish(encodeHostMessage({ kind: 'refusal', code: error.code, sentence: error.message }))
  }

  /** Sends a last message past the queue, and ends the connection. */
  finish(lastMessage?: Uint8Array): void {
    if (this.state === 'closed') return
    if (lastMessage !== undefined) this.connection.send(lastMessage)
    this.onClose()
    this.connection.close()
  }

  /** Somebody has to let this one in. */
  wait(): void {
    this.state = 'waiting'
  }

  /** Says so, past the queue. */
  tellWaiting(message: Uint8Array): void {
    if (this.state === 'waiting') this.connection.send(message)
  }

  /** From now on this is somebody. */
  letIn(view: ClientMessageOf<'hello'>['view']): void {
    this.state = 'joining'
    this.view = view
    this.connection.letIn?.()
  }

  /** Whether the socket has taken everything. */
  get isDrained(): boolean {
    return this.connection.bufferedBytes() === 0
  }

  private read(bytes: Uint8Array): ClientMessage {
    const isOutside = this.state === 'greeting' || this.state === 'waiting'
    const bytesMax = isOutside ? this.limits.helloBytesMax : this.limits.clientMessageBytesMax
    if (bytes.length > bytesMax) {
      throw new ProtocolError(
        'too-large',
        `A message of ${bytes.length} bytes is over the limit of ${bytesMax}.`,
      )
    }
    if (this.state === 'greeting') checkVersion(bytes)
    // The bytes may belong to the network's buffer, and a hello outlives this turn.
    return decodeClientMessage(this.state === 'greeting' ? new Uint8Array(bytes) : bytes)
  }

  private handle(message: ClientMessage): void {
    const isEarly = this.state === 'waiting' && message.kind !== 'bye'
    if (isEarly || (message.kind === 'hello') !== (this.state === 'greeting')) {
      throw new ProtocolError('malformed', `A ${message.kind} is not expected in the state “${this.state}”.`)
    }
    switch (message.kind) {
      case 'hello':
        this.clock.cancel(this.helloTimer)
        return this.events.onHello(this, message)
      case 'updates':
        if (!this.updateBucket.take(this.costOf(message))) {
          throw new ProtocolError(
            'too-fast',
            `More than ${this.limits.updatesPerSecond} updates a second came from this connection.`,
          )
        }
        return this.events.onUpdates(this, message)
      case 'presence':
        // Presence is worthless when late, so too much of it is dropped rather than refused.
        if (this.presenceBucket.take(1)) this.events.onPresence(this, message)
        return
      case 'stance':
        this.take(this.stanceBucket, 'changes of the view or the layer')
        return this.events.onStance(this, message)
      case 'say':
        this.take(this.sayBucket, 'lines of the chat')
        return this.events.onSay(this, message)
      case 'moderate':
        this.take(this.deedBucket, 'changes of who may do what')
        return this.events.onModerate(this, message)
      case 'password':
        this.take(this.deedBucket, 'changes of the password')
        return this.events.onPassword(this, message)
      case 'inspect':
        if (!this.inspectBucket.take(1)) {
          throw new ProtocolError(
            'too-fast',
            `This connection asked to compare pictures more often than every ${this.limits.inspectEveryMs / 1000} seconds.`,
          )
        }
        return this.events.onInspect(this)
      case 'want':
        return this.events.onWant(this, message)
      case 'ping':
        // Held up on their way, they may come all at once.
        if (this.state === 'live' && this.pingBucket.take(1))
          this.outbox.send(encodeHostMessage({ kind: 'pong', number: message.number }))
        return
      case 'bye':
        return this.finish()
    }
  }

  /** For what comes so often from nobody who is honest. */
  private take(bucket: TokenBucket, what: string): void {
    if (bucket.take(1)) return
    throw new ProtocolError('too-fast', `More ${what} came from this connection than anybody makes.`)
  }

  private costOf({ updates }: ClientMessageOf<'updates'>): number {
    return costOfMessage(
      updates.map(({ operation }) => operation),
      this.limits.updatesBurst,
    )
  }

  private stall(): void {
    if (this.state === 'closed') return
    this.state = 'stalled'
    this.events.onStalled(this)
  }
}
