import { EventEmitter } from 'node:events'
import type { WebSocket } from 'ws'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limits } from '../base/limits.ts'
import { keepPulse } from './socket-pulse.ts'

class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readonly readyState = 1
  bufferedAmount = 0
  pings = 0
  cut = false

  ping(): void {
    this.pings += 1
  }

  terminate(): void {
    this.cut = true
    this.emit('close')
  }
}

let socket: FakeSocket

beforeEach(() => {
  vi.useFakeTimers()
  socket = new FakeSocket()
  keepPulse(socket as unknown as WebSocket)
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (times: number, between: () => void): void => {
  for (let i = 0; i < times; i++) {
    vi.advanceTimersByTime(limits.socketPingMs)
    between()
  }
}

it('[ND18] a peer that answers pings stays', () => {
  pass(20, () => socket.emit('pong'))
  expect([socket.cut, socket.pings]).toEqual([false, 20])
})

it('[ND18] a slow peer stays as long as anything that waits for it gets less', () => {
  socket.bufferedAmount = 1_000_000
  pass(20, () => (socket.bufferedAmount -= 1000))
  expect(socket.cut).toBe(false)
})

it('[ND18] a peer from which nothing comes and to which nothing goes is cut', () => {
  socket.bufferedAmount = 5000
  pass(limits.socketSilenceMs / limits.socketPingMs, () => undefined)
  expect(socket.cut).toBe(false)
  pass(1, () => undefined)
  expect(socket.cut).toBe(true)
  const { pings } = socket
  pass(5, () => undefined)
  expect(socket.pings).toBe(pings)
})
