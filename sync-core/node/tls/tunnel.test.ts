import { randomBytes } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { WebSocket } from 'ws'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { limits } from '../../base/limits.ts'
import { decodeHostMessage } from '../../protocol/messages.ts'
import type { InvitePlace } from '../../protocol/invite.ts'
import { newIdentity, type TestedIdentity } from '../../testing/host-identity.ts'
import { appOrigin } from '../page-policy.ts'
import { openSessionServer, type SessionServer } from '../session-server.ts'
import { SystemClock } from '../system-clock.ts'
import { openTunnel, type Tunnel } from './tunnel.ts'

const clock = new SystemClock()
const [ours, anothers] = await Promise.all([newIdentity(), newIdentity()])
const ends: (() => unknown)[] = []
let heard: number[]

/** A host that says back what it hears. */
async function host({ identity }: TestedIdentity): Promise<SessionServer> {
  const server = await openSessionServer({
    reach: 'network',
    pages: new Map(),
    identity,
    isHere: () => false,
    accept: (connection) => {
      connection.letIn?.()
      return {
        onMessage: (message) => {
          heard.push(message.length)
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

/** Somebody who took the host's place: whatever gets through its TLS is kept. */
async function thief({ identity }: TestedIdentity): Promise<{ port: number; got: Buffer[] }> {
  const got: Buffer[] = []
  const server = createTlsServer({ key: identity.privateKeyPem, cert: identity.certificatePem }, (socket) => {
    socket.on('data', (bytes) => void got.push(bytes))
    socket.on('error', () => undefined)
  })
  return { port: await listen(server), got }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

const at = (port: number): InvitePlace => ({ address: '127.0.0.1', port })

async function tunnelTo(pin: Uint8Array | undefined, ...ports: readonly number[]): Promise<Tunnel> {
  const tunnel = await openTunnel({ places: ports.map(at), pin }, { clock, limits })
  ends.push(() => tunnel.close())
  return tunnel
}

/** The app's window. */
function dial({ port }: Tunnel, { origin = appOrigin, path = '/session' } = {}): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin, perMessageDeflate: false })
  socket.on('error', () => undefined)
  ends.push(() => socket.terminate())
  return socket
}

function once(socket: WebSocket): Promise<Uint8Array | 'closed'> {
  return new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(Uint8Array.from(data)))
    socket.once('close', () => resolve('closed'))
  })
}

async function echo(socket: WebSocket, bytes: Uint8Array): Promise<Uint8Array | 'closed'> {
  if (socket.readyState === WebSocket.CONNECTING) await new Promise((resolve) => socket.once('open', resolve))
  const answer = once(socket)
  socket.send(bytes)
  return answer
}

beforeEach(() => {
  heard = []
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

it('[EN6][EN8] the window speaks with the host whose key the invite names, through this computer', async () => {
  const tunnel = await tunnelTo(ours.pin, (await host(ours)).port)
  const [first, second] = [dial(tunnel), dial(tunnel)]
  expect(await echo(first, Uint8Array.of(1, 2, 3))).toEqual(Uint8Array.of(1, 2, 3))
  expect(await echo(second, Uint8Array.of(4))).toEqual(Uint8Array.of(4))
  expect(heard).toEqual([3, 1])
})

it('[EN8] hands on every byte as it came, in order, however much', async () => {
  const tunnel = await tunnelTo(ours.pin, (await host(ours)).port)
  const socket = dial(tunnel)
  await new Promise((resolve) => socket.once('open', resolve))
  const sent = Array.from({ length: 64 }, (_, i) => randomBytes(60_000 + i))
  const got: Buffer[] = []
  const all = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      if (got.push(data) === sent.length) resolve()
    })
  })
  for (const message of sent) socket.send(message)
  await all
  expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true)
})

it('[EN6][EN7] who has another key hears nothing, and the window is told', async () => {
  const stranger = await thief(anothers)
  const tunnel = await tunnelTo(ours.pin, stranger.port)
  const socket = dial(tunnel)
  const answer = await once(socket)
  expect(answer === 'closed' ? answer : decodeHostMessage(answer)).toMatchObject({
    kind: 'refusal',
    code: 'wrong-host',
    sentence: expect.stringMatching(/another host answers.*Nothing was told to it\. Ask the host/) as string,
  })
  expect(await once(socket)).toBe('closed')
  expect(stranger.got).toEqual([])
})

it('[EN7][EN10] a place with another key is passed over, and the host is dialed first the next time', async () => {
  const stranger = await thief(anothers)
  let asked = 0
  const counting = createServer((socket) => {
    asked += 1
    const on = connect(stranger.port, '127.0.0.1')
    on.on('error', () => socket.destroy())
    socket.on('error', () => on.destroy())
    socket.pipe(on).pipe(socket)
  })
  const tunnel = await tunnelTo(ours.pin, await listen(counting), await deadPort(), (await host(ours)).port)
  for (let i = 0; i < 3; i++) expect(await echo(dial(tunnel), Uint8Array.of(i))).toEqual(Uint8Array.of(i))
  expect([asked, stranger.got]).toEqual([1, []])
})

it('[EN7] where nobody answers, the connection ends as ever', async () => {
  const silent = createServer((socket) => socket.destroy())
  expect(await once(dial(await tunnelTo(ours.pin, await deadPort(), await listen(silent))))).toBe('closed')
})

it('[EN6] without a pin, a certificate that nobody vouches for is no host', async () => {
  const stranger = await thief(ours)
  expect(await once(dial(await tunnelTo(undefined, stranger.port)))).toBe('closed')
  expect(stranger.got).toEqual([])
})

it('[EN8] takes nothing but the socket of the app’s own page', async () => {
  const tunnel = await tunnelTo(ours.pin, (await host(ours)).port)
  for (const origin of ['https://evil.example', `http://127.0.0.1:${tunnel.port}`, 'null', ''])
    expect(await once(dial(tunnel, { origin }))).toBe('closed')
  expect(await once(dial(tunnel, { path: '/other' }))).toBe('closed')
  expect((await fetch(`http://127.0.0.1:${tunnel.port}/`)).status).toBe(404)
  expect(await echo(dial(tunnel), Uint8Array.of(9))).toEqual(Uint8Array.of(9))
  expect(heard).toEqual([1])
})

it('[EN9] closed, it ends what goes through it, on both sides', async () => {
  let left = 0
  const server = await openSessionServer({
    reach: 'network',
    pages: new Map(),
    identity: ours.identity,
    accept: () => ({ onMessage: () => {}, onDrain: () => {}, onClose: () => void (left += 1) }),
  })
  ends.push(() => server.close())
  const tunnel = await tunnelTo(ours.pin, server.port)
  const socket = dial(tunnel)
  await new Promise((resolve) => socket.once('open', resolve))
  const answer = once(socket)
  await tunnel.close()
  expect(await answer).toBe('closed')
  await expect.poll(() => left).toBe(1)
})

it('[EN8] a window that goes away while the host is dialed leaves nothing behind', async () => {
  let open = 0
  const silent = createServer((socket) => {
    open += 1
    socket.on('error', () => undefined)
    socket.once('close', () => (open -= 1))
    socket.resume()
  })
  const tunnel = await tunnelTo(ours.pin, await listen(silent))
  const socket = dial(tunnel)
  await expect.poll(() => open).toBe(1)
  socket.terminate()
  await expect.poll(() => open).toBe(0)
})
