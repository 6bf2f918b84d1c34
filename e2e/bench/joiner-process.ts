// Somebody who joins with a full replica, and the bare download that it is compared with.

import { WebSocket } from 'ws'
import { Prng, startClient, tileIndexOf, tileSidePx, tokenBytes } from '../../sync-core/index.ts'
import type { Client, Dialer } from '../../sync-core/index.ts'
import { SystemClock } from '../../sync-core/node/system-clock.ts'
import { WsDialer } from '../../sync-core/node/ws-dialer.ts'
import { serveCommands } from './command-channel.ts'
import type { SessionPlace } from './host-process.ts'

export interface JoinResult {
  /** From the dial until the picture is whole and newer updates follow. */
  readonly elapsedMs: number
  readonly cpuMs: number
  readonly bytes: number
  /** 32 KiB for each tile that is not blank. */
  readonly pictureBytes: number
}

export interface DownloadResult {
  readonly elapsedMs: number
  readonly cpuMs: number
}

const tileBytes = 32 * 1024

const commands = { join, download }
export type JoinerCommands = typeof commands

async function join({ url, token }: SessionPlace): Promise<JoinResult> {
  let bytes = 0
  const dialer = countBytes(new WsDialer(url), (count) => (bytes += count))
  const startMs = performance.now()
  const startCpuMs = cpuMs()
  const client = await new Promise<Client>((resolve, reject) => {
    const joining = startClient({
      dialer,
      clock: new SystemClock(),
      prng: new Prng(1),
      token: tokenBytes(token),
      participantKey: new Uint8Array(16).fill(255),
      name: 'Joiner',
      color: 0x804020,
      listener: {
        onState({ connection }) {
          if (connection.kind === 'connected') resolve(joining)
          if (connection.kind === 'ended' && connection.code !== 'left')
            reject(new Error(connection.sentence))
        },
        onPresence: () => undefined,
        onDirty: () => undefined,
      },
    })
  })
  const elapsedMs = performance.now() - startMs
  const result = { elapsedMs, cpuMs: cpuMs() - startCpuMs, bytes, pictureBytes: countPictureBytes(client) }
  client.leave()
  return result
}

/** From the dial until one message of `bytes` bytes is there. */
function download({ url, bytes }: { url: string; bytes: number }): Promise<DownloadResult> {
  const startMs = performance.now()
  const startCpuMs = cpuMs()
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}/bytes/${bytes}`, { perMessageDeflate: false, maxPayload: bytes })
    socket.on('error', reject)
    socket.on('message', () => {
      resolve({ elapsedMs: performance.now() - startMs, cpuMs: cpuMs() - startCpuMs })
      socket.close()
    })
  })
}

/** CPU time of this process since its start. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function countBytes(dialer: Dialer, count: (bytes: number) => void): Dialer {
  return {
    dial: (handler) =>
      dialer.dial({
        onOpen: () => handler.onOpen(),
        onDrain: () => handler.onDrain(),
        onClose: () => handler.onClose(),
        onMessage(message) {
          count(message.length)
          handler.onMessage(message)
        },
      }),
  }
}

function countPictureBytes(client: Client): number {
  const shown = new Uint8Array(128 * 128)
  const { x, y, width, height } = client.state().frame!
  let tiles = 0
  for (let ty = Math.floor(y / tileSidePx); ty * tileSidePx < y + height; ty++) {
    for (let tx = Math.floor(x / tileSidePx); tx * tileSidePx < x + width; tx++) {
      client.renderTile(tileIndexOf(tx, ty), shown)
      if (shown.some((byte) => byte !== 255)) tiles += 1
    }
  }
  return tiles * tileBytes
}

serveCommands(commands)
