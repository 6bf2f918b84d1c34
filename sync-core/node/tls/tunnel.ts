// A window can't look at a key, and asks no person whether to trust one. So it dials this computer, and its main process goes the rest of
// the way: it reaches the host, looks whose key answers, and only then hands on what the window said. From there on bytes flow
// both ways as they come; nobody reads them here.
//
// Rejected: Chromium's own check of certificates. It asks once for a certificate and a name and remembers the answer, whatever the
// port, and asks nobody at all for the sockets of a worker.

import { createServer, type IncomingMessage } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Clock } from '../../base/clock.ts'
import type { Limits } from '../../base/limits.ts'
import { encodeHostMessage } from '../../protocol/messages.ts'
import { listenOnPort } from '../listen-on-port.ts'
import { appOrigin } from '../page-policy.ts'
import { SocketConnection } from '../socket-connection.ts'
import { isPrivate } from '../reach/local-network.ts'
import { dialHost, WrongHostError, type DialedHost, type HostAddress } from './dial-host.ts'

export interface Tunnel {
  /** On 127.0.0.1: the window finds the host's `/session` here. */
  readonly port: number
  /** Cuts what goes through it. */
  close(): Promise<void>
}

const wrongHost =
  'At the invite’s address another host answers, not the one that made the invite. Nothing was told to it. Ask the host for a new invite.'

/** Throws StorageError when no port can be opened. */
export async function openTunnel(
  to: HostAddress,
  options: { readonly clock: Clock; readonly limits: Limits },
): Promise<Tunnel> {
  const open = new Set<Duplex>()
  const http = createServer(
    { maxHeaderSize: options.limits.requestHeadBytesMax },
    (_request, response) => void response.writeHead(404, { connection: 'close' }).end(),
  )
  const refusing = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false })
  // A private address answers at once or not at all, and is the shorter way.
  let places = [...to.places].sort((a, b) => Number(isPrivate(b.address)) - Number(isPrivate(a.address)))
  http.on('connection', (socket: Duplex) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const gone = new AbortController()
    const cut = (): void => void socket.destroy()
    socket.on('error', cut)
    socket.once('close', () => gone.abort())
    if (request.headers.origin !== appOrigin || request.url !== '/session' || head.length > 0) return cut()
    // A window says nothing before it is answered; reading finds out that it went away.
    socket.on('data', cut).on('end', cut)
    dialHost({ ...to, places }, { ...options, signal: gone.signal }).then(
      (dialed) => {
        // It leads to the host now: the likeliest the next time.
        places = [dialed.place, ...places.filter((one) => one !== dialed.place)]
        if (gone.signal.aborted) return void dialed.socket.destroy()
        socket.pause().off('data', cut).off('end', cut).off('error', cut)
        join(request, socket, dialed)
      },
      (error: unknown) => {
        if (!(error instanceof WrongHostError) || gone.signal.aborted) return cut()
        socket.pause().off('data', cut).off('end', cut)
        refusing.handleUpgrade(request, socket, head, (webSocket) => {
          const connection = new SocketConnection(webSocket)
          connection.send(encodeHostMessage({ kind: 'refusal', code: 'wrong-host', sentence: wrongHost }))
          connection.close()
        })
      },
    )
  })
  const port = await listenOnPort(http, 'computer', undefined)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

/** Asks the host as the window asked, and lets them talk. */
function join(request: IncomingMessage, from: Duplex, { socket, place }: DialedHost): void {
  const { rawHeaders } = request
  const lines = [`GET /session HTTP/1.1`, `Host: ${place.address}:${place.port}`]
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]!.toLowerCase() !== 'host') lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`)
  }
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  const end = (): void => {
    from.destroy()
    socket.destroy()
  }
  pipeline(from, socket, end)
  pipeline(socket, from, end)
}
