import { limits } from '../base/limits.ts'
import type { Update } from './operation.ts'

/** The bounds of what can be undone; `limits` except in tests. */
export interface HorizonLimits {
  readonly pendingUpdatesMax: number
  readonly pendingUpdatesKept: number
  readonly pendingBytesMax: number
  readonly pendingBytesKept: number
}

/**
 * The rule of the horizon: it stays while `pending` (the updates after it) is within the maximum of updates and bytes,
 * else it moves as far as leaves what is kept. It depends on the updates alone, so everybody's horizon moves at the same
 * seq without a word, and an undo at the border means the same to all. (Moving by announcement would not: it arrives
 * later at some than a redo that it decides about.) The gap between maximum and kept leaves the base alone for long
 * stretches, so joiners share its encoded tiles.
 */
export function nextHorizon(
  horizon: number,
  pending: readonly Update[],
  pendingBytes: number,
  bounds: HorizonLimits = limits,
): number {
  if (pending.length <= bounds.pendingUpdatesMax && pendingBytes <= bounds.pendingBytesMax) return horizon
  let folded = Math.max(0, pending.length - bounds.pendingUpdatesKept)
  let bytes = pendingBytes
  for (let i = 0; i < folded; i++) bytes -= pending[i]!.operation.length
  while (bytes > bounds.pendingBytesKept) bytes -= pending[folded++]!.operation.length
  return horizon + folded
}
