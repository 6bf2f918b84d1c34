import type { Clock } from './clock.ts'

/** Allows `perSecond` units a second on average, and `burst` units at once after a rest. */
export class TokenBucket {
  private readonly clock: Clock
  private readonly perSecond: number
  private readonly burst: number
  private tokens: number
  private filledMs: number

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.clock = clock
    this.perSecond = perSecond
    this.burst = burst
    this.tokens = burst
    this.filledMs = clock.nowMs()
  }

  /** Takes `units` when they are there; otherwise takes none and says false. */
  take(units: number): boolean {
    if (!this.has(units)) return false
    this.tokens -= units
    return true
  }

  /** Whether so many are there. */
  has(units: number): boolean {
    const nowMs = this.clock.nowMs()
    // A clock that was set back gives nothing, rather than taking tokens away.
    const gained = (Math.max(0, nowMs - this.filledMs) / 1000) * this.perSecond
    this.tokens = Math.min(this.burst, this.tokens + gained)
    this.filledMs = nowMs
    return units <= this.tokens
  }
}
