import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'node:http'
import { WebSocket } from 'ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { Connection, ConnectionHandler } from '../protocol/connection.ts'
import { readPageFiles, type PageFiles } from './page-files.ts'
import { appOrigin } from './page-policy.ts'
import { newIdentity } from '../testing/host-identity.ts'
import { openSessionServer, type SessionServer } from './session-server.ts'
import { WsDialer } from './ws-dialer.ts'

interface Peer {
  readonly connection: Connection
  readonly messages: Uint8Array[]
  closed: boolean
}

let folder: string
let pages: PageFiles
let server: SessionServer
let peers: Peer[]
let letsIn: boolean

const accept = (connection: Connection): ConnectionHandler => {
  const peer: Peer = { connection, messages: [], closed: false }
  peers.push(peer)
  if (letsIn) connection.letIn?.()
  return {
    onMessage: (message) => void peer.messages.push(message),
    onDrain: () => undefined,
    onClose: () => {
      peer.closed = true
    },
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gesso-pages-'))
  await mkdir(join(folder, 'pages', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.html'), 'not to be served')
  await writeFile(join(folder, 'pages', 'index.html'), '<!doctype html><title>Gesso</title>')
  await writeFile(join(folder, 'pages', 'assets', 'index-Ab12.js'), 'export {}')
  await writeFile(join(folder, 'pages', 'assets', 'index-Ab12.js.map'), '{}')
  pages = await readPageFiles(join(folder, 'pages'))
  peers = []
  letsIn = true
  server = await openSessionServer({ reach: 'computer', pages, accept, requestHeadWithinMs: 300 })
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

interface Reply {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** The path goes onto the wire as it is: no client tidies it up. */
function ask(path: string, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path, method }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    call.on('error', reject)
    call.end()
  })
}

function openSocket(origin?: string): Promise<{ socket: WebSocket; outcome: 'open' | number }> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${server.port}/session`,
    origin === undefined ? {} : { origin },
  )
  return new Promise((resolve) => {
    socket.once('open', () => resolve({ socket, outcome: 'open' }))
    socket.once('unexpected-response', (_request, response) => {
      resolve({ socket, outcome: response.statusCode ?? 0 })
      socket.terminate()
    })
    socket.on('error', () => undefined)
  })
}

const closeOf = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', (code) => resolve(code)))

/** Bytes straight onto a socket; resolves with everything the server said until it ended the connection. */
function speakRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
    let said = ''
    socket.on('data', (bytes) => (said += bytes.toString('latin1')))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(said))
  })
}

describe('the guest page', () => {
  it('[ND1] is served at / with strict headers and is never cached', async () => {
    const reply = await ask('/')
    expect(reply.status).toBe(200)
    expect(reply.body).toBe('<!doctype html><title>Gesso</title>')
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.headers['x-content-type-options']).toBe('nosniff')
    expect(reply.headers['referrer-policy']).toBe('no-referrer')
    expect(reply.headers['content-security-policy']).toMatch(
      /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; .*connect-src 'self' ws:/,
    )
  })

  it('[ND1] has assets that a browser may keep, and no source maps', async () => {
    const asset = await ask('/assets/index-Ab12.js?v=1')
    expect(asset.status).toBe(200)
    expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await ask('/assets/index-Ab12.js.map')).status).toBe(404)
  })

  it('[ND2] is the only thing served: no path leads out of its folder', async () => {
    const tries = [
      '/../secret.html',
      '/assets/../../secret.html',
      '/%2e%2e/secret.html',
      '/..%2fsecret.html',
      '/assets/..%5c..%5csecret.html',
      '//secret.html',
      '/./index.html',
      '/assets',
      '/constructor',
      '/__proto__',
    ]
    for (const path of tries) expect([path, (await ask(path)).status]).toEqual([path, 404])
  })

  it('[ND2] answers GET and HEAD only', async () => {
    const head = await ask('/', 'HEAD')
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '35'])
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) {
      expect([method, (await ask('/', method)).status]).toEqual([method, 405])
    }
  })

  it('[ND3] drops a request that comes too slowly or with too large a head', async () => {
    const began = Date.now()
    await speakRaw('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ')
    await speakRaw('')
    expect(Date.now() - began).toBeLessThan(3000)
    const large = await speakRaw(
      `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(limits.requestHeadBytesMax)}\r\n\r\n`,
    )
    expect(large).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('[ND1] that is not built is a sentence', async () => {
    await expect(readPageFiles(join(folder, 'nowhere'))).rejects.toThrow(
      /no index\.html in .*nowhere\. Build Gesso again/,
    )
  })
})

describe('the socket', () => {
  it('[ND4] carries whole binary messages both ways, in order, and ends once', async () => {
    const received: Uint8Array[] = []
    let drains = 0
    const closed = new Promise<void>((resolve) => {
      const connection = new WsDialer(`ws://127.0.0.1:${server.port}/session`).dial({
        onOpen: () => {
          connection.send(Uint8Array.of(1))
          connection.send(Uint8Array.of(2, 3))
        },
        onMessage: (message) => {
          received.push(message)
          connection.close()
        },
        onDrain: () => (drains += 1),
        onClose: resolve,
      })
    })
    await expect.poll(() => peers[0]?.messages).toEqual([Uint8Array.of(1), Uint8Array.of(2, 3)])
    expect(drains).toBeGreaterThan(0)
    peers[0]?.connection.send(Uint8Array.of(4))
    await closed
    expect(received).toEqual([Uint8Array.of(4)])
    await expect.poll(() => peers[0]?.closed).toBe(true)
    peers[0]?.connection.send(Uint8Array.of(5))
    peers[0]?.connection.close()
  })

  it('[ND5] opens for the guest page, for Gesso itself and for programs, and for no other page', async () => {
    const origins: [string | undefined, 'open' | number][] = [
      [undefined, 'open'],
      [appOrigin, 'open'],
      [`http://127.0.0.1:${server.port}`, 'open'],
      ['http://evil.example', 403],
      [`http://127.0.0.1:${server.port + 1}`, 403],
      [`https://127.0.0.1:${server.port}`, 403],
      ['null', 403],
      ['gesso-app://other', 403],
    ]
    for (const [origin, expected] of origins) {
      const { socket, outcome } = await openSocket(origin)
      expect([origin, outcome]).toEqual([origin, expected])
      socket.terminate()
    }
  })

  it('[ND5] is at one path only', async () => {
    const said = await speakRaw(
      'GET /elsewhere HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    expect(said).toMatch(/^HTTP\/1\.1 404 Not Found[^]*The session's socket is at \/session\.$/)
  })

  it('[ND6] ends a connection that sends text, and tells the host nothing of it', async () => {
    const { socket } = await openSocket()
    socket.send('hello')
    socket.send(Uint8Array.of(1))
    expect(await closeOf(socket)).toBe(1003)
    await expect.poll(() => peers[0]?.closed).toBe(true)
    expect(peers[0]?.messages).toEqual([])
  })

  it('[ND6] ends a connection whose message is too large, before it is gathered', async () => {
    const { socket } = await openSocket()
    socket.send(new Uint8Array(limits.clientMessageBytesMax + 1))
    expect(await closeOf(socket)).toBe(1009)
    await expect.poll(() => peers[0]?.closed).toBe(true)
    expect(peers[0]?.messages).toEqual([])
  })

  it('[ND6] ends a connection that breaks the framing, and nobody else notices', async () => {
    const { socket: other } = await openSocket()
    const said = await speakRaw(
      'GET /session HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\xff\xff\xff\xff',
    )
    expect(said).toMatch(/^HTTP\/1\.1 101 /)
    other.send(Uint8Array.of(7))
    await expect.poll(() => peers[0]?.messages).toEqual([Uint8Array.of(7)])
    other.terminate()
  })

  it('[ND4] gives each message bytes of its own', async () => {
    const { socket } = await openSocket()
    for (let i = 0; i < 20; i++) socket.send(Uint8Array.of(i))
    await expect.poll(() => peers[0]?.messages.length).toBe(20)
    for (const message of peers[0]?.messages ?? []) expect(message.buffer.byteLength).toBe(1)
    socket.terminate()
  })
})

it('[EN13] before the hello is taken, no more than a hello is read', async () => {
  letsIn = false
  const { socket } = await openSocket()
  socket.send(new Uint8Array(limits.helloBytesMax))
  await expect.poll(() => peers[0]?.messages.length).toBe(1)
  const closed = closeOf(socket)
  socket.send(new Uint8Array(10))
  await closed
  const other = await openSocket()
  const cut = closeOf(other.socket)
  other.socket.send(new Uint8Array(limits.clientMessageBytesMax - 10))
  await cut
  expect(peers[1]?.messages).toEqual([])
})

it('[EN13] who was let in sends messages of their full size', async () => {
  letsIn = false
  const { socket } = await openSocket()
  await expect.poll(() => peers[0]).toBeDefined()
  peers[0]!.connection.letIn?.()
  socket.send(new Uint8Array(limits.clientMessageBytesMax - 10))
  await expect.poll(() => peers[0]?.messages.length).toBe(1)
  socket.terminate()
})

describe('the port', () => {
  it('[ND7] is the preferred one while it is free, else another', async () => {
    const second = await openSessionServer({ reach: 'computer', pages, accept, preferredPort: server.port })
    expect(second.port).not.toBe(server.port)
    const { port } = second
    await second.close()
    const third = await openSessionServer({ reach: 'computer', pages, accept, preferredPort: port })
    expect(third.port).toBe(port)
    await third.close()
  })

  it('[ND7] is reachable on every interface only when asked for', async () => {
    const { identity } = await newIdentity()
    const everywhere = await openSessionServer({ reach: 'network', pages, accept, identity })
    const said = await fetch(`http://127.0.0.1:${everywhere.port}/`)
    expect(said.status).toBe(200)
    await everywhere.close()
  })

  it('[ND8] closes within moments even when a peer does not answer', async () => {
    const stuck = connect(server.port, '127.0.0.1')
    stuck.on('error', () => undefined)
    const { socket } = await openSocket()
    socket.pause()
    const began = Date.now()
    await server.close()
    expect(Date.now() - began).toBeLessThan(limits.socketCloseWithinMs + 1000)
    await expect.poll(() => peers[0]?.closed).toBe(true)
    socket.terminate()
    server = await openSessionServer({ reach: 'computer', pages, accept })
  })
})
