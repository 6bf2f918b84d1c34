// The relay's side. A host comes with its key and the word; it is given a port, and whoever comes to that port is one stream to it.
// What goes through is TLS between guest and host: bytes to us.

import { timingSafeEqual } from 'node:crypto'
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { decodeBase64url } from '../../base/base64url.ts'
import { StorageError } from '../../base/errors.ts'
import { encodeHex } from '../../base/hex.ts'
import { limits } from '../../base/limits.ts'
import { ConnectionGate } from '../connection-gate.ts'
import { listenAt, listenOnPort } from '../listen-on-port.ts'
import type { ServerIdentity } from '../session-server.ts'
import { SystemClock } from '../system-clock.ts'
import { fingerprintOf } from '../tls/host-key.ts'
import type { RelayPorts } from './relay-ports.ts'
import { relayHeaders, relayPaths, relayProtocol, relaySettings, tendSession } from './relay-wire.ts'

export interface RelayOptions {
  readonly identity: ServerIdentity
  /** 16 bytes: a host that tells them is let in. */
  readonly word: Uint8Array
  /** For hosts; 0 takes any that is free. */
  readonly port: number
  readonly ports: RelayPorts
  readonly onHost: (event: 'host came' | 'host left', host: string, port: number) => void
  readonly onNote: (sentence: string) => void
  /** Shorter than limits.requestHeadWithinMs in tests only. */
  readonly withinMs?: number
}

export interface Relay {
  readonly port: number
  /** Those that are here, and the people who came by them. */
  count(): { readonly hosts: number; readonly guests: number }
  close(): Promise<void>
}

/** Rejects with StorageError when the port can't be opened. */
export async function openRelay(options: RelayOptions): Promise<Relay> {
  const relay = new RelayServer(options)
  await relay.listen(options.port)
  return relay
}

/** A host that told the word, and its guests. */
interface HostHere {
  readonly session: ClientHttp2Session
  readonly guests: Set<Socket>
  readonly door: Server
}

class RelayServer implements Relay {
  port = 0
  private readonly options: RelayOptions
  private readonly control
  private readonly gate = new ConnectionGate(new SystemClock())
  private readonly sessions = new Set<ClientHttp2Session>()
  private readonly hosts = new Map<string, HostHere>()
  /** One host after the other gets its port. */
  private placing: Promise<unknown> = Promise.resolve()

  constructor(options: RelayOptions) {
    this.options = options
    const { privateKeyPem, certificatePem } = options.identity
    this.control = createTlsServer(
      {
        key: privateKeyPem,
        cert: certificatePem,
        minVersion: 'TLSv1.3',
        ALPNProtocols: [relayProtocol],
        handshakeTimeout: this.withinMs,
        // Its key is who a host is; nobody else vouches for it.
        requestCert: true,
        rejectUnauthorized: false,
      },
      (socket) => this.meet(socket),
    )
    this.control.prependListener('connection', (socket: Socket) => {
      socket.on('error', () => socket.destroy())
      const isMany = this.sessions.size - this.hosts.size >= limits.relayStrangersMax
      if (isMany || !this.enter(socket)) socket.destroy()
    })
    this.control.on('tlsClientError', (_error, socket) => socket.destroy())
  }

  async listen(port: number): Promise<void> {
    this.port = await listenOnPort(this.control, 'network', port === 0 ? undefined : port)
    if (port === 0 || this.port === port) return
    await this.close()
    throw new StorageError('unavailable', `Port ${port} is in use. Say another one with --port.`)
  }

  count(): { hosts: number; guests: number } {
    const guests = [...this.hosts.values()].reduce((sum, host) => sum + host.guests.size, 0)
    return { hosts: this.hosts.size, guests }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.control.close(() => resolve()))
    for (const session of this.sessions) session.destroy()
    await Promise.all([...this.hosts.keys()].map((name) => this.leave(name)))
    await closed
  }

  private get withinMs(): number {
    return this.options.withinMs ?? limits.requestHeadWithinMs
  }

  /** Whether one more may come from the socket's address, which it gives back at its end. */
  private enter(socket: Socket): boolean {
    const { remoteAddress = '' } = socket
    if (!this.gate.enter(remoteAddress)) return false
    socket.once('close', () => this.gate.leave(remoteAddress))
    return true
  }

  private meet(socket: TLSSocket): void {
    socket.on('error', () => socket.destroy())
    const certificate = socket.getPeerX509Certificate()
    if (socket.alpnProtocol !== relayProtocol || certificate === undefined) return void socket.destroy()
    const name = encodeHex(fingerprintOf(certificate.publicKey))
    const session = connect('https://host', {
      createConnection: () => socket,
      settings: relaySettings,
      maxSessionMemory: limits.relayMemoryMax,
    })
    this.sessions.add(session)
    session.on('error', () => session.destroy())
    session.once('close', () => this.sessions.delete(session))
    session.once('connect', () => tendSession(session))
    this.letIn(session, name).catch((error: unknown) => {
      if (error instanceof StorageError) this.options.onNote(error.message)
      session.destroy()
    })
  }

  private async letIn(session: ClientHttp2Session, name: string): Promise<void> {
    const { [relayHeaders.word]: word } = await ask(session, { ':path': relayPaths.word }, this.withinMs)
    const told = typeof word === 'string' && word.length < 64 ? decodeBase64url(word) : undefined
    if (told?.length !== 16 || !timingSafeEqual(told, this.options.word)) throw new Error('not the word')
    const placed = this.placing.then(() => this.place(session, name))
    this.placing = placed.catch(() => undefined)
    const port = await placed
    await ask(session, { ':path': relayPaths.port, [relayHeaders.port]: String(port) }, this.withinMs)
  }

  /** Opens the host's port, instead of that of its earlier connection. */
  private async place(session: ClientHttp2Session, name: string): Promise<number> {
    await this.leave(name)
    const port = await this.options.ports.portOf(name, (other) => this.hosts.has(other))
    if (port === undefined) throw new StorageError('unavailable', 'A host came, and every port is in use.')
    const guests = new Set<Socket>()
    const door = createServer({ pauseOnConnect: true }, (guest) => {
      guest.on('error', () => guest.destroy())
      if (!this.enter(guest)) return void guest.destroy()
      guests.add(guest)
      guest.once('close', () => guests.delete(guest))
      passOn(guest, session)
    })
    door.maxConnections = limits.connectionsMax
    const failure = await listenAt(door, 'network', port)
    if (failure !== undefined) {
      throw new StorageError('unavailable', `Port ${port} can't be opened for a host (${failure.message}).`)
    }
    if (session.destroyed) {
      door.close()
      throw new Error('it went away')
    }
    this.hosts.set(name, { session, guests, door })
    session.once('close', () => {
      if (this.hosts.get(name)?.session === session) void this.leave(name)
    })
    this.options.onHost('host came', name, port)
    return port
  }

  /** Closes what there is of the host. */
  private async leave(name: string): Promise<void> {
    const host = this.hosts.get(name)
    if (host === undefined) return
    this.hosts.delete(name)
    const { session, guests, door } = host
    const address = door.address()
    const closed = new Promise<void>((resolve) => door.close(() => resolve()))
    session.destroy()
    for (const guest of guests) guest.destroy()
    await closed
    this.options.onHost('host left', name, typeof address === 'object' ? (address?.port ?? 0) : 0)
  }
}

/** What the host answers. Rejects when it says no, or nothing within so long. */
function ask(
  session: ClientHttp2Session,
  headers: Record<string, string>,
  withinMs: number,
): Promise<IncomingHttpHeaders> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: true })
    const fail = (): void => {
      clearTimeout(timer)
      reject(new Error('the host does not answer as one'))
    }
    const timer = setTimeout(() => session.destroy(), withinMs)
    stream.on('error', fail)
    stream.once('close', fail)
    stream.once('response', (answer) => {
      clearTimeout(timer)
      if (answer[':status'] === 200) resolve(answer)
      else fail()
    })
    stream.resume()
  })
}

/** A guest's connection becomes a stream to its host. */
function passOn(guest: Socket, session: ClientHttp2Session): void {
  const { remoteAddress = '' } = guest
  if (session.destroyed || session.closed || remoteAddress === '') return void guest.destroy()
  guest.setNoDelay(true)
  const stream = session.request({
    ':method': 'CONNECT',
    ':authority': 'guest',
    [relayHeaders.from]: remoteAddress,
  })
  stream.on('error', () => guest.destroy())
  stream.once('close', () => {
    // What the host said last is still on its way.
    if (!guest.writableEnded) guest.destroy()
  })
  guest.once('close', () => stream.close())
  stream.once('response', (answer) => {
    if (answer[':status'] !== 200) return void guest.destroy()
    guest.pipe(stream)
    stream.pipe(guest)
  })
}
