// The peers of every socket measurement: a server of bare `ws` that knows nothing. At /echo it passes each message on to
// everybody there, its sender included; at /framed the same, with the frame made once for all; at /batched what came within
// 8 ms goes out in one such frame, which is what a server of `ws` can do at best. At /bytes/N it sends one message of N bytes.

import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { ByteReader } from '../../sync-core/base/byte-reader.ts'
import { ByteWriter } from '../../sync-core/base/byte-writer.ts'
import { limits } from '../../sync-core/index.ts'
import { newIdentity } from '../../sync-core/testing/host-identity.ts'
import { serveCommands } from './command-channel.ts'
import { memoryTaken, type MemoryTaken } from './memory-taken.ts'

const commands = { open, openTls, readCpu, readMemory }
export type PlainCommands = typeof commands

/** Returns the server's URL, without a path. */
function open(): Promise<string> {
  return listen(createServer(), 'ws')
}

/** The same inside of TLS, with a key as a host has it. */
async function openTls(): Promise<string> {
  const { identity } = await newIdentity()
  const options = {
    key: identity.privateKeyPem,
    cert: identity.certificatePem,
    minVersion: 'TLSv1.3',
  } as const
  return listen(createTlsServer(options), 'wss')
}

async function listen(http: Server, scheme: 'ws' | 'wss'): Promise<string> {
  const server = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false })
  const places = { '/echo': echo(), '/framed': framed(), '/batched': batched() }
  server.on('connection', (socket, { url = '' }) => {
    socket.on('error', () => undefined)
    const bytes = /^\/bytes\/(\d+)$/.exec(url)?.[1]
    if (bytes !== undefined) return socket.send(new Uint8Array(Number(bytes)))
    places[url as keyof typeof places](socket)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return `${scheme}://127.0.0.1:${(http.address() as AddressInfo).port}`
}

type Join = (socket: WebSocket) => void

function echo(): Join {
  return everybody((message, sockets) => {
    for (const socket of sockets) socket.send(message)
  })
}

function framed(): Join {
  return everybody((message, sockets) => sendFramed(message, sockets))
}

/** Its frame of updates is made as bluntly as can be: the numbers in front of each message's update are cut off. */
function batched(): Join {
  let waiting: Buffer[] = []
  return everybody((message, sockets) => {
    waiting.push(message)
    if (waiting.length > 1) return
    setTimeout(() => {
      const writer = new ByteWriter()
      writer.u8(waiting[0]![0]!)
      writer.varuint(1)
      writer.varuint(waiting.length)
      for (const one of waiting) writer.bytes(updateOf(one))
      waiting = []
      sendFramed(Buffer.from(writer.finish()), sockets)
    }, limits.tickMs)
  })
}

function updateOf(message: Buffer): Uint8Array {
  const reader = new ByteReader(message)
  reader.u8()
  reader.varuint()
  reader.varuint()
  return reader.bytes(reader.remaining)
}

function everybody(take: (message: Buffer, sockets: ReadonlySet<WebSocket>) => void): Join {
  const sockets = new Set<WebSocket>()
  return (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('message', (message) => take(message as Buffer, sockets))
  }
}

/** Past the sockets' senders, which would make each its own frame. */
function sendFramed(message: Buffer, sockets: ReadonlySet<WebSocket>): void {
  const bytes = Buffer.concat([frameHead(message.length), message])
  for (const socket of sockets) (socket as unknown as { readonly _socket: Socket })._socket.write(bytes)
}

/** Of a whole binary message from a server (RFC 6455, section 5.2). */
function frameHead(length: number): Uint8Array {
  if (length < 126) return Uint8Array.of(0x82, length)
  if (length < 65_536) return Uint8Array.of(0x82, 126, length >> 8, length & 255)
  return Uint8Array.of(
    0x82,
    127,
    0,
    0,
    0,
    0,
    length >>> 24,
    (length >> 16) & 255,
    (length >> 8) & 255,
    length & 255,
  )
}

function readCpu(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return Promise.resolve(user + system)
}

function readMemory(): Promise<MemoryTaken> {
  return Promise.resolve(memoryTaken())
}

serveCommands(commands)
