import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import { isAllowedOrigin, isOwnHost } from './page-policy.ts'
import { SocketConnection } from './socket-connection.ts'
import { keepPulse } from './socket-pulse.ts'

export interface SocketRules {
  /** Names of this computer by which a page may ask for it, besides its addresses. */
  readonly names?: readonly string[]
  /** Called once per socket that may speak; whether it is let in, the host decides. */
  readonly accept: (connection: Connection) => ConnectionHandler
}

/** How a request came: inside of TLS, plainly from this computer, or plainly from elsewhere. */
export type Manner = 'tls' | 'plain' | 'refused'

const socketPath = '/session'

interface Refusal {
  /** The status line's rest. */
  readonly status: string
  readonly sentence: string
}

/** The sockets of a session's server. */
export class SessionSockets {
  readonly open = new Set<SocketConnection>()
  private readonly rules: SocketRules
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.clientMessageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  })

  constructor(rules: SocketRules) {
    this.rules = rules
  }

  /** A request to become a socket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, by: Manner): void {
    const refusal = refuse(request, by, this.rules.names ?? [])
    if (refusal !== undefined) return endWith(socket, refusal)
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new SocketConnection(webSocket, boundBytes(socket, head.length))
      this.open.add(connection)
      webSocket.once('close', () => this.open.delete(connection))
      keepPulse(webSocket)
      connection.tell(this.rules.accept(connection))
    })
  }
}

/** Undefined when the socket may be opened. */
function refuse(request: IncomingMessage, by: Manner, names: readonly string[]): Refusal | undefined {
  if (by === 'refused') {
    return {
      status: '426 Upgrade Required',
      sentence: 'Beyond this computer the session is encrypted: use wss.',
    }
  }
  if (request.url !== socketPath) {
    return { status: '404 Not Found', sentence: `The session's socket is at ${socketPath}.` }
  }
  const { origin, host } = request.headers
  if (!isOwnHost(host, names) || !isAllowedOrigin(origin, host, by)) {
    return { status: '403 Forbidden', sentence: 'A page from another place may not join this session.' }
  }
  return undefined
}

function endWith(socket: Duplex, { status, sentence }: Refusal): void {
  socket.on('error', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(sentence)}\r\n\r\n${sentence}`,
    () => socket.destroy(),
  )
}

/** A WebSocket frame's head, at its longest (RFC 6455, section 5.2). */
const frameHeadBytes = 14

/** Cuts the socket when more comes than a hello is; returns how to end that. A message would be gathered to its end first. */
function boundBytes(socket: Duplex, already: number): () => void {
  let bytes = already
  const count = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > limits.helloBytesMax + frameHeadBytes) socket.destroy()
  }
  socket.on('data', count)
  return () => void socket.off('data', count)
}
