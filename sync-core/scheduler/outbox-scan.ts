// Repairs every crash between sysdb and heap: what is scheduled and not known to be on the heap is pushed. With nothing to repair it
// is one small query. A heap that lost something is repaired the same way, once sysdb has forgotten what was on it.

import type { Limits } from '../base/limits.ts'
import type { Heap } from './heap-port.ts'
import { pushRuns } from './push-runs.ts'
import type { ShardKeeper } from './shard-keeper.ts'
import type { Sysdb } from './sysdb.ts'

export interface OutboxScanOptions {
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly heap: Heap
  readonly keeper: Pick<ShardKeeper, 'owned'>
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
      if (runs.length < limits.pushedAtOnce) return
    }
  }
}
