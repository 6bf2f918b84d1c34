import { WebSocket } from 'ws'
import { limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler, Dialer } from '../protocol/connection.ts'
import { SocketConnection } from './socket-connection.ts'

/** Dials a session's socket from Node; for tests, benches and tools. It says no Origin, as programs do. */
export class WsDialer implements Dialer {
  private readonly url: string

  /** `url` as socketUrl gives it. */
  constructor(url: string) {
    this.url = url
  }

  dial(handler: ConnectionHandler & { onOpen(): void }): Connection {
    const socket = new WebSocket(this.url, {
      perMessageDeflate: false,
      maxPayload: limits.hostMessageBytesMax,
      handshakeTimeout: limits.silenceMs,
    })
    const connection = new SocketConnection(socket)
    connection.tell(handler)
    socket.once('open', () => handler.onOpen())
    return connection
  }
}
