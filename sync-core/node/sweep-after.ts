import { limits, type Limits } from '../base/limits.ts'

const dayMs = 24 * 60 * 60 * 1000

/** How long from now a picture stays that says it was deleted then. Who deleted it may have had another clock: as if it was now, at most. */
export function sweepAfterMs(deletedMs: number, nowMs: number, { deletedKeepDays }: Limits = limits): number {
  const keptMs = deletedKeepDays * dayMs
  return Math.min(Math.max(0, deletedMs + keptMs - nowMs), keptMs)
}
