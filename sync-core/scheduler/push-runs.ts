import type { Heap } from './heap-port.ts'
import type { Sysdb } from './sysdb.ts'
import type { DueRun } from './task.ts'

/** The only way onto the heap: sysdb is told after the push, so what it takes for pushed was. */
export async function pushRuns(
  stores: { readonly sysdb: Sysdb; readonly heap: Heap },
  shard: number,
  runs: readonly DueRun[],
): Promise<void> {
  if (runs.length === 0) return
  const nowMs = await stores.sysdb.nowMs()
  await stores.heap.push(shard, runs, nowMs)
  await stores.sysdb.ackPush(runs)
}
