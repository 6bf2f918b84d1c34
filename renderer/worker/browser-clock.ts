import type { Clock, Timer } from '../../sync-core/index.ts'

/** The worker's own clock. */
export const browserClock: Clock = {
  nowMs: () => Date.now(),
  after: (delayMs, run): Timer => ({ id: setTimeout(run, delayMs) }),
  cancel: (timer) => clearTimeout(timer.id),
}
