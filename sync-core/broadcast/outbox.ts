// What waits to be sent to one client. The socket gets only a small window ahead of its acknowledgement; the rest waits
// here, where it is counted, so a slow client can't make the host's memory grow or delay anybody else:
//
//   queued bytes   0 ───── outboxPresenceBytes ───────────── outboxBytesMax
//                  all     presence is dropped               the queue is thrown away, `onOverflow`
//
// What a welcome brings comes on top of the budget (it is bounded by the horizon), until all of it went to the socket:
// otherwise a budget smaller than a welcome would throw each welcome away.
//
// Frames are encoded once and shared by all outboxes; an outbox holds references.

import type { Limits } from '../base/limits.ts'
import type { Connection } from '../protocol/connection.ts'

export class Outbox {
  private readonly connection: Connection
  private readonly limits: Limits
  private readonly onOverflow: () => void
  private readonly onRoom: () => void
  private queue: Uint8Array[] = []
  private head = 0
  private queuedBytes = 0
  private held: Uint8Array[] | undefined
  /** Bytes of a welcome that may wait beside the budget. */
  private welcomeBytes = 0

  /** `onRoom` is called whenever everything queued went to the socket; `onOverflow` after the queue was thrown away. */
  constructor(connection: Connection, limits: Limits, onOverflow: () => void, onRoom: () => void) {
    this.connection = connection
    this.limits = limits
    this.onOverflow = onOverflow
    this.onRoom = onRoom
  }

  /** Bytes that wait here or in the socket. */
  get waitingBytes(): number {
    return this.queuedBytes + this.connection.bufferedBytes()
  }

  /** False when that was too much, and the whole queue was thrown away. */
  send(frame: Uint8Array): boolean {
    const isAlone = this.queuedBytes === 0
    if (this.held !== undefined) this.held.push(frame)
    else this.queue.push(frame)
    this.queuedBytes += frame.length
    // One frame always fits: a budget below it would bring the client up to date for ever.
    if (!isAlone && this.waitingBytes > this.limits.outboxBytesMax + this.welcomeBytes) {
      this.clear()
      this.onOverflow()
      return false
    }
    this.pump()
    return true
  }

  /** Sends unless the client is already slow: for what is worthless when late. Says whether it did. */
  sendIfQuick(frame: Uint8Array): boolean {
    return this.waitingBytes <= this.limits.outboxPresenceBytes && this.send(frame)
  }

  /** Live frames wait from now on until `release`, so that a welcome can be put before them. */
  hold(): void {
    this.held = []
  }

  /** Sends `frames` (a welcome), then what was held. */
  release(frames: readonly Uint8Array[]): void {
    const held = this.held ?? []
    this.held = undefined
    this.queue.push(...frames, ...held)
    for (const frame of frames) this.welcomeBytes += frame.length
    this.queuedBytes += this.welcomeBytes
    this.pump()
  }

  /** The socket took something. */
  drained(): void {
    this.pump()
  }

  clear(): void {
    this.queue = []
    this.head = 0
    this.queuedBytes = 0
    this.welcomeBytes = 0
    this.held = undefined
  }

  private pump(): void {
    while (this.head < this.queue.length && this.connection.bufferedBytes() < this.limits.socketWindowBytes) {
      const frame = this.queue[this.head++]!
      this.queuedBytes -= frame.length
      this.connection.send(frame)
    }
    if (this.head > 1024 || this.head === this.queue.length) {
      this.queue = this.queue.slice(this.head)
      this.head = 0
    }
    if (this.queue.length > 0 || this.held !== undefined) return
    this.welcomeBytes = 0
    this.onRoom()
  }
}
