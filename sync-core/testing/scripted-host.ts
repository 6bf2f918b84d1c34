// A host that does what a test says, message by message: for what no real host would do, or not at that moment. It keeps
// an order of its own, so that what a client makes of it can be compared with a Timeline.

import { hashBytes } from '../base/xxh64.ts'
import type { Connection, Dialer } from '../protocol/connection.ts'
import {
  decodeClientMessage,
  encodeHostMessage,
  protocolVersion,
  type ClientMessage,
  type ClientMessageOf,
  type HostMessage,
  type HostMessageOf,
} from '../protocol/messages.ts'
import { blankBase } from '../raster/base.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import { encodeIndexSet } from '../raster/index-set-codec.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { createStructure, encodeStructure } from '../raster/structure.ts'
import { encodeTile } from '../raster/tile-codec.ts'
import type { Timeline } from '../raster/timeline.ts'
import { newTimeline } from './picture-memories.ts'

type LineHandler = Parameters<Dialer['dial']>[0]

/** The host's end of one connection of the client. */
export class ScriptedLine implements Connection {
  readonly received: ClientMessage[] = []
  state: 'dialed' | 'open' | 'closed' = 'dialed'
  buffered = 0
  private readonly handler: LineHandler

  constructor(handler: LineHandler) {
    this.handler = handler
  }

  send(message: Uint8Array): void {
    if (this.state === 'open') this.received.push(decodeClientMessage(message))
  }

  bufferedBytes(): number {
    return this.buffered
  }

  close(): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    this.handler.onClose()
  }

  open(): void {
    this.state = 'open'
    this.handler.onOpen()
  }

  drain(): void {
    this.buffered = 0
    this.handler.onDrain()
  }

  say(message: HostMessage): void {
    this.sayBytes(encodeHostMessage(message))
  }

  sayBytes(bytes: Uint8Array): void {
    this.handler.onMessage(bytes)
  }

  /** The client's first message. */
  get hello(): ClientMessageOf<'hello'> {
    const [first] = this.received
    if (first?.kind !== 'hello') throw new Error('the client has not said hello')
    return first
  }

  /** Own updates that came on this line, in order. */
  get updates(): ClientMessageOf<'updates'>['updates'] {
    return this.received.flatMap((message) => (message.kind === 'updates' ? message.updates : []))
  }
}

export class ScriptedHost implements Dialer {
  readonly size: CanvasSize
  readonly you: number
  readonly lines: ScriptedLine[] = []
  /** The session's order, from seq 1. */
  order: Update[] = []
  /** How many own updates of the client are ordered. */
  accepted = 0
  epoch = 1
  durableSeq = 0

  constructor(size: CanvasSize = { width: 256, height: 128 }, you = 3) {
    this.size = size
    this.you = you
  }

  dial(handler: LineHandler): Connection {
    const line = new ScriptedLine(handler)
    this.lines.push(line)
    return line
  }

  /** The newest connection. */
  get line(): ScriptedLine {
    const line = this.lines.at(-1)
    if (line === undefined) throw new Error('the client has not dialed')
    return line
  }

  get seq(): number {
    return this.order.length
  }

  welcome(
    start: HostMessageOf<'welcome'>['start'],
    changes: Partial<HostMessageOf<'welcome'>> = {},
  ): HostMessageOf<'welcome'> {
    return {
      kind: 'welcome',
      ...protocolVersion,
      epoch: this.epoch,
      you: this.you,
      role: 'painter',
      pictureId: 'picture',
      title: 'A picture',
      seq: this.seq,
      horizon: 0,
      lastClientSeq: this.accepted,
      durableSeq: this.durableSeq,
      start,
      ...changes,
    }
  }

  /** A snapshot of the blank picture. */
  blankStart(): Extract<HostMessageOf<'welcome'>['start'], { kind: 'snapshot' }> {
    return {
      kind: 'snapshot',
      baseSeq: 0,
      structure: encodeStructure(createStructure(this.size)),
      layers: [],
    }
  }

  /** Lets the client in with everything since the blank picture. */
  sendSnapshot(changes: Partial<HostMessageOf<'welcome'>> = {}): void {
    this.line.say(this.welcome(this.blankStart(), changes))
    this.sendUpdates(1)
    this.line.say({ kind: 'tiles', tiles: [], last: true })
  }

  /** The welcome and the updates of a snapshot whose base is at `horizon`; its tiles are given back, to be sent later. */
  sendSnapshotWithoutTiles(horizon: number): HostMessageOf<'tiles'>['tiles'] {
    const { structure, layers, carried, seq: baseSeq } = this.picture(horizon, horizon).base()
    const start = {
      kind: 'snapshot',
      baseSeq,
      structure: encodeStructure(structure),
      layers: [...layers].map(([layer, tiles]) => ({
        layer,
        present: encodeIndexSet([...tiles.keys()].sort((a, b) => a - b)),
      })),
    } as const
    this.line.say(this.welcome(start, { horizon }))
    this.line.say({ kind: 'carried', updates: carried })
    this.sendUpdates(horizon + 1)
    return [...layers]
      .flatMap(([layer, tiles]) =>
        Array.from(tiles, ([index, tile]) => ({ layer, index, bytes: encodeTile(tile) })),
      )
      .sort((a, b) => a.index - b.index)
  }

  /** Answers `inspect`: what the base at `horizon` has. */
  sendInspection(horizon: number): void {
    const { structure, layers } = this.picture(horizon, horizon).base()
    const tiles = [...layers].flatMap(([layer, some]) =>
      Array.from(some, ([index, tile]) => ({ layer, index, hash: hashBytes(tile.hash) })),
    )
    const { seq } = this
    this.line.say({
      kind: 'inspection',
      horizon,
      seq,
      structure: encodeStructure(structure),
      tiles,
      last: true,
    })
  }

  /** Answers `want` with tiles of the base at `horizon`. */
  sendWanted(horizon: number): void {
    const { layers } = this.picture(horizon, horizon).base()
    const wanted = this.line.received.filter((message) => message.kind === 'want').at(-1)!.tiles
    const tiles = wanted.map(({ layer, index }) => {
      return { layer, index, bytes: encodeTile(layers.get(layer)!.get(index)!) }
    })
    this.line.say({ kind: 'tiles', tiles, last: true })
  }

  /** Lets the client go on after `seq`. */
  sendResume(seq: number, changes: Partial<HostMessageOf<'welcome'>> = {}): void {
    this.line.say(this.welcome({ kind: 'resume' }, changes))
    this.sendUpdates(seq + 1)
  }

  sendUpdates(firstSeq: number): void {
    const updates = this.order.slice(firstSeq - 1)
    if (updates.length > 0) this.line.say({ kind: 'updates', firstSeq, updates })
  }

  /** Somebody else's operations get the next places, without a word to the client. */
  orderOthers(author: number, ...operations: readonly Operation[]): void {
    for (const operation of operations) {
      const clientSeq = this.order.filter((update) => update.author === author).length + 1
      this.order.push({ seq: this.seq + 1, author, clientSeq, operation: encodeOperation(operation) })
    }
  }

  /** What the client sent on the newest line gets its place, at most `countMax` updates; those that came before are dropped. */
  orderOwn(countMax = Infinity): void {
    let left = countMax
    for (const { clientSeq, operation } of this.line.updates) {
      if (clientSeq <= this.accepted || left-- <= 0) continue
      if (clientSeq !== this.accepted + 1)
        throw new Error(`update ${clientSeq} came, not ${this.accepted + 1}`)
      this.accepted = clientSeq
      this.order.push({ seq: this.seq + 1, author: this.you, clientSeq, operation })
    }
  }

  /** Orders what the client sent, and sends it back. */
  echo(countMax = Infinity): void {
    const first = this.seq + 1
    this.orderOwn(countMax)
    this.sendUpdates(first)
  }

  sayDurable(seq = this.seq): void {
    this.durableSeq = seq
    this.line.say({ kind: 'durable', seq })
  }

  /** A power cut took everything after `seq`. */
  forgetAfter(seq: number): void {
    this.order = this.order.slice(0, seq)
    this.accepted = this.order.filter((update) => update.author === this.you).at(-1)?.clientSeq ?? 0
    this.epoch += 1
  }

  /** The picture at `seq`, with the horizon as given. */
  picture(seq = this.seq, horizon = 0): Timeline {
    const timeline = newTimeline(blankBase(this.size), {
      horizonLimits: {
        pendingUpdatesMax: horizon > 0 ? horizon - 1 : Infinity,
        pendingUpdatesKept: 0,
        pendingUpdatesHardMax: horizon > 0 ? 0 : Infinity,
        pendingBytesMax: Infinity,
        pendingBytesKept: Infinity,
        pendingBytesHardMax: Infinity,
        undoActionsKept: 0,
        horizonEverySeqs: 1,
      },
    })
    for (const update of this.order.slice(0, seq)) timeline.apply(update)
    return timeline
  }
}
