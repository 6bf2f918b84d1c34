/** What a scheduler did since it was made, and what it is doing. */
export interface SchedulerMetrics {
  /** Runs that were done, inline ones included. */
  readonly runs: number
  /** Tries that failed. */
  readonly failures: number
  /** From when a run was due to when it was claimed, of those that came from the heap: half, and 99 in 100, were no later. */
  readonly latenessP50Ms: number
  readonly latenessP99Ms: number
  readonly underWay: number
  /** Tasks that failed so often here that they are tried out of others' way. */
  readonly setAside: number
  readonly sysdbCalls: number
  readonly heapCalls: number
}
