// Who may open connections: nobody from elsewhere takes all places, and nobody keeps the host busy with handshakes, which are the
// dearest thing that a stranger can ask for. Who is in notices nothing of it.

import type { Clock } from '../base/clock.ts'
import { limits } from '../base/limits.ts'
import { TokenBucket } from '../base/token-bucket.ts'

interface Caller {
  open: number
  readonly bucket: TokenBucket
  lastMs: number
}

export class ConnectionGate {
  private readonly clock: Clock
  private readonly everybody: TokenBucket
  private readonly callers = new Map<string, Caller>()

  constructor(clock: Clock) {
    this.clock = clock
    this.everybody = new TokenBucket(clock, limits.newConnectionsPerSecond, limits.newConnectionsBurst)
  }

  /** Whether one more connection may come from this address; `leave` gives its place back. */
  enter(address: string): boolean {
    const nowMs = this.clock.nowMs()
    this.forgetOld(nowMs)
    const name = callerOf(address)
    const caller = this.callers.get(name) ?? {
      open: 0,
      bucket: new TokenBucket(this.clock, limits.addressConnectionsPerSecond, limits.addressConnectionsMax),
      lastMs: nowMs,
    }
    this.callers.set(name, caller)
    caller.lastMs = nowMs
    if (caller.open >= limits.addressConnectionsMax || !caller.bucket.take(1) || !this.everybody.take(1))
      return false
    caller.open += 1
    return true
  }

  /** How many callers are remembered. */
  get size(): number {
    return this.callers.size
  }

  leave(address: string): void {
    const caller = this.callers.get(callerOf(address))
    if (caller !== undefined) caller.open -= 1
  }

  /** Addresses that somebody makes up must not fill the memory. */
  private forgetOld(nowMs: number): void {
    if (this.callers.size < limits.callersKept) return
    for (const [name, { open, lastMs }] of this.callers) {
      if (
        open === 0 &&
        (nowMs - lastMs > limits.callerForgottenMs || this.callers.size >= 2 * limits.callersKept)
      )
        this.callers.delete(name)
    }
  }
}

/** The address, or the network of an IPv6 one: a single computer has all 2^64 of them. */
function callerOf(address: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (v4 !== undefined) return v4
  if (!address.includes(':')) return address
  const [left = '', right] = address.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
