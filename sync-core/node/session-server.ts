// A session's one port: the guest page over HTTP, and its socket at /session, for programs of this computer as they are, for
// everybody else inside of TLS. The first byte of a connection says which; whoever comes from elsewhere without TLS is told
// where to go, and nothing else.
//
// Nothing here knows a message. Before the host sees a byte, the server has bounded the number of connections, the size
// and the slowness of a request, the size of a message, and who may open a socket from inside a browser.
//
// Rejected: a port for each (an invite would need both, and a firewall two holes); TLS for the own window, too (its bytes stay in
// this computer, and cost its painting); express or a static-file package (an exact-match map needs neither).

import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import { answerPage, sendToTls } from './answer-page.ts'
import { ConnectionGate } from './connection-gate.ts'
import { listenOnPort, type Reach } from './listen-on-port.ts'
import type { PageFiles } from './page-files.ts'
import { isFromHere } from './page-policy.ts'
import { SessionSockets, type Manner, type SocketRules } from './session-sockets.ts'
import { SystemClock } from './system-clock.ts'
import { sortByFirstByte } from './tls/first-byte.ts'

/** How a host shows who it is: PEM both. */
export interface ServerIdentity {
  readonly privateKeyPem: string
  readonly certificatePem: string
}

export interface SessionServerOptions extends SocketRules {
  readonly reach: Reach
  /** Needed where others than programs of this computer are let in. */
  readonly identity?: ServerIdentity | undefined
  /** Tried first, so that an invite outlives a restart; a free one is taken when it is in use. */
  readonly preferredPort?: number | undefined
  readonly pages: PageFiles
  /** Shorter than limits.requestHeadWithinMs in tests only. */
  readonly requestHeadWithinMs?: number
  /** Whether an address is this computer's own; another answer in tests only. */
  readonly isHere?: (address: string | undefined) => boolean
}

export interface SessionServer {
  readonly port: number
  /** Somebody who came by another way than the port: TLS, and never a program of this computer. */
  takeRelayed(stream: Duplex): void
  /** Of all connections to the port since the opening, and how many there are now. */
  traffic(): { readonly bytesIn: number; readonly bytesOut: number; readonly connections: number }
  /** Ends every connection; what was handed over is sent if the peer takes it within limits.socketCloseWithinMs. */
  close(): Promise<void>
}

/** Throws StorageError when no port can be opened. */
export async function openSessionServer(options: SessionServerOptions): Promise<SessionServer> {
  const { identity, reach, pages, names = [], isHere = isFromHere } = options
  assert(identity !== undefined || reach === 'computer', 'whoever serves others shows who it is')
  const headWithinMs = options.requestHeadWithinMs ?? limits.requestHeadWithinMs
  const sockets = new SessionSockets(options)
  const manner = ({ socket }: IncomingMessage): Manner => {
    if (socket instanceof TLSSocket) return 'tls'
    return isHere(socket.remoteAddress) ? 'plain' : 'refused'
  }
  const http = createServer(
    {
      maxHeaderSize: limits.requestHeadBytesMax,
      headersTimeout: headWithinMs,
      requestTimeout: headWithinMs,
      keepAliveTimeout: headWithinMs,
      connectionsCheckingInterval: Math.min(1000, headWithinMs / 2),
    },
    (request, response) => {
      if (manner(request) === 'refused') sendToTls(names, request, response)
      else answerPage(pages, names, request, response)
    },
  )
  http.maxConnections = limits.connectionsMax
  http.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head, manner(request)))
  const raw = new Set<Socket>()
  const relayed = new Set<Duplex>()
  const gone = { bytesIn: 0, bytesOut: 0 }
  const gate = new ConnectionGate(new SystemClock())
  const speakHttp = instead(http, (socket) => {
    const { remoteAddress = '' } = socket
    if (!isHere(remoteAddress)) {
      if (!gate.enter(remoteAddress)) return void socket.destroy()
      socket.once('close', () => gate.leave(remoteAddress))
    }
    raw.add(socket)
    socket.once('close', () => {
      raw.delete(socket)
      gone.bytesIn += socket.bytesRead
      gone.bytesOut += socket.bytesWritten
    })
    sort(socket)
  })
  const tls =
    identity &&
    createTlsServer(
      {
        key: identity.privateKeyPem,
        cert: identity.certificatePem,
        minVersion: 'TLSv1.3',
        ALPNProtocols: ['http/1.1'],
        handshakeTimeout: headWithinMs,
      },
      speakHttp,
    )
  tls?.on('tlsClientError', (_error, socket) => socket.destroy())
  const sort = (socket: Socket): void =>
    sortByFirstByte(socket, headWithinMs, {
      plain: speakHttp,
      tls: (hidden) => (tls === undefined ? hidden.destroy() : tls.emit('connection', hidden)),
    })
  const port = await listenOnPort(http, reach, options.preferredPort)
  const traffic: SessionServer['traffic'] = () => {
    const sum = { ...gone, connections: raw.size }
    for (const { bytesRead, bytesWritten } of raw) {
      sum.bytesIn += bytesRead
      sum.bytesOut += bytesWritten
    }
    return sum
  }
  const takeRelayed = (stream: Duplex): void => {
    if (tls === undefined || !http.listening) return void stream.destroy()
    relayed.add(stream)
    stream.once('close', () => relayed.delete(stream))
    tls.emit('connection', stream)
  }
  const close = (): Promise<void> => closeAll(http, sockets, raw, relayed)
  return { port, takeRelayed, traffic, close }
}

/** Has `take` called with each new connection; gives what the server itself would have done with it. */
function instead(http: Server, take: (socket: Socket) => void): (socket: Socket) => void {
  const own = http.listeners('connection')
  http.removeAllListeners('connection')
  http.on('connection', take)
  return (socket) => {
    for (const listener of own) listener.call(http, socket)
  }
}

async function closeAll(
  http: Server,
  { open }: SessionSockets,
  raw: ReadonlySet<Socket>,
  relayed: ReadonlySet<Duplex>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  const gone = [...relayed].map((stream) => new Promise<void>((resolve) => stream.once('close', resolve)))
  for (const connection of open) connection.close()
  http.closeIdleConnections()
  const cut = setTimeout(() => {
    for (const connection of open) connection.cut()
    for (const one of [...raw, ...relayed]) one.destroy()
  }, limits.socketCloseWithinMs)
  await Promise.all([closed, ...gone])
  clearTimeout(cut)
}
