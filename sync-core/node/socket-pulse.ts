// Notices sockets whose peer is gone without a word (a pulled cable, a closed lid). A peer lives as long as anything
// moves: a message or a pong comes in, or bytes that wait for it become fewer. So a guest on a slow line, whose pong
// stands behind a large snapshot, is not taken for dead.

import type { WebSocket } from 'ws'
import { limits } from '../base/limits.ts'

/** Pings the socket until it closes, and cuts it after limits.socketSilenceMs without a sign of life. */
export function keepPulse(socket: WebSocket, nowMs: () => number = Date.now): void {
  let heardMs = nowMs()
  let waitingBytes = 0
  const hear = (): void => {
    heardMs = nowMs()
  }
  socket.on('message', hear)
  socket.on('pong', hear)
  const timer = setInterval(() => {
    if (socket.bufferedAmount < waitingBytes) hear()
    waitingBytes = socket.bufferedAmount
    if (nowMs() - heardMs > limits.socketSilenceMs) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.ping()
  }, limits.socketPingMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
