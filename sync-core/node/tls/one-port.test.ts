import { X509Certificate } from 'node:crypto'
import { request as plainRequest, type RequestOptions } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { connect } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { WebSocket } from 'ws'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { limits } from '../../base/limits.ts'
import type { ConnectionHandler } from '../../protocol/connection.ts'
import { newIdentity } from '../../testing/host-identity.ts'
import type { PageFiles } from '../page-files.ts'
import { openSessionServer, type SessionServer, type SessionServerOptions } from '../session-server.ts'

const pages: PageFiles = new Map([['/', { bytes: new TextEncoder().encode('the page'), headers: {} }]])
const { identity } = await newIdentity()

let said: number[]
let server: SessionServer
const accept = (): ConnectionHandler => ({
  onMessage: (message) => void said.push(...message),
  onDrain: () => undefined,
  onClose: () => undefined,
})
const open = (change: Partial<SessionServerOptions> = {}): Promise<SessionServer> =>
  openSessionServer({
    reach: 'network',
    pages,
    accept,
    identity,
    names: ['anna.local'],
    requestHeadWithinMs: 300,
    ...change,
  })

beforeEach(async () => {
  said = []
  server = await open()
})
afterEach(() => server.close())

interface Reply {
  readonly status: number
  readonly location: string | undefined
  readonly body: string
}

function ask(by: 'http' | 'https', host = `127.0.0.1:${server.port}`): Promise<Reply> {
  const options: RequestOptions = {
    host: '127.0.0.1',
    port: server.port,
    path: '/',
    agent: false,
    headers: { host },
  }
  return new Promise((resolve, reject) => {
    const call = (by === 'http' ? plainRequest : tlsRequest)(
      { ...options, rejectUnauthorized: false },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => (body += text))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }),
        )
      },
    )
    call.on('error', reject)
    call.end()
  })
}

function dial(by: 'ws' | 'wss', change: { host?: string; origin?: string } = {}): Promise<'open' | number> {
  const { host = `127.0.0.1:${server.port}`, origin } = change
  const socket = new WebSocket(`${by}://127.0.0.1:${server.port}/session`, {
    rejectUnauthorized: false,
    headers: { host },
    ...(origin === undefined ? {} : { origin }),
  })
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.send(Uint8Array.of(1, 2, 3), () => socket.close())
      socket.once('close', () => resolve('open'))
    })
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('error', () => undefined)
  })
}

it('[EN3] one port speaks TLS and, to programs of this computer, plainly', async () => {
  expect(await ask('http')).toMatchObject({ status: 200, body: 'the page' })
  expect(await ask('https')).toMatchObject({ status: 200, body: 'the page' })
  expect(await dial('ws')).toBe('open')
  expect(await dial('wss')).toBe('open')
  await expect.poll(() => said).toEqual([1, 2, 3, 1, 2, 3])
})

it('[EN3] whoever comes plainly from elsewhere is told where to go, and nothing else', async () => {
  await server.close()
  server = await open({ isHere: () => false })
  const host = `192.168.1.20:${server.port}`
  expect(await ask('http', host)).toEqual({ status: 308, location: `https://${host}/`, body: '' })
  expect(await dial('ws')).toBe(426)
  expect(await ask('https')).toMatchObject({ status: 200 })
  expect(await dial('wss')).toBe('open')
  await expect.poll(() => said).toEqual([1, 2, 3])
})

it('[EN3] speaks TLS 1.3 and nothing older, with the host’s own key', async () => {
  const shake = (maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<string> =>
    new Promise((resolve) => {
      const socket = tlsConnect({
        port: server.port,
        host: '127.0.0.1',
        maxVersion,
        rejectUnauthorized: false,
      })
      socket.once('secureConnect', () => {
        const { raw } = socket.getPeerCertificate()
        const isOurs = raw.equals(new X509Certificate(identity.certificatePem).raw)
        const protocol = socket.getProtocol()
        socket.destroy()
        resolve(`${protocol} ${isOurs ? 'ours' : 'another'}`)
      })
      socket.once('error', ({ message }) => resolve(message))
    })
  expect(await shake('TLSv1.3')).toBe('TLSv1.3 ours')
  expect(await shake('TLSv1.2')).toMatch(/protocol version/)
})

it('[EN3] a session for this computer speaks no TLS', async () => {
  await server.close()
  server = await open({ reach: 'computer', identity: undefined })
  expect(await ask('http')).toMatchObject({ status: 200 })
  await expect(ask('https')).rejects.toThrow(/socket|ECONNRESET/)
})

const handshakeBegin = Uint8Array.of(22, 3, 1, 0, 200)
it.each([
  ['says nothing', new Uint8Array()],
  ['begins a handshake', handshakeBegin],
  ['begins a request', new TextEncoder().encode('GET / HT')],
])('[EN4] a connection that %s and stops there is cut', async (_, bytes) => {
  const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes))
  socket.on('error', () => undefined)
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(await ask('https')).toMatchObject({ status: 200 })
})

it('[EN4] a server that closes waits for nobody who has not said anything', async () => {
  await server.close()
  server = await open({ requestHeadWithinMs: 60_000 })
  const sockets = [new Uint8Array(), handshakeBegin].map((bytes) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes))
    socket.on('error', () => undefined)
    return new Promise((resolve) => socket.once('close', resolve))
  })
  await dial('wss')
  const began = Date.now()
  await server.close()
  expect(Date.now() - began).toBeLessThan(limits.socketCloseWithinMs + 2000)
  await Promise.all(sockets)
  server = await open()
})

it('[EN5] is asked for by addresses and its own names, and by no other', async () => {
  const { port } = server
  const good = [
    '127.0.0.1',
    `127.0.0.1:${port}`,
    `[fd00::7]:${port}`,
    `localhost:${port}`,
    `Anna.local:${port}`,
  ]
  const bad = [
    'evil.example',
    `evil.example:${port}`,
    '127.0.0.1.evil.example',
    'a b',
    '[evil]',
    '1.2.3',
    '127.0.0.1:port',
  ]
  for (const host of good) {
    expect([host, (await ask('https', host)).status]).toEqual([host, 200])
    expect([host, await dial('wss', { host, origin: `https://${host}` })]).toEqual([host, 'open'])
  }
  for (const host of bad) {
    expect([host, (await ask('https', host)).status]).toEqual([host, 421])
    expect([host, await dial('wss', { host, origin: `https://${host}` })]).toEqual([host, 403])
  }
})

it('[ND5] inside of TLS, a page is of this host when it came inside of TLS', async () => {
  const host = `127.0.0.1:${server.port}`
  expect(await dial('wss', { origin: `https://${host}` })).toBe('open')
  expect(await dial('wss', { origin: `http://${host}` })).toBe(403)
  expect(await dial('ws', { origin: `https://${host}` })).toBe(403)
})
