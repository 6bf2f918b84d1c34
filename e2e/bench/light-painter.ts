// A client that only speaks: hello, own updates in order, and a count of what comes. It keeps no picture, so that dozens of
// them in one process are not what limits the server. The same code talks to the bare server, which needs no hello and
// passes on what it gets: there the painter sends the very frame that a host would have made of its update.

import { WebSocket, type RawData } from 'ws'
import { ByteReader } from '../../sync-core/base/byte-reader.ts'
import { limits, tokenBytes } from '../../sync-core/index.ts'
import {
  decodeHostMessage,
  encodeClientMessage,
  encodeHostMessage,
  type HostMessageOf,
} from '../../sync-core/protocol/messages.ts'
import { encodeHello } from '../../sync-core/replica/encode-hello.ts'

/** Where to paint: a host, or a bare server that passes everything on. */
export type PaintingPlace =
  | { readonly kind: 'host'; readonly url: string; readonly token: string }
  | { readonly kind: 'plain'; readonly url: string }

const kindOf = (frame: Uint8Array): number => frame[0]!
const updatesKind = kindOf(encodeHostMessage({ kind: 'updates', firstSeq: 1, updates: [] }))
const presenceKind = kindOf(encodeHostMessage({ kind: 'presence', people: [] }))

export class LightPainter {
  /** Called for each frame of updates with the number of them, and of own ones among them. */
  onUpdates: (count: number, own: number) => void = () => undefined
  onStamp: (seq: number) => void = () => undefined
  onSaved: (state: HostMessageOf<'saved'>['state']) => void = () => undefined
  /** The newest seq that came. */
  seq = 0
  private readonly socket: WebSocket
  private readonly place: PaintingPlace
  private author: number
  private clientSeq = 0

  private constructor(socket: WebSocket, place: PaintingPlace, number: number) {
    this.socket = socket
    this.place = place
    this.author = number
  }

  /** Resolves when the painter has everything that a newcomer gets. `number` tells painters of one place apart, from 1 on. */
  static join(place: PaintingPlace, number: number): Promise<LightPainter> {
    const socket = new WebSocket(place.url, {
      perMessageDeflate: false,
      maxPayload: limits.hostMessageBytesMax,
      // It says nothing that anybody could want.
      rejectUnauthorized: false,
    })
    const painter = new LightPainter(socket, place, number)
    return new Promise((resolve, reject) => {
      const lost = (why: string): void => reject(new Error(`painter ${number} lost its connection: ${why}`))
      socket.on('message', (data) => painter.receive(data, () => resolve(painter), lost))
      socket.on('error', (error) => lost(error.message))
      socket.on('close', () => lost('it was closed'))
      socket.on('open', () => {
        if (place.kind === 'host') socket.send(hello(place.token, number))
        else resolve(painter)
      })
    })
  }

  /** Sends one update in a message of its own, as a live painter does. */
  paint(operation: Uint8Array): void {
    const clientSeq = ++this.clientSeq
    const message =
      this.place.kind === 'host'
        ? encodeClientMessage({ kind: 'updates', updates: [{ clientSeq, operation }] })
        : encodeHostMessage({
            kind: 'updates',
            firstSeq: clientSeq,
            updates: [{ author: this.author, clientSeq, operation }],
          })
    this.socket.send(message)
  }

  leave(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve())
      this.socket.close()
    })
  }

  private receive(data: RawData, joined: () => void, refused: (why: string) => void): void {
    const frame = data as Buffer
    if (kindOf(frame) === updatesKind) return this.countUpdates(frame)
    if (kindOf(frame) === presenceKind) return
    const message = decodeHostMessage(frame)
    if (message.kind === 'refusal') refused(message.sentence)
    if (message.kind === 'stamp') this.onStamp(message.seq)
    if (message.kind === 'saved') this.onSaved(message.state)
    if (message.kind === 'tiles' && message.last) joined()
    if (message.kind === 'welcome') {
      this.author = message.you
      this.clientSeq = message.lastClientSeq
    }
  }

  private countUpdates(frame: Uint8Array): void {
    const reader = new ByteReader(frame)
    reader.u8()
    const firstSeq = reader.varuint()
    const count = reader.varuint()
    let own = 0
    for (let i = 0; i < count; i++) {
      if (reader.varuint() === this.author) own += 1
      reader.varuint()
      reader.bytes(reader.varuint())
    }
    this.seq = firstSeq + count - 1
    this.onUpdates(count, own)
  }
}

function hello(token: string, number: number): Uint8Array {
  const participantKey = new Uint8Array(16)
  new DataView(participantKey.buffer).setUint32(0, number)
  return encodeHello({
    token: tokenBytes(token),
    participantKey,
    name: `Painter ${number}`,
    color: 0x204060,
  })
}
