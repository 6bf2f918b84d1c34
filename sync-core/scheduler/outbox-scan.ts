// Repairs every crash between sysdb and heap: what is scheduled and not known to be on the heap is pushed. With nothing to repair it
// is one small query. A heap that lost something is repaired the same way, once sysdb has forgotten what was on it.

import type { Limits } from '../base/limits.ts'
import { isPictureId } from '../base/picture-id.ts'
import type { Heap } from './heap-port.ts'
import { pushRuns } from './push-runs.ts'
import type { ShardKeeper } from './shard-keeper.ts'
import type { Sysdb } from './sysdb.ts'
import type { DueRun } from './task.ts'

export interface OutboxScanOptions {
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly heap: Heap
  readonly keeper: Pick<ShardKeeper, 'owned'>
  readonly onNote: (sentence: string) => void
}

export class OutboxScan {
  private readonly options: OutboxScanOptions

  constructor(options: OutboxScanOptions) {
    this.options = options
  }

  /** Something of the shard is on the heap no more: the next scan pushes everything of it. Returns how much that is. */
  heapLost(shard: number): Promise<number> {
    return this.options.sysdb.forgetPushes(shard)
  }

  /** Rejects with the first StorageError, after all shards were tried. */
  async scan(): Promise<void> {
    const errors: unknown[] = []
    for (const shard of this.options.keeper.owned()) {
      try {
        await this.scanShard(shard)
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  private async scanShard(shard: number): Promise<void> {
    const { limits, sysdb } = this.options
    for (let batch = 0; batch < limits.outboxBatchesMax; batch++) {
      const runs = await sysdb.outbox(shard, limits.pushedAtOnce)
      await pushRuns(this.options, shard, runs)
      await this.passOver(runs.filter(({ picture }) => !isPictureId(picture)))
      if (runs.length < limits.pushedAtOnce) return
    }
  }

  /** A damaged row is told once, and then called pushed: else it would be found first for ever, and nothing behind it. */
  private async passOver(runs: readonly DueRun[]): Promise<void> {
    const [first] = runs
    if (first === undefined) return
    await this.options.sysdb.ackPush(runs)
    this.options.onNote(
      `The list of what is to be saved is damaged: it has ${runs.length === 1 ? 'an entry' : `${runs.length} entries`} of no picture (${JSON.stringify(first.picture.slice(0, 40))}). Nothing is saved for that; every picture keeps its own.`,
    )
  }
}
