import type { ShardOwner, ShardRow } from '../scheduler/sysdb.ts'

type MemoryShardRow = { -readonly [Name in keyof ShardRow]: ShardRow[Name] }

/** 'later': from itself, as it was by a clock that was set back since. */
export interface TakenShard {
  readonly cursor: string
  readonly from: 'another' | 'itself' | 'later'
}

/** The shards of MemorySysdb: whose each of them is, and its cursor. */
export class MemoryShardRows {
  private readonly rows = new Map<number, MemoryShardRow>()

  /** Copies, by shard. */
  all(): readonly ShardRow[] {
    return [...this.rows.values()].sort((a, b) => a.shard - b.shard).map((row) => ({ ...row }))
  }

  become(rows: readonly ShardRow[]): void {
    this.rows.clear()
    for (const row of rows) this.rows.set(row.shard, { ...row })
  }

  /** Undefined while somebody else has it. */
  take(
    shard: number,
    { owner, incarnation }: ShardOwner,
    leaseMs: number,
    nowMs: number,
  ): TakenShard | undefined {
    const before = this.rows.get(shard)
    const leaseUntilMs = nowMs + leaseMs
    if (before !== undefined && before.owner !== owner) {
      const isOver = before.leaseUntilMs <= nowMs || before.leaseUntilMs > nowMs + 2 * leaseMs
      if (!isOver) return undefined
    }
    const cursor = before?.cursor ?? ''
    this.rows.set(shard, { shard, owner, incarnation, leaseUntilMs, cursor })
    if (before === undefined) return { cursor, from: 'itself' }
    if (before.owner !== owner || before.incarnation !== incarnation) return { cursor, from: 'another' }
    return { cursor, from: before.leaseUntilMs > leaseUntilMs ? 'later' : 'itself' }
  }

  leave(shard: number, owner: ShardOwner): void {
    const row = this.owned(shard, owner)
    if (row !== undefined) Object.assign(row, { owner: '', incarnation: '', leaseUntilMs: 0 })
  }

  /** False when it is somebody else's. */
  saveCursor(shard: number, owner: ShardOwner, cursor: string): boolean {
    const row = this.owned(shard, owner)
    if (row !== undefined) row.cursor = cursor
    return row !== undefined
  }

  private owned(shard: number, { owner, incarnation }: ShardOwner): MemoryShardRow | undefined {
    const row = this.rows.get(shard)
    return row?.owner === owner && row.incarnation === incarnation ? row : undefined
  }
}
