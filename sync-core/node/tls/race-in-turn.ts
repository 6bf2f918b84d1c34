// Several ways may lead to one goal, and nobody knows which: one is tried after the other without waiting long for an answer, and
// the first that arrives is taken (RFC 8305, "happy eyeballs").

import type { Clock, Timer } from '../../base/clock.ts'

/** Rejects soon after it is aborted, and leaves nothing behind then. */
export type Attempt<T> = (signal: AbortSignal) => Promise<T>

/**
 * What the first attempt gives that succeeds; the others are aborted, and what they give all the same is dropped. The next one
 * begins `nextAfterMs` after the last, or as soon as it failed. Rejects with an AggregateError when all failed or `signal` is aborted.
 */
export function raceInTurn<T>(
  attempts: readonly Attempt<T>[],
  options: { clock: Clock; nextAfterMs: number; signal: AbortSignal; drop: (late: T) => void },
): Promise<T> {
  const { clock, nextAfterMs, signal, drop } = options
  const waiting = [...attempts]
  const running = new Set<AbortController>()
  const errors: unknown[] = []
  let timer: Timer | undefined
  let isOver = false
  return new Promise((resolve, reject) => {
    const end = (): void => {
      isOver = true
      if (timer !== undefined) clock.cancel(timer)
      signal.removeEventListener('abort', fail)
      for (const controller of running) controller.abort()
    }
    const fail = (): void => {
      end()
      reject(new AggregateError(errors, 'no attempt succeeded'))
    }
    const run = async (attempt: Attempt<T>): Promise<void> => {
      const controller = new AbortController()
      running.add(controller)
      try {
        const value = await attempt(controller.signal)
        running.delete(controller)
        if (isOver) return drop(value)
        end()
        resolve(value)
      } catch (error) {
        running.delete(controller)
        if (isOver) return
        errors.push(error)
        if (waiting.length > 0 || running.size === 0) next()
      }
    }
    const next = (): void => {
      if (timer !== undefined) clock.cancel(timer)
      timer = undefined
      const attempt = waiting.shift()
      if (attempt === undefined) {
        if (running.size === 0) fail()
        return
      }
      void run(attempt)
      if (waiting.length > 0) timer = clock.after(nextAfterMs, next)
    }
    signal.addEventListener('abort', fail)
    if (signal.aborted) fail()
    else next()
  })
}
