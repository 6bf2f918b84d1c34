// The port of the heap: which runs are due, as objects that anybody can lose. It is an index and never the truth: every entry can
// be made again from sysdb, and one that is done is only in the way.

import type { DueRun, TaskRun } from './task.ts'

/** Every failure is a StorageError with a sentence. */
export interface Heap {
  /** Each run is on the heap when it resolves; of runs of one task the highest. Idempotent. */
  push(shard: number, runs: readonly DueRun[], nowMs: number): Promise<void>
  /** What is due by now, earliest first, at most `limit`. */
  peekDue(shard: number, nowMs: number, limit: number): Promise<readonly DueRun[]>
  /** Takes runs off that are done; what was pushed meanwhile stays. */
  prune(shard: number, runs: readonly TaskRun[], nowMs: number): Promise<void>
}
