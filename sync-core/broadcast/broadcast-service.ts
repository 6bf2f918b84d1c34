// The order of one session. Updates come in from clients, get their seq in the order of arrival, go to the journal, then
// to everybody (their author included: the echo is the acknowledgement), then in batches to the primary. Everything that
// changes membership or order is a job of one queue (jobs/), so no two of them ever interleave:
//
//   receive → inbox ─(job 1: tick)→ seq, journal, send to all → primary feed ─(job 4: one batch)→ primary
//   hello   ─(job 2: add)→ registered at n; primary's snapshot + what it was not handed yet = exactly 1..n; live from n+1
//   close   ─(job 2: remove)→ the last one to leave makes a persist due at once
//   away    ─(grace)→ an update of the host ends what the participant left open, and forgets its selection
//   cadence ─(job 5, starved: job 3)→ a persist begins
//
// Receiving never waits for the primary, the disk or the storage. A joiner's snapshot is asked for inside its job (so its
// place in the order is fixed) and sent when it arrives, outside of any job: nobody waits for it.
//
// Rejected: handing updates to the primary one by one as they come (the broadcast would wait for another thread), and
// letting the primary order them (a slow raster would be a slow broadcast).

import type { Clock } from '../base/clock.ts'
import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import { jobClasses } from '../jobs/job-classes.ts'
import { JobQueue } from '../jobs/job-queue.ts'
import type { PrimaryPort } from '../primary/primary-port.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import { encodeHostMessage, type ClientMessageOf } from '../protocol/messages.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Update } from '../raster/operation.ts'
import { admitUpdates } from './admit-updates.ts'
import { Admission } from './admission.ts'
import { AwayWatch } from './away-watch.ts'
import { Client } from './client.ts'
import type { Door } from './door.ts'
import type { HouseRules } from './house-rules.ts'
import { Moderation } from './moderation.ts'
import { encodeRoster } from './encode-roster.ts'
import { Gathering } from './gathering.ts'
import { type Arrived, Inbox } from './inbox.ts'
import { Inspecting } from './inspecting.ts'
import { Joining, type SessionFacts } from './joining.ts'
import type { OrderLog } from './order-log.ts'
import type { Participant, Participants } from './participants.ts'
import type { PictureRoom } from './picture-room.ts'
import { PrimaryFeed } from './primary-feed.ts'

export interface BroadcastOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly door: Door
  readonly rules: HouseRules
  readonly facts: SessionFacts
  readonly primary: PrimaryPort
  readonly participants: Participants
  readonly log: OrderLog
  readonly room: PictureRoom
  /** The last seq of the picture as opened. */
  readonly startSeq: number
  /** People came or went, or the seq moved. */
  readonly onChange: () => void
  readonly onLastLeft: () => void
  readonly onBroken: (error: unknown) => void
  /** Something that whoever looks after the host may want to know. */
  readonly onNote: (sentence: string) => void
}

export class BroadcastService {
  readonly queue: JobQueue
  private readonly options: BroadcastOptions
  private readonly feed: PrimaryFeed
  private readonly joining: Joining
  private readonly inspecting: Inspecting
  private readonly away: AwayWatch
  private readonly gathering: Gathering
  private readonly moderation: Moderation
  private readonly admission: Admission
  private readonly clients = new Set<Client>()
  private readonly inbox = new Inbox()
  private lastSeq: number
  private tickState: 'idle' | 'due' = 'idle'
  private tickedMs = -Infinity
  private refusal: ProtocolError | undefined
  /** Clients whose updates were not taken: they send them again when they come back. */
  private readonly missed = new Set<Client>()

  constructor(options: BroadcastOptions) {
    this.options = options
    this.lastSeq = options.startSeq
    this.queue = new JobQueue(options.clock, (error) => options.onBroken(error))
    this.feed = new PrimaryFeed({ ...options, queue: this.queue })
    this.gathering = new Gathering({
      ...options,
      clients: this.clients,
      sendToAll: (frame) => this.sendToAll(frame),
    })
    const greeting = (): readonly Uint8Array[] => [...options.facts.greeting(), ...this.gathering.greeting()]
    const facts = { ...options.facts, greeting }
    this.joining = new Joining(options.primary, facts, options.limits, options.onBroken)
    this.inspecting = new Inspecting(options)
    this.admission = new Admission({
      ...options,
      queue: this.queue,
      clients: this.clients,
      closed: () => this.closed(),
      takeInbox: () => this.takeInbox(),
      onReplaced: (participant) => this.gathering.replaced(participant.number),
      onCame: (client, participant, resume) => {
        this.away.returned(participant)
        this.welcome(client, participant, resume)
        this.sendRoster()
        options.onChange()
      },
    })
    this.moderation = new Moderation({
      ...options,
      lobby: this.admission.lobby,
      sendToAll: (frame) => this.sendToAll(frame),
      onRole: () => {
        this.sendRoster()
        for (const client of this.clients) this.tellAskers(client)
      },
      sendAway: (person, code, sentence) => {
        for (const client of Array.from(this.clients))
          if (client.participant === person) client.refuse(new ProtocolError(code, sentence))
      },
    })
    this.away = new AwayWatch(options.clock, options.limits.strokeGraceMs, (participant) =>
      this.closeAway(participant),
    )
  }

  /** The newest seq that was sent. */
  get seq(): number {
    return this.lastSeq
  }

  get people(): number {
    return this.clients.size
  }

  accept(connection: Connection): ConnectionHandler {
    const { clock, limits } = this.options
    return new Client(connection, clock, limits, {
      onHello: (client, hello) => this.admission.handleHello(client, hello),
      onUpdates: (client, message) => this.handleUpdates(client, message),
      onPresence: (client, message) => this.gathering.handlePresence(client, message),
      onStance: (client, message) => this.gathering.handleStance(client, message),
      onSay: (client, message) => this.gathering.handleSay(client, message),
      onModerate: (client, { deed }) => {
        if (client.participant !== undefined) this.moderation.handle(client.participant, deed)
      },
      onPassword: (client, { password }) => {
        if (client.participant === undefined) return
        this.moderation.handlePassword(client.participant, password).catch(this.options.onBroken)
      },
      onInspect: (client) => {
        // One that is brought up to date anew has nothing to compare.
        if (client.state === 'live' && !this.joining.isUnderWay(client)) this.inspecting.begin(client)
      },
      onWant: (client, { tiles }) => this.inspecting.want(client, tiles),
      onStalled: (client) => {
        this.joining.forget(client)
        this.inspecting.forget(client)
        this.handleRoom(client)
      },
      onRoom: (client) => this.handleRoom(client),
      onClosed: (client) => this.queue.add(jobClasses.membership, () => this.remove(client)),
    })
  }

  /** To everyone who has a place in the stream. */
  sendToAll(frame: Uint8Array): void {
    for (const client of this.clients) {
      if (client.state === 'joining' || client.state === 'live') client.outbox.send(frame)
    }
  }

  /** From now on no update is taken; `undefined` takes them again, and lets those whose updates were lost come back. */
  refuseUpdates(refusal: ProtocolError | undefined): void {
    this.refusal = refusal
    if (refusal !== undefined) return
    for (const client of Array.from(this.missed)) client.finish()
  }

  /** Says a last message to everyone and ends their connections. */
  endAll(lastMessage: Uint8Array): void {
    this.away.stop()
    this.admission.lobby.endAll(lastMessage)
    for (const client of Array.from(this.clients)) client.finish(lastMessage)
  }

  /** What has arrived gets its place now, without waiting for the tick. */
  flush(): void {
    this.queue.add(jobClasses.broadcast, () => this.tick())
  }

  /** Hands everything that is ordered to the primary at once, for a snapshot that should have it all. */
  handAll(): void {
    this.feed.handAll()
  }

  /** Fixes the client's place in the order at the newest seq, and sends it all up to there. */
  private welcome(
    client: Client,
    participant: Participant,
    resume: ClientMessageOf<'hello'>['resume'],
  ): void {
    // What waited so far is older than the welcome.
    this.inspecting.forget(client)
    client.outbox.clear()
    client.outbox.hold()
    this.joining.begin(client, {
      you: participant.number,
      role: participant.role,
      lastClientSeq: participant.ordered,
      seq: this.lastSeq,
      unhanded: this.feed.unhanded(),
      resume,
    })
    this.tellAskers(client)
  }

  /** Who asks to come in; after a change of roles also to those who may not know any more. */
  private tellAskers(client: Client): void {
    if (client.state === 'joining' || client.state === 'live') this.admission.lobby.tell(client)
  }

  /** Why nobody comes in at all just now. */
  private closed(): ProtocolError | undefined {
    const { refusal } = this
    return refusal?.code === 'host-closing' || refusal?.code === 'restarting' ? refusal : undefined
  }

  private remove(client: Client): void {
    this.joining.forget(client)
    this.inspecting.forget(client)
    this.missed.delete(client)
    const asked = this.admission.lobby.forget(client)
    if (asked && this.clients.size === 0 && this.admission.lobby.isEmpty) this.options.onLastLeft()
    if (!this.clients.delete(client)) return
    if (client.participant !== undefined) {
      this.away.left(client.participant)
      this.gathering.left(client.participant.number)
    }
    this.sendRoster()
    this.options.onChange()
    if (this.clients.size === 0) this.options.onLastLeft()
  }

  /** People of an earlier hosting who are not here yet: what they left open is closed when they don't come back soon. */
  awaitReturn(participants: Iterable<Participant>): void {
    for (const participant of participants) if (participant.hasActed) this.away.left(participant)
  }

  /** Ends what the participant left open, and lets the others forget what it had selected. */
  private closeAway(participant: Participant): void {
    if (!participant.hasActed) return
    if (this.refusal === undefined) {
      const { host } = this.options.participants
      const operation = encodeOperation({ kind: 'close', author: participant.number })
      const { underWay } = host
      this.arrive([
        {
          participant: host,
          clientSeq: ++host.received,
          operation,
          underWay,
          pledgedTiles: 0,
          closes: participant,
        },
      ])
    }
    // Until it is ordered: the journal may take nothing for a while.
    this.away.left(participant)
  }

  private handleRoom(client: Client): void {
    if (client.state === 'live') {
      this.joining.sendMoreTiles(client)
      this.inspecting.sendMore(client)
      this.gathering.room(client)
    }
    if (client.state !== 'stalled' || !client.isDrained) return
    client.state = 'joining'
    // Nothing goes out before the welcome, whatever is ordered until its job runs.
    client.outbox.hold()
    this.queue.add(jobClasses.membership, async () => {
      await this.takeInbox()
      if (client.state !== 'joining' || client.participant === undefined) return
      this.welcome(client, client.participant, undefined)
      client.outbox.send(this.rosterFrame())
    })
  }

  private handleUpdates(client: Client, message: ClientMessageOf<'updates'>): void {
    const { participant } = client
    if (participant === undefined) {
      throw new ProtocolError('malformed', 'Updates came before the welcome that tells which number is next.')
    }
    // Not counted as received: the client keeps them, and sends them again when the host takes updates again.
    if (this.refusal !== undefined) {
      this.missed.add(client)
      return
    }
    if (this.feed.isBehind || this.inbox.bytes > this.options.limits.inboxBytesMax) {
      throw new ProtocolError(
        'too-fast',
        'The host can’t paint as fast as everybody draws; please wait a moment.',
      )
    }
    const { room } = this.options
    const admitted = admitUpdates(participant, message.updates, this.options)
    room.pledge(admitted.pledgedTiles)
    participant.received += admitted.arrived.length
    participant.underWay = admitted.underWay
    this.arrive(admitted.arrived)
  }

  private arrive(arrived: readonly Arrived[]): void {
    if (arrived.length === 0) return
    this.inbox.push(arrived)
    this.scheduleTick()
  }

  private scheduleTick(): void {
    if (this.tickState === 'due' || this.inbox.isEmpty) return
    this.tickState = 'due'
    const { clock, limits } = this.options
    const waitMs = this.tickedMs + limits.tickMs - clock.nowMs()
    const queueTick = (): void => this.queue.add(jobClasses.broadcast, () => this.tick())
    if (waitMs <= 0) queueTick()
    else clock.after(Math.min(waitMs, limits.tickMs), queueTick)
  }

  /** Gives everything that arrived its place in the order: journal first, then everybody. */
  private async tick(): Promise<void> {
    const { clock, limits, log, room } = this.options
    this.tickedMs = clock.nowMs()
    const arrived = this.inbox.take(limits.updatesMax, limits.frameBytes)
    const updates = arrived.map(({ participant, clientSeq, operation }, i): Update => {
      return { seq: this.lastSeq + 1 + i, author: participant.number, clientSeq, operation }
    })
    try {
      if (updates.length > 0) await log.writeUpdates(updates)
    } catch (error) {
      this.takeBack([...arrived, ...this.inbox.take()])
      this.tickState = 'idle'
      log.onWriteFailed(error)
      return
    }
    arrived.forEach(({ participant, clientSeq, underWay, pledgedTiles, closes }, i) => {
      room.order(this.lastSeq + 1 + i, pledgedTiles)
      participant.ordered = clientSeq
      participant.orderedUnderWay = underWay
      participant.hasActed = true
      if (closes !== undefined) closes.hasActed = false
    })
    this.lastSeq += updates.length
    if (updates.length > 0) {
      this.sendToAll(encodeHostMessage({ kind: 'updates', firstSeq: updates[0]!.seq, updates }))
      this.feed.add(updates)
      this.options.onChange()
    }
    this.tickState = 'idle'
    this.scheduleTick()
  }

  /**
   * Before a welcome: what arrived already gets its place, so that the welcome tells of it. Otherwise the host's own end of
   * a stroke could follow its author's welcome, and undo what the author resends.
   */
  private async takeInbox(): Promise<void> {
    while (!this.inbox.isEmpty && this.refusal === undefined) await this.tick()
  }

  /** What could not be journaled was never ordered: it did not arrive, and its authors send it again. */
  private takeBack(arrived: readonly Arrived[]): void {
    for (const { participant, pledgedTiles } of arrived) {
      this.options.room.release(pledgedTiles)
      participant.received = participant.ordered
      participant.underWay = participant.orderedUnderWay
      for (const client of this.clients) if (client.participant === participant) this.missed.add(client)
    }
  }

  private sendRoster(): void {
    this.sendToAll(this.rosterFrame())
  }

  private rosterFrame(): Uint8Array {
    const { participants, limits } = this.options
    const present = new Set([...this.clients].flatMap((client) => client.participant ?? []))
    return encodeRoster(present, participants, limits.rosterMax)
  }
}
