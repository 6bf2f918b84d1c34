import { limits } from '../base/limits.ts'
import type { Update } from './operation.ts'

/** The bounds of what can be undone; `limits` except in tests. */
export interface HorizonLimits {
  readonly pendingUpdatesMax: number
  readonly pendingUpdatesKept: number
  readonly pendingUpdatesHardMax: number
  readonly pendingBytesMax: number
  readonly pendingBytesKept: number
  readonly pendingBytesHardMax: number
  readonly undoActionsKept: number
  readonly horizonEverySeqs: number
}

export interface HorizonState {
  readonly horizon: number
  /** The updates after the horizon, and the bytes of their operations. */
  readonly pending: readonly Update[]
  readonly pendingBytes: number
  /** The newest horizon that leaves everybody who is here the actions that they may count on. */
  depthSeq(): number
}

/**
 * The rule of the horizon. It stays while `pending` is within the maximum of updates and bytes; else it moves as far as leaves
 * what is kept, but leaves everyone who is here `undoActionsKept` actions to undo; only past the hard maximum it leaves
 * less. It depends on the updates alone, so everybody's horizon moves at the same seq without a word, and an undo at the border
 * means the same to all. (Moving by announcement would not: it arrives later at some than a redo that it decides about.) It
 * is looked at every `horizonEverySeqs` only, and moves in steps of at least max − kept updates, so that the base is left alone
 * for long stretches and joiners share its encoded tiles.
 */
export function nextHorizon(state: HorizonState, bounds: HorizonLimits = limits): number {
  const { horizon, pending, pendingBytes } = state
  const seq = horizon + pending.length
  const isWithin = pending.length <= bounds.pendingUpdatesMax && pendingBytes <= bounds.pendingBytesMax
  if (isWithin || seq % bounds.horizonEverySeqs !== 0) return horizon
  const wanted = horizon + foldable(state, bounds.pendingUpdatesKept, bounds.pendingBytesKept)
  const forced = horizon + foldable(state, bounds.pendingUpdatesHardMax, bounds.pendingBytesHardMax)
  const next = Math.max(forced, Math.min(wanted, state.depthSeq()))
  const step = bounds.pendingUpdatesMax - bounds.pendingUpdatesKept
  return next - horizon >= Math.min(step, wanted - horizon) || forced > horizon
    ? Math.max(next, horizon)
    : horizon
}

/** How many of the pending updates must go so that this many and their bytes are left at most. */
function foldable({ pending, pendingBytes }: HorizonState, countMax: number, bytesMax: number): number {
  let folded = Math.max(0, pending.length - countMax)
  let bytes = pendingBytes
  for (let i = 0; i < folded; i++) bytes -= pending[i]!.operation.length
  while (bytes > bytesMax) bytes -= pending[folded++]!.operation.length
  return folded
}
