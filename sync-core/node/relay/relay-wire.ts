// How a host and its relay talk: HTTP/2 inside of TLS, with the parts exchanged. The host dialed, but the relay asks: first for its
// word, then it tells the port, then each guest is one CONNECT. HTTP/2 brings what a connection that many share needs, each guest's
// own window above all (RFC 9113, section 5.2).
//
// Rejected: a connection of the host's own for each guest (a handshake and a round trip for each who joins); a protocol of our own.

import type { ClientHttp2Session, ServerHttp2Session, Settings } from 'node:http2'
import { limits } from '../../base/limits.ts'

/** Of the connection (ALPN): whoever speaks something else than this is nobody's host. */
export const relayProtocol = 'gesso-relay/1'

export const relayPaths = { word: '/word', port: '/port' } as const
/** Header names. */
export const relayHeaders = { word: 'gesso-word', port: 'gesso-port', from: 'gesso-from' } as const

export const relaySettings: Settings = {
  initialWindowSize: limits.relayWindowBytes,
  maxConcurrentStreams: limits.connectionsMax,
  maxHeaderListSize: 4096,
  enablePush: false,
}

/** Of either end: enough for guests that do not read, and noticed when the other end is gone without a word. */
export function tendSession(session: ClientHttp2Session | ServerHttp2Session): void {
  session.setLocalWindowSize(limits.relayConnectionWindowBytes)
  let heardMs = Date.now()
  const timer = setInterval(() => {
    if (Date.now() - heardMs > limits.socketSilenceMs) return session.destroy()
    if (!session.destroyed && !session.closed) session.ping(() => (heardMs = Date.now()))
  }, limits.socketPingMs)
  timer.unref()
  session.once('close', () => clearInterval(timer))
}
