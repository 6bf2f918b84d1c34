import type { Clock, Timer } from '../base/clock.ts'

/** Passes on the newest value, at most `perSecond` times a second: the first at once, the last one always. */
export class PresencePacer<T> {
  private readonly clock: Clock
  private readonly gapMs: number
  private readonly send: (value: T) => void
  private waiting: { readonly value: T } | undefined
  private timer: Timer | undefined

  constructor(clock: Clock, perSecond: number, send: (value: T) => void) {
    this.clock = clock
    this.gapMs = Math.ceil(1000 / perSecond)
    this.send = send
  }

  set(value: T): void {
    this.waiting = { value }
    if (this.timer === undefined) this.flush()
  }

  /** Forgets what waits. */
  stop(): void {
    this.waiting = undefined
    if (this.timer !== undefined) this.clock.cancel(this.timer)
    this.timer = undefined
  }

  private flush(): void {
    const { waiting } = this
    if (waiting === undefined) return
    this.waiting = undefined
    this.timer = this.clock.after(this.gapMs, () => {
      this.timer = undefined
      this.flush()
    })
    this.send(waiting.value)
  }
}
