import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, connect as plainConnect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer as createTlsServer } from 'node:tls'
import { WebSocket } from 'ws'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limits } from '../../base/limits.ts'
import { newIdentity, type TestedIdentity } from '../../testing/host-identity.ts'
import { TappedLine } from '../../testing/tapped-line.ts'
import { openSessionServer, type SessionServer } from '../session-server.ts'
import { SystemClock } from '../system-clock.ts'
import { dialHost, WrongHostError } from '../tls/dial-host.ts'
import type { RelayLink } from './relay-link.ts'
import { RelayPorts } from './relay-ports.ts'
import { RelayedHost, type RelayState } from './relayed-host.ts'
import { openRelay, type Relay } from './relay-server.ts'
import { relayProtocol } from './relay-wire.ts'

const clock = new SystemClock()
const [relaysOwn, hosts, anothers] = await Promise.all([newIdentity(), newIdentity(), newIdentity()])
const word = new Uint8Array(randomBytes(16))
const ends: (() => unknown)[] = []
let folder: string
let relay: Relay
let heard: Buffer[]

async function freeRange(): Promise<{ first: number; last: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return { first: port, last: port }
}

async function startRelay(port = 0, range?: { first: number; last: number }): Promise<Relay> {
  const ports = await RelayPorts.open(
    join(folder, 'ports.json'),
    range ?? (await freeRange()),
    () => undefined,
  )
  const opened = await openRelay({
    identity: relaysOwn.identity,
    word,
    port,
    ports,
    onHost: () => undefined,
    onNote: () => undefined,
    withinMs: 400,
  })
  ends.push(() => opened.close())
  return opened
}

beforeEach(async () => {
  heard = []
  folder = await mkdtemp(join(tmpdir(), 'gesso-relay-'))
  relay = await startRelay()
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  await rm(folder, { recursive: true })
})

/** A host that says back what it hears. */
async function echoServer({ identity }: TestedIdentity = hosts): Promise<SessionServer> {
  const server = await openSessionServer({
    reach: 'network',
    pages: new Map(),
    identity,
    accept: (connection) => {
      connection.letIn?.()
      return {
        onMessage: (message) => {
          heard.push(Buffer.from(message))
          connection.send(message)
        },
        onDrain: () => undefined,
        onClose: () => undefined,
      }
    },
  })
  ends.push(() => server.close())
  return server
}

const linkTo = (port: number, change: Partial<RelayLink> = {}): RelayLink => ({
  place: { address: '127.0.0.1', port },
  pin: relaysOwn.pin,
  word,
  ...change,
})

function come(
  server: Pick<SessionServer, 'takeRelayed'>,
  { link = linkTo(relay.port), as = hosts }: { link?: RelayLink; as?: TestedIdentity } = {},
): { states: RelayState[]; port: () => Promise<number>; close: () => void } {
  const states: RelayState[] = []
  const host = new RelayedHost({
    link,
    identity: as.identity,
    clock,
    onGuest: (stream) => server.takeRelayed(stream),
    onState: (state) => void states.push(state),
  })
  ends.push(() => host.close())
  const port = (): Promise<number> =>
    vi.waitFor(() => {
      const state = states.at(-1)
      if (state?.kind !== 'open') throw new Error(`the relay is ${JSON.stringify(state)}`)
      return state.place.port
    }, waiting)
  return { states, port, close: () => host.close() }
}

const waiting = { timeout: 20_000, interval: 20 }

function dial(port: number): WebSocket {
  const socket = new WebSocket(`wss://127.0.0.1:${port}/session`, {
    rejectUnauthorized: false,
    perMessageDeflate: false,
  })
  socket.on('error', () => undefined)
  ends.push(() => socket.terminate())
  return socket
}

async function echo(socket: WebSocket, bytes: Buffer): Promise<Buffer | 'closed'> {
  if (socket.readyState === socket.CONNECTING) {
    await new Promise((resolve) => socket.once('open', resolve).once('close', resolve))
  }
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve('closed')
    socket.once('message', (data: Buffer) => resolve(data))
    socket.once('close', () => resolve('closed'))
    socket.send(bytes)
  })
}

it('[RE2][RE5] guests reach a host whom only its relay reaches, and every byte arrives', async () => {
  const server = await echoServer()
  const port = await come(server).port()
  const guests = [dial(port), dial(port), dial(port)]
  for (const guest of guests) {
    const bytes = randomBytes(200_000)
    expect(await echo(guest, bytes)).toEqual(bytes)
  }
  expect(relay.count()).toEqual({ hosts: 1, guests: 3 })
  guests[0]!.close()
  await vi.waitFor(() => expect(relay.count().guests).toBe(2), waiting)
})

it('[RE5] whoever hears what the relay hears can’t read it, and saying it again is worth nothing', async () => {
  const server = await echoServer()
  const port = await come(server).port()
  const line = await TappedLine.start(port)
  ends.push(() => line.close())
  const secret = Buffer.from('the token, which lets people in')
  const guest = dial(line.port)
  expect(await echo(guest, secret)).toEqual(secret)
  const { there, back } = line.heard
  for (const bytes of [Buffer.concat(there), Buffer.concat(back)]) {
    expect(bytes.length).toBeGreaterThan(secret.length)
    expect(bytes.includes(secret)).toBe(false)
    expect(bytes.includes('/session')).toBe(false)
  }
  heard = []
  const replay = plainConnect(port, '127.0.0.1')
  replay.write(Buffer.concat(there))
  await new Promise((resolve) => replay.resume().on('error', resolve).once('close', resolve))
  expect(heard).toEqual([])
  expect(await echo(guest, secret)).toEqual(secret)
})

it('[RE5] a byte that is changed on the way ends the connection before the host hears it', async () => {
  const server = await echoServer()
  const port = await come(server).port()
  const line = await TappedLine.start(port)
  ends.push(() => line.close())
  const guest = dial(line.port)
  expect(await echo(guest, Buffer.from('well'))).toEqual(Buffer.from('well'))
  heard = []
  line.alter = (bytes) => {
    const changed = Buffer.from(bytes)
    changed[changed.length - 1]! ^= 1
    return changed
  }
  expect(await echo(guest, Buffer.from('forged'))).toBe('closed')
  expect(heard).toEqual([])
})

it('[RE5] a relay that answers in the host’s place is found out before it is told anything', async () => {
  const got: Buffer[] = []
  const thief = createTlsServer(
    { key: relaysOwn.identity.privateKeyPem, cert: relaysOwn.identity.certificatePem },
    (socket) => void socket.on('data', (bytes) => void got.push(bytes)).on('error', () => undefined),
  )
  await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve))
  ends.push(() => thief.close())
  const { port } = thief.address() as AddressInfo
  const dialing = dialHost(
    { places: [{ address: '127.0.0.1', port }], pin: hosts.pin },
    { clock, limits, signal: new AbortController().signal },
  )
  await expect(dialing).rejects.toThrow(WrongHostError)
  expect(got).toEqual([])
})

it('[RE2] a relay with another key hears nothing, and the host says so', async () => {
  const { states } = come(await echoServer(), { link: linkTo(relay.port, { pin: anothers.pin }) })
  await vi.waitFor(() => {
    expect(states.at(-1)).toMatchObject({ kind: 'away', sentence: expect.stringMatching(/another relay/) })
  }, waiting)
  expect(relay.count().hosts).toBe(0)
})

it('[RE4] without the word there is no port, and a sentence says why', async () => {
  const { states } = come(await echoServer(), { link: linkTo(relay.port, { word: new Uint8Array(16) }) })
  await vi.waitFor(() => {
    expect(states.at(-1)).toMatchObject({ kind: 'away', sentence: expect.stringMatching(/does not let/) })
  }, waiting)
  expect(relay.count().hosts).toBe(0)
})

it('[RE4] whoever says nothing, or speaks something else, is cut', async () => {
  const { privateKeyPem: key, certificatePem: cert } = hosts.identity
  const manners = [
    { ALPNProtocols: [relayProtocol], key, cert },
    { ALPNProtocols: [relayProtocol] },
    { ALPNProtocols: ['http/1.1'], key, cert },
  ]
  for (const manner of manners) {
    const socket = connect({ port: relay.port, host: '127.0.0.1', rejectUnauthorized: false, ...manner })
    await new Promise((resolve) => socket.resume().on('error', resolve).once('close', resolve))
  }
  const silent = plainConnect(relay.port, '127.0.0.1')
  await new Promise((resolve) => silent.resume().on('error', resolve).once('close', resolve))
  expect(relay.count().hosts).toBe(0)
})

it('[RE3] a host that comes again takes the place of its earlier connection; another one waits for a port', async () => {
  const server = await echoServer()
  const first = come(server)
  const port = await first.port()
  const guest = dial(port)
  await echo(guest, Buffer.from('here'))
  const other = come(await echoServer(anothers), { as: anothers })
  await vi.waitFor(() => expect(other.states.map(({ kind }) => kind)).toContain('away'), waiting)
  other.close()
  first.close()
  expect(await come(server).port()).toBe(port)
  const again = dial(port)
  expect(await echo(again, Buffer.from('again'))).toEqual(Buffer.from('again'))
  expect(relay.count().hosts).toBe(1)
})

it('[RE6] what comes by a relay and is not TLS is cut, also when it says that it is from here', async () => {
  const port = await come(await echoServer()).port()
  const plain = plainConnect(port, '127.0.0.1')
  let answer = ''
  plain.on('data', (bytes) => (answer += String(bytes)))
  plain.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  await new Promise((resolve) => plain.on('error', resolve).once('close', resolve))
  expect(answer).not.toContain('HTTP/1.1')
})

it('[RE7] a guest that does not read holds up itself alone', async () => {
  const server = await echoServer()
  const port = await come(server).port()
  const slow = dial(port)
  await echo(slow, Buffer.from('here'))
  slow.pause()
  // Several times what all windows on its way take.
  for (let i = 0; i < 80; i++) slow.send(randomBytes(200_000))
  const others = [dial(port), dial(port)]
  for (const other of others) {
    const bytes = randomBytes(200_000)
    expect(await echo(other, bytes)).toEqual(bytes)
  }
  expect(slow.bufferedAmount).toBeGreaterThan(0)
})

it('[RE8] one address has so many connections and no more', async () => {
  const port = await come(await echoServer()).port()
  const held = limits.addressConnectionsMax
  const sockets = Array.from({ length: held + 50 }, () => plainConnect(port, '127.0.0.1'))
  let closed = 0
  for (const socket of sockets) {
    ends.push(() => socket.destroy())
    socket.resume().on('error', () => undefined)
    socket.once('close', () => closed++)
  }
  // One place is the host's own connection.
  await vi.waitFor(() => expect(closed).toBeGreaterThanOrEqual(51), waiting)
  expect(relay.count().guests).toBeLessThan(held)
})

it('[RE9] a relay that was away is dialed again, and the host has its port again', async () => {
  const range = await freeRange()
  await relay.close()
  const first = await startRelay(0, range)
  const host = come(await echoServer(), { link: linkTo(first.port) })
  const port = await host.port()
  await first.close()
  await vi.waitFor(() => expect(host.states.at(-1)?.kind).not.toBe('open'), waiting)
  await startRelay(first.port, range)
  expect(await host.port()).toBe(port)
  expect(await echo(dial(port), Buffer.from('again'))).toEqual(Buffer.from('again'))
})
