import type { Host } from '../host-contract.ts'
import type { ConnectionHandler } from '../protocol/connection.ts'
import {
  decodeHostMessage,
  encodeClientMessage,
  helloMagic,
  protocolVersion,
  type ClientMessageOf,
  type HostMessage,
  type HostMessageOf,
} from '../protocol/messages.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import { roundBrush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import type { Operation } from '../raster/operation.ts'
import { strokeBegin } from './stroke-begin.ts'

const brush = roundBrush({
  size: 8 * 16,
  opacity: 255,
  hardness: 200,
  color: 0x204060,
})

/** A guest without a mind: it sends what a test says, byte for byte, and keeps every message of the host. */
export class ScriptedGuest {
  readonly messages: HostMessage[] = []
  isEnded = false
  /** Pretends that the network takes nothing: everything sent counts as buffered. */
  isStuck = false
  private readonly handler: ConnectionHandler
  private readonly key: Uint8Array
  private buffered = 0
  private clientSeq = 0

  /** `person` 1..255 makes the participant's key. */
  constructor(host: Host, person: number) {
    this.key = new Uint8Array(16).fill(person)
    this.handler = host.accept({
      send: (message) => {
        if (this.isStuck) this.buffered += message.length
        this.messages.push(decodeHostMessage(message.slice()))
      },
      bufferedBytes: () => this.buffered,
      close: () => {
        this.isEnded = true
      },
    })
  }

  hello(token: Uint8Array, fields: Partial<ClientMessageOf<'hello'>> = {}): void {
    this.sendBytes(
      encodeClientMessage({
        kind: 'hello',
        magic: helloMagic,
        ...protocolVersion,
        token,
        participantKey: this.key,
        name: `Person ${this.key[0]}`,
        color: 0x3366cc,
        resume: undefined,
        view: undefined,
        password: undefined,
        ...fields,
      }),
    )
  }

  /** One update with the next number, or with the given one. */
  update(operation: Operation, clientSeq = this.clientSeq + 1): void {
    this.clientSeq = clientSeq
    const updates = [{ clientSeq, operation: encodeOperation(operation) }]
    this.sendBytes(encodeClientMessage({ kind: 'updates', updates }))
  }

  /** A whole short stroke: two updates. */
  stroke(x: number, y: number): void {
    const samples: Sample[] = [
      { x: x * 16, y: y * 16, pressure: 800 },
      { x: (x + 20) * 16, y: (y + 5) * 16, pressure: 900 },
    ]
    this.update(strokeBegin(brush, samples))
    this.update({ kind: 'end' })
  }

  sendBytes(bytes: Uint8Array): void {
    this.handler.onMessage(bytes)
  }

  /** The connection is lost. */
  drop(): void {
    this.handler.onClose()
  }

  /** The network takes everything that waited. */
  unstick(): void {
    this.isStuck = false
    this.buffered = 0
    this.handler.onDrain()
  }

  all<K extends HostMessage['kind']>(kind: K): HostMessageOf<K>[] {
    return this.messages.filter((message): message is HostMessageOf<K> => message.kind === kind)
  }

  last<K extends HostMessage['kind']>(kind: K): HostMessageOf<K> | undefined {
    return this.all(kind).at(-1)
  }

  /** Every update that came, as [seq, author, clientSeq]. */
  order(): [number, number, number][] {
    return this.all('updates').flatMap(({ firstSeq, updates }) =>
      updates.map(({ author, clientSeq }, i): [number, number, number] => [firstSeq + i, author, clientSeq]),
    )
  }
}
