import type { Clock } from '../base/clock.ts'

/** Resolves when the work, which never rejects, is done, or after so long. */
export function within(clock: Clock, delayMs: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(delayMs, resolve)
    void work.then(() => {
      clock.cancel(timer)
      resolve()
    })
  })
}
