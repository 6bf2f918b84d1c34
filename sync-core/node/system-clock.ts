import type { Clock, Timer } from '../base/clock.ts'

/** The computer's own time. Its timers do not keep the process alive by themselves. */
export class SystemClock implements Clock {
  private readonly running = new Map<number, NodeJS.Timeout>()
  private lastId = 0

  nowMs(): number {
    return Date.now()
  }

  after(delayMs: number, run: () => void): Timer {
    const id = ++this.lastId
    const timeout = setTimeout(() => {
      this.running.delete(id)
      run()
    }, delayMs)
    timeout.unref()
    this.running.set(id, timeout)
    return { id }
  }

  cancel(timer: Timer): void {
    clearTimeout(this.running.get(timer.id))
    this.running.delete(timer.id)
  }
}
