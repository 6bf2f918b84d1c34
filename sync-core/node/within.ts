import type { Clock } from '../base/clock.ts'

/** Whether it settled within so long. Never rejects. */
export async function settlesWithin(clock: Clock, delayMs: number, work: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  const settled = (): void => {
    isSettled = true
  }
  await within(clock, delayMs, work.then(settled, settled))
  return isSettled
}

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
