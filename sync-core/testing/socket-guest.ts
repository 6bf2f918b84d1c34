import { WsDialer } from '../node/ws-dialer.ts'
import { parseInvite, socketUrl, tokenBytes } from '../protocol/invite.ts'
import { decodeHostMessage, encodeClientMessage, type HostMessage } from '../protocol/messages.ts'
import { encodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'
import { encodeHello } from '../replica/encode-hello.ts'

export interface SocketGuest {
  readonly heard: HostMessage[]
  readonly draw: (clientSeq: number, operations: readonly Operation[]) => void
  readonly ended: () => boolean
  readonly leave: () => void
}

/** Says hello over a real socket and writes down what comes back. */
export function joinAs(link: string, key: number): SocketGuest {
  const invite = parseInvite(link)
  const heard: HostMessage[] = []
  let ended = false
  const connection = new WsDialer(socketUrl(invite)).dial({
    onOpen() {
      connection.send(
        encodeHello({
          token: tokenBytes(invite.token),
          participantKey: new Uint8Array(16).fill(key),
          name: `Guest ${key}`,
          color: 0x2f6fde,
        }),
      )
    },
    onMessage: (bytes) => void heard.push(decodeHostMessage(bytes)),
    onDrain: () => undefined,
    onClose: () => {
      ended = true
    },
  })
  return {
    heard,
    ended: () => ended,
    leave: () => connection.close(),
    draw(clientSeq, operations) {
      const updates = operations.map((operation, i) => ({
        clientSeq: clientSeq + i,
        operation: encodeOperation(operation),
      }))
      connection.send(encodeClientMessage({ kind: 'updates', updates }))
    },
  }
}

/** What it heard of one kind. */
export function heardBy<K extends HostMessage['kind']>(
  { heard }: SocketGuest,
  kind: K,
): Extract<HostMessage, { kind: K }>[] {
  return heard.filter((message): message is Extract<HostMessage, { kind: K }> => message.kind === kind)
}
