import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'

type SavePaceLimits = Pick<Limits, 'saveRestPerWork' | 'saveRestMsMax'>

/**
 * How a save leaves time to those who draw: after each piece of work it rests for a multiple of the time that took, so that a
 * large one is spread out instead of filling processor and disk. Once somebody waits for it, it rests no more.
 */
export class SavePace {
  private readonly clock: Clock
  private readonly limits: SavePaceLimits
  private isHurried = false
  private workedMs = 0
  private resting: { readonly timer: Timer; readonly end: () => void } | undefined

  constructor(clock: Clock, limits: SavePaceLimits) {
    this.clock = clock
    this.limits = limits
  }

  /** Does the next piece of work, after the rest that the one before left. */
  async work<T>(run: () => Promise<T>): Promise<T> {
    await this.rest()
    const begunMs = this.clock.nowMs()
    const result = await run()
    this.workedMs = this.clock.nowMs() - begunMs
    return result
  }

  /** Somebody waits for it: no more rests. */
  hurry(): void {
    this.isHurried = true
    if (this.resting === undefined) return
    this.clock.cancel(this.resting.timer)
    this.resting.end()
  }

  /** A clock that was set meanwhile costs one longest rest at most. */
  private async rest(): Promise<void> {
    const { saveRestPerWork, saveRestMsMax } = this.limits
    const restMs = Math.min(saveRestMsMax, this.workedMs * saveRestPerWork)
    if (this.isHurried || restMs <= 0) return
    await new Promise<void>((resolve) => {
      this.resting = { timer: this.clock.after(restMs, resolve), end: resolve }
    })
    this.resting = undefined
  }
}
