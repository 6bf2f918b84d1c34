import type { Limits } from '../base/limits.ts'

/** Nothing can be undone: everything is base at once. */
export const foldsAll: Partial<Limits> = {
  pendingUpdatesMax: 0,
  pendingUpdatesKept: 0,
  pendingUpdatesHardMax: 0,
  undoActionsKept: 0,
  horizonEverySeqs: 1,
}
