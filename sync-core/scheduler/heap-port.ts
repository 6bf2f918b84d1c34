// The port of the heap: which runs are due, as objects that anybody can lose. It is an index and never the truth: every entry can
// be made again from sysdb, and one that is done is only in the way.

import type { DueRun, TaskRun } from './task.ts'

/** Every failure is a StorageError with a sentence. `nowMs` is sysdb's time. */
export interface Heap {
  /** Each run is on the heap when it resolves; of runs of one task the highest. Idempotent. */
  push(shard: number, runs: readonly DueRun[], nowMs: number): Promise<void>
  /**
   * What is due by now, earliest first, at most `limit`; without those that are passed over: under way already, or set aside while
   * another one is tried. A task may be there with an older run beside a newer one; prune takes off what turns out to be done.
   */
  peekDue(
    shard: number,
    nowMs: number,
    limit: number,
    isPassedOver?: (run: DueRun) => boolean,
  ): Promise<readonly DueRun[]>
  /** Takes runs off that are done and were looked at here, with the older ones of their tasks; newer ones stay. */
  prune(shard: number, runs: readonly TaskRun[], nowMs: number): Promise<void>
}
