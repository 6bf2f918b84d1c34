// What the clients of one session were told, as seen on the wire: the order that must be the same for everybody. It knows
// nothing of the code under test. Each update that reaches a client is compared with what anybody was told before under
// the same number; a restart of the host says how much of it may be gone.

import { crc32 } from '../base/crc32.ts'
import { decodeHostMessage, type HostMessage } from '../protocol/messages.ts'
import { SimulationFailure } from './simulation-failure.ts'
import { TalkHistory } from './talk-history.ts'

/** An update as somebody saw it. */
export interface SeenUpdate {
  readonly seq: number
  readonly author: number
  readonly clientSeq: number
  readonly operation: Uint8Array
}

/** How a host ended: `kill` loses nothing that was sent, `power-cut` nothing that was called durable, `disk-lost` nothing uploaded. */
export type HostEnd = 'kill' | 'power-cut' | 'disk-lost'

interface LineState {
  /** The next update that this connection must bring; undefined before its welcome. */
  nextSeq: number | undefined
  /** The newest seq of the stream at its welcome. */
  welcomeSeq: number
}

export class SessionHistory {
  readonly talk = new TalkHistory()
  /** By seq; places that nobody saw are empty. */
  private readonly seen: (SeenUpdate | undefined)[] = []
  private readonly lines = new Map<string, LineState>()
  /** Connections to hosts that ended: what still comes out of them counts up to the seq at which the next one went on. */
  private readonly ended = new Map<string, number>()
  private seenSeq = 0
  private durable = 0
  private uploaded = 0
  private lostSeqs = 0
  private counted = 0
  private readonly counts = {
    updates: 0,
    resumes: 0,
    snapshots: 0,
    'starts anew': 0,
    'folded bases': 0,
    restarts: 0,
    'lost disks': 0,
    'updates lost with a disk': 0,
  }

  /** The newest update that anybody saw. */
  get seq(): number {
    return this.seenSeq
  }

  /** The newest update that anybody was told is durable. */
  get durableSeq(): number {
    return this.durable
  }

  /** The newest update that anybody was told is in the bucket. */
  get uploadedSeq(): number {
    return this.uploaded
  }

  /** Whether something that was called durable went with a disk. */
  get hasLostDurable(): boolean {
    return this.lostSeqs > 0
  }

  get updates(): readonly (SeenUpdate | undefined)[] {
    return this.seen
  }

  /** What happened, counted: a check that never had anything to check is worth nothing. */
  get reached(): Readonly<Record<string, number>> {
    return { ...this.counts, updates: this.seenSeq, deliveries: this.counted, 'lines said': this.talk.count }
  }

  /** A message that reaches the client of this connection. Throws SimulationFailure when it contradicts what was told before. */
  hear(line: string, bytes: Uint8Array): void {
    const message = decodeHostMessage(bytes)
    const survivedSeq = this.ended.get(line)
    if (survivedSeq !== undefined) return this.hearLate(line, message, survivedSeq)
    switch (message.kind) {
      case 'welcome':
        if (this.lines.has(line)) this.counts['starts anew'] += 1
        if (message.horizon > 0) this.counts['folded bases'] += 1
        this.counts[message.start.kind === 'resume' ? 'resumes' : 'snapshots'] += 1
        this.lines.set(line, { nextSeq: undefined, welcomeSeq: message.seq })
        if (message.start.kind === 'snapshot') this.lineOf(line).nextSeq = message.horizon + 1
        this.hearDurable(message.durableSeq)
        break
      case 'updates':
        this.hearUpdates(line, message.firstSeq, message.updates)
        break
      case 'carried':
        for (const update of message.updates) this.compare(line, update)
        break
      case 'durable':
        this.hearDurable(message.seq)
        break
      case 'chat':
        this.talk.hear(line, message.lines)
        break
      case 'uploaded':
        this.uploaded = Math.max(this.uploaded, message.seq)
        break
      default:
    }
  }

  /** Checks how far a host that was opened again goes on, and forgets what was allowed to be lost. */
  hostReturned(ended: HostEnd, seq: number): void {
    this.counts.restarts += 1
    for (const [line, survivedSeq] of this.ended) this.ended.set(line, Math.min(survivedSeq, seq))
    for (const line of this.lines.keys()) this.ended.set(line, seq)
    this.lines.clear()
    this.talk.hostReturned()
    if (seq < this.uploaded) {
      throw new SimulationFailure(
        'uploaded-lost',
        `${this.uploaded} was called uploaded, and the host came back at ${seq}`,
      )
    }
    if (ended === 'disk-lost') {
      this.counts['lost disks'] += 1
      this.counts['updates lost with a disk'] += Math.max(0, this.seenSeq - seq)
      this.lostSeqs += Math.max(0, this.durable - seq)
      this.durable = Math.min(this.durable, seq)
    }
    if (seq < this.durable) {
      throw new SimulationFailure(
        'durable-lost',
        `${this.durable} was called durable, and the host came back at ${seq}`,
      )
    }
    if (ended === 'kill' && seq < this.seenSeq) {
      throw new SimulationFailure(
        'seen-lost',
        `${this.seenSeq} was seen, and the killed host came back at ${seq}`,
      )
    }
    this.seen.length = Math.min(this.seen.length, seq + 1)
    this.seenSeq = Math.min(this.seenSeq, seq)
  }

  /** Throws unless each author's updates have the numbers 1, 2, 3, … in the order of the session. */
  checkAuthors(): void {
    const last = new Map<number, number>()
    let isWhole = true
    for (let seq = 1; seq <= this.seenSeq; seq++) {
      const update = this.seen[seq]
      if (update === undefined) {
        isWhole = false
        continue
      }
      const before = last.get(update.author) ?? 0
      if (update.clientSeq <= before || (isWhole && update.clientSeq !== before + 1)) {
        throw new SimulationFailure(
          'author-order',
          `update ${seq} is number ${update.clientSeq} of author ${update.author}, after number ${before}`,
        )
      }
      last.set(update.author, update.clientSeq)
    }
  }

  /** Every update from 1 on, when all of them were seen by somebody. */
  whole(): readonly SeenUpdate[] | undefined {
    const updates = this.seen.slice(1, this.seenSeq + 1)
    return updates.length === this.seenSeq && !updates.includes(undefined)
      ? (updates as SeenUpdate[])
      : undefined
  }

  private hearLate(line: string, message: HostMessage, survivedSeq: number): void {
    if (message.kind === 'chat') return this.talk.hearLate(message.lines)
    if (message.kind !== 'updates') return
    message.updates.forEach((update, i) => {
      const seq = message.firstSeq + i
      if (seq <= survivedSeq) this.compare(line, { seq, ...update })
    })
  }

  private hearUpdates(
    line: string,
    firstSeq: number,
    updates: readonly { author: number; clientSeq: number; operation: Uint8Array }[],
  ): void {
    const state = this.lineOf(line)
    // Resumed: the first updates after the welcome begin where the client said it was, which the client checks itself.
    state.nextSeq ??= firstSeq
    if (firstSeq !== state.nextSeq) {
      throw new SimulationFailure(
        'stream-gap',
        `${line} got updates from ${firstSeq} on, but ${state.nextSeq} came next`,
      )
    }
    state.nextSeq += updates.length
    updates.forEach((update, i) => this.compare(line, { seq: firstSeq + i, ...update }))
  }

  private compare(line: string, update: SeenUpdate): void {
    this.counted += 1
    const known = this.seen[update.seq]
    if (known === undefined) {
      const { seq, author, clientSeq } = update
      this.seen[seq] = { seq, author, clientSeq, operation: update.operation.slice() }
      this.seenSeq = Math.max(this.seenSeq, seq)
      return
    }
    const isSame =
      known.author === update.author &&
      known.clientSeq === update.clientSeq &&
      known.operation.length === update.operation.length &&
      crc32(known.operation) === crc32(update.operation)
    if (isSame) return
    throw new SimulationFailure(
      'two-orders',
      `${line} was told that update ${update.seq} is number ${update.clientSeq} of author ${update.author}, ` +
        `others that it is number ${known.clientSeq} of author ${known.author}`,
    )
  }

  private hearDurable(seq: number): void {
    this.durable = Math.max(this.durable, seq)
  }

  private lineOf(line: string): LineState {
    const state = this.lines.get(line)
    if (state === undefined) {
      throw new SimulationFailure('no-welcome', `${line} was sent updates before a welcome`)
    }
    return state
  }
}
