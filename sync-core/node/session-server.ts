// A session's one port: the guest page over HTTP, and its socket at /session. Both are plain: no TLS yet, so the token
// and the picture can be read by whoever can listen on that network; hosting for the network is therefore a choice.
//
// Nothing here knows a message. Before the host sees a byte, the server has bounded the number of connections, the size
// and the slowness of a request, the size of a message, and who may open a socket from inside a browser.
//
// Rejected: a port for each of the two (an invite would need both, and a firewall two holes); express or a static-file
// package (an exact-match map needs neither).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import { listenOnPort, type Reach } from './listen-on-port.ts'
import type { PageFiles } from './page-files.ts'
import { isAllowedOrigin } from './page-policy.ts'
import { SocketConnection } from './socket-connection.ts'
import { keepPulse } from './socket-pulse.ts'

export interface SessionServerOptions {
  readonly reach: Reach
  /** Tried first, so that an invite outlives a restart; a free one is taken when it is in use. */
  readonly preferredPort?: number | undefined
  readonly pages: PageFiles
  /** Called once per socket that may speak; whether it is let in, the host decides. */
  readonly accept: (connection: Connection) => ConnectionHandler
  /** Shorter than limits.requestHeadWithinMs in tests only. */
  readonly requestHeadWithinMs?: number
}

export interface SessionServer {
  readonly port: number
  /** Ends every connection; what was handed over is sent if the peer takes it within limits.socketCloseWithinMs. */
  close(): Promise<void>
}

const socketPath = '/session'

/** Throws StorageError when no port can be opened. */
export async function openSessionServer(options: SessionServerOptions): Promise<SessionServer> {
  const headWithinMs = options.requestHeadWithinMs ?? limits.requestHeadWithinMs
  const http = createServer({
    maxHeaderSize: limits.requestHeadBytesMax,
    headersTimeout: headWithinMs,
    requestTimeout: headWithinMs,
    keepAliveTimeout: headWithinMs,
    connectionsCheckingInterval: Math.min(1000, headWithinMs / 2),
  })
  http.maxConnections = limits.connectionsMax
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.clientMessageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
  })
  const open = new Set<SocketConnection>()

  http.on('request', (request, response) => answerPage(options.pages, request, response))
  http.on('upgrade', (request, socket, head) => {
    const refusal = refuseUpgrade(request)
    if (refusal !== undefined) {
      endWith(socket, refusal)
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new SocketConnection(webSocket)
      open.add(connection)
      webSocket.once('close', () => open.delete(connection))
      keepPulse(webSocket)
      connection.tell(options.accept(connection))
    })
  })

  const port = await listenOnPort(http, options.reach, options.preferredPort)
  return { port, close: () => closeAll(http, open) }
}

function answerPage(pages: PageFiles, request: IncomingMessage, response: ServerResponse): void {
  // A body is not wanted, and not waited for.
  request.resume()
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...plainHeaders, allow: 'GET, HEAD', connection: 'close' })
    response.end('Only GET and HEAD.\n')
    return
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const page = pages.get(path)
  if (page === undefined) {
    response.writeHead(404, plainHeaders)
    response.end(request.method === 'HEAD' ? undefined : 'There is no such page here.\n')
    return
  }
  response.writeHead(200, { ...page.headers, 'content-length': page.bytes.length })
  response.end(request.method === 'HEAD' ? undefined : page.bytes)
}

const plainHeaders = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

/** The status line's rest and a sentence, or undefined when the socket may be opened. */
function refuseUpgrade(request: IncomingMessage): { status: string; sentence: string } | undefined {
  if (request.url !== socketPath) {
    return { status: '404 Not Found', sentence: `The session's socket is at ${socketPath}.` }
  }
  const { origin, host } = request.headers
  if (!isAllowedOrigin(origin, host)) {
    return { status: '403 Forbidden', sentence: 'A page from another place may not join this session.' }
  }
  return undefined
}

function endWith(socket: Duplex, refusal: { status: string; sentence: string }): void {
  socket.on('error', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${refusal.status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(refusal.sentence)}\r\n\r\n${refusal.sentence}`,
    () => socket.destroy(),
  )
}

async function closeAll(http: Server, open: ReadonlySet<SocketConnection>): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  for (const connection of open) connection.close()
  http.closeIdleConnections()
  const cut = setTimeout(() => {
    for (const connection of open) connection.cut()
    http.closeAllConnections()
  }, limits.socketCloseWithinMs)
  await closed
  clearTimeout(cut)
}
