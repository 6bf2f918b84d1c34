import type { Clock, Timer } from '../base/clock.ts'
import type { Participant } from './participants.ts'

/** Who is away: `onAway` is called for each who stays away for `graceMs`. */
export class AwayWatch {
  private readonly clock: Clock
  private readonly graceMs: number
  private readonly onAway: (participant: Participant) => void
  private readonly timers = new Map<Participant, Timer>()
  private isStopped = false

  constructor(clock: Clock, graceMs: number, onAway: (participant: Participant) => void) {
    this.clock = clock
    this.graceMs = graceMs
    this.onAway = onAway
  }

  /** The grace begins now. */
  left(participant: Participant): void {
    this.returned(participant)
    if (this.isStopped) return
    const timer = this.clock.after(this.graceMs, () => {
      this.timers.delete(participant)
      this.onAway(participant)
    })
    this.timers.set(participant, timer)
  }

  returned(participant: Participant): void {
    const timer = this.timers.get(participant)
    if (timer !== undefined) this.clock.cancel(timer)
    this.timers.delete(participant)
  }

  /** Nobody is waited for any more. */
  stop(): void {
    this.isStopped = true
    for (const participant of Array.from(this.timers.keys())) this.returned(participant)
  }
}
