// The host's side: one connection to its relay, kept as long as the host is there, through which guests come.

import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { encodeBase64url } from '../../base/base64url.ts'
import type { Clock, Timer } from '../../base/clock.ts'
import { limits } from '../../base/limits.ts'
import type { InvitePlace } from '../../protocol/invite.ts'
import { ConnectionGate } from '../connection-gate.ts'
import type { ServerIdentity } from '../session-server.ts'
import { dialHost, WrongHostError } from '../tls/dial-host.ts'
import type { RelayLink } from './relay-link.ts'
import { relayHeaders, relayPaths, relayProtocol, relaySettings, tendSession } from './relay-wire.ts'

export type RelayState =
  | { readonly kind: 'dialing' }
  /** Guests come by this place. */
  | { readonly kind: 'open'; readonly place: InvitePlace }
  /** The sentence says why, for a person; it is dialed again. */
  | { readonly kind: 'away'; readonly sentence: string }

export interface RelayedOptions {
  readonly link: RelayLink
  /** Shown to the relay; its key is the one that guests compare. */
  readonly identity: ServerIdentity
  readonly clock: Clock
  /** Somebody came: bytes of TLS, from nobody knows where. */
  readonly onGuest: (stream: Duplex) => void
  readonly onState: (state: RelayState) => void
}

export class RelayedHost {
  private readonly options: RelayedOptions
  private readonly server: Http2Server
  private readonly gate: ConnectionGate
  private readonly closing = new AbortController()
  private retryMs: number = limits.relayRetryMs
  private timer: Timer | undefined
  /** Ends the connection that there is. */
  private hangUp: () => void = () => undefined
  /** How far the relay let this host in since it was dialed. */
  private stage: 'dialed' | 'asked' | 'open' = 'dialed'

  constructor(options: RelayedOptions) {
    this.options = options
    this.gate = new ConnectionGate(options.clock)
    this.server = createServer({ settings: relaySettings, maxSessionMemory: limits.relayMemoryMax })
    this.server.on('session', (session) => {
      tendSession(session)
      this.hangUp = () => session.destroy()
      session.on('error', () => session.destroy())
      session.once('close', () => this.handleEnd())
    })
    this.server.on('stream', (stream, headers) => {
      stream.on('error', () => stream.destroy())
      this.handleStream(stream, headers)
    })
    void this.dial()
  }

  close(): void {
    this.closing.abort()
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    this.hangUp()
  }

  private get isClosed(): boolean {
    return this.closing.signal.aborted
  }

  private async dial(): Promise<void> {
    const { link, identity, clock, onState } = this.options
    onState({ kind: 'dialing' })
    this.stage = 'dialed'
    try {
      const { socket } = await dialHost(
        { places: [link.place], pin: link.pin },
        { clock, limits, signal: this.closing.signal, as: { protocol: relayProtocol, identity } },
      )
      socket.on('error', () => socket.destroy())
      if (this.isClosed) return void socket.destroy()
      this.server.emit('connection', socket)
    } catch (error) {
      this.away(
        error instanceof WrongHostError
          ? `At ${nameOf(link)} another relay answers than the one of the link. Nothing was told to it.`
          : `The relay at ${nameOf(link)} can’t be reached now; it is tried again and again.`,
      )
    }
  }

  private handleStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const path = headers[':path']
    if (headers[':method'] === 'CONNECT') return this.handleGuest(stream, headers[relayHeaders.from])
    stream.resume()
    if (path === relayPaths.word) {
      this.stage = 'asked'
      stream.respond({ ':status': 200, [relayHeaders.word]: encodeBase64url(this.options.link.word) })
    } else if (path === relayPaths.port && isPort(headers[relayHeaders.port])) {
      stream.respond({ ':status': 200 })
      this.handleOpen(Number(headers[relayHeaders.port]))
    } else {
      stream.respond({ ':status': 404 })
    }
    stream.end()
  }

  private handleGuest(stream: ServerHttp2Stream, from: unknown): void {
    // What a relay tells of its guests nobody can check: it can only harm those who come by it.
    if (typeof from !== 'string' || isIP(from) === 0 || !this.gate.enter(from)) {
      stream.respond({ ':status': 429 }, { endStream: true })
      return
    }
    stream.once('close', () => this.gate.leave(from))
    stream.respond({ ':status': 200 })
    this.options.onGuest(stream)
  }

  private handleOpen(port: number): void {
    this.stage = 'open'
    this.retryMs = limits.relayRetryMs
    this.options.onState({ kind: 'open', place: { address: this.options.link.place.address, port } })
  }

  private handleEnd(): void {
    if (this.isClosed) return
    const name = nameOf(this.options.link)
    this.away(
      this.stage === 'asked'
        ? `The relay at ${name} does not let this host in: ask whoever runs it for its link of now.`
        : `The relay at ${name} can’t be reached now; it is tried again and again.`,
    )
  }

  private away(sentence: string): void {
    if (this.isClosed) return
    const { clock, onState } = this.options
    onState({ kind: 'away', sentence })
    this.timer = clock.after(this.retryMs, () => void this.dial())
    this.retryMs = Math.min(2 * this.retryMs, limits.relayRetryMsMax)
  }
}

function isPort(text: unknown): boolean {
  return typeof text === 'string' && /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535
}

function nameOf({ place: { address, port } }: RelayLink): string {
  return `${address}:${port}`
}
