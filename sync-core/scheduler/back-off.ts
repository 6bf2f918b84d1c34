// How long a task that failed waits: its cadence, doubled with each failure in a row.
//
//   failures   1      2      3      4      5       6        7        8 …
//   persist    30 s   60 s   60 s   60 s   60 s …                               may help to try again: a bucket that is away
//              30 s   1 min  2 min  4 min  8 min   16 min   32 min   1 h …      can't help soon
//
// Up to a quarter less by chance, so that what failed together does not come back together.

import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'

export interface FailedTry {
  readonly cadenceMs: number
  /** In a row, with this one: from 1 on. */
  readonly failures: number
  readonly error: unknown
}

export function backOffMs(failed: FailedTry, limits: Limits, random: () => number): number {
  const { cadenceMs, failures, error } = failed
  const mayHelp = error instanceof StorageError && error.retryable
  const maxMs = mayHelp ? limits.backOffMsMax : limits.setAsideBackOffMsMax
  return Math.ceil(Math.min(maxMs, cadenceMs * 2 ** failures) * (1 - random() / 4))
}
