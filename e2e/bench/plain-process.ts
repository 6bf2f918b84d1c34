// The peer of every socket measurement: a server of bare `ws` that knows nothing. At /echo it passes each message on to
// everybody there, its sender included; at /bytes/N it sends one message of N bytes.

import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { serveCommands } from './command-channel.ts'

const commands = { open, readCpu }
export type PlainCommands = typeof commands

/** Returns the server's URL, without a path. */
async function open(): Promise<string> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    perMessageDeflate: false,
    clientTracking: false,
  })
  const everybody = new Set<WebSocket>()
  server.on('connection', (socket, { url }) => {
    socket.on('error', () => undefined)
    const bytes = /^\/bytes\/(\d+)$/.exec(url ?? '')?.[1]
    if (bytes !== undefined) {
      socket.send(new Uint8Array(Number(bytes)))
      return
    }
    everybody.add(socket)
    socket.on('close', () => everybody.delete(socket))
    socket.on('message', (message) => {
      for (const one of everybody) one.send(message as Buffer)
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function readCpu(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return Promise.resolve(user + system)
}

serveCommands(commands)
