// Whose shards these are: a lease in sysdb, taken at the start, renewed while the process lives, given back when it stops. Whoever
// has a shard looks for what is due in it. Two who both believe they have it do no harm, since every run is claimed in its row;
// so a lease may end by this process's own clock, which others need not share.

import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { ShardOwner, Sysdb } from './sysdb.ts'

export interface ShardKeeperOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly shards: readonly number[]
  readonly owner: ShardOwner
  /** Ours now, and was not before. */
  readonly onTaken?: (shard: number) => void
  /** Somebody else's now, and was ours. */
  readonly onLost?: (shard: number) => void
}

interface KeptShard {
  /** By our clock; undefined while it is not ours. */
  leaseUntilMs: number | undefined
  /** As it was when the shard was taken last. */
  cursor: string | undefined
}

export class ShardKeeper {
  private readonly options: ShardKeeperOptions
  private readonly kept: ReadonlyMap<number, KeptShard>

  constructor(options: ShardKeeperOptions) {
    this.options = options
    this.kept = new Map(
      options.shards.map((shard) => [shard, { leaseUntilMs: undefined, cursor: undefined }]),
    )
  }

  /** Takes what is free, renews what is ours. Rejects with the first StorageError, after all were tried. */
  async keep(): Promise<void> {
    const errors: unknown[] = []
    for (const [shard, kept] of this.kept) {
      try {
        await this.take(shard, kept)
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw errors[0]
  }

  /** Those whose lease is not over. */
  owned(): readonly number[] {
    return this.options.shards.filter((shard) => this.owns(shard))
  }

  owns(shard: number): boolean {
    const untilMs = this.kept.get(shard)?.leaseUntilMs
    return untilMs !== undefined && this.options.clock.nowMs() < untilMs
  }

  /** Undefined until sysdb said what the shard's cursor is, or that it is somebody else's. */
  cursor(shard: number): string | undefined {
    return this.kept.get(shard)?.cursor
  }

  /** Sysdb said that somebody else has it. */
  lost(shard: number): void {
    const kept = this.kept.get(shard)
    if (kept?.leaseUntilMs === undefined) return
    kept.leaseUntilMs = undefined
    this.options.onLost?.(shard)
  }

  /** Gives all of them back; others can take them at once. */
  async leave(): Promise<void> {
    const { sysdb, owner } = this.options
    for (const [shard, kept] of this.kept) {
      if (kept.leaseUntilMs === undefined) continue
      kept.leaseUntilMs = undefined
      await sysdb.leaveShard(shard, owner)
    }
  }

  private async take(shard: number, kept: KeptShard): Promise<void> {
    const { clock, limits, sysdb, owner, onTaken } = this.options
    const askedMs = clock.nowMs()
    const taken = await sysdb.takeShard(shard, owner, limits.shardLeaseMs)
    if (taken === undefined) {
      kept.cursor ??= ''
      this.lost(shard)
      return
    }
    const isNew = !this.owns(shard)
    kept.cursor = taken.cursor
    kept.leaseUntilMs = askedMs + limits.shardLeaseMs
    if (isNew) onTaken?.(shard)
  }
}
