import { isPictureId } from '../base/picture-id.ts'
import type { Heap } from './heap-port.ts'
import type { Sysdb } from './sysdb.ts'
import type { DueRun } from './task.ts'

/**
 * The only way onto the heap: sysdb is told after the push, so what it takes for pushed was. What is no picture's is left out: a row
 * of a damaged sysdb is in nobody's way (see OutboxScan).
 */
export async function pushRuns(
  stores: { readonly sysdb: Sysdb; readonly heap: Heap },
  shard: number,
  runs: readonly DueRun[],
): Promise<void> {
  const sound = runs.filter(({ picture }) => isPictureId(picture))
  if (sound.length === 0) return
  const nowMs = await stores.sysdb.nowMs()
  await stores.heap.push(shard, sound, nowMs)
  await stores.sysdb.ackPush(sound)
}
