// Writing to a picture guarantees that it is persisted: what became durable in this host's journal is scheduled, from a cursor that
// moves on only then. A crash anywhere between two steps does the steps again, and each of them may be done twice.
//
//   log.after(cursor) ─▶ schedule ─▶ create what is missing ─▶ push ─▶ ackPush ─▶ save the cursor
//                          sysdb           sysdb                heap     sysdb          sysdb
//
// The cursor is in the row of the host's first shard, and says whose journal it is about: whoever takes over a dead host's shard
// has another journal, and begins at the beginning of its own. A host whose shard somebody else has goes on tending what is
// written here; it only can't save how far it came.

import type { Limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Heap } from './heap-port.ts'
import { pushRuns } from './push-runs.ts'
import type { ShardKeeper } from './shard-keeper.ts'
import type { ShardOwner, Sysdb } from './sysdb.ts'
import type { DueRun } from './task.ts'
import type { PictureWrite, WriteLog } from './write-log.ts'

export interface TenderOptions {
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly heap: Heap
  readonly log: WriteLog
  readonly keeper: Pick<ShardKeeper, 'cursor' | 'owns' | 'lost'>
  readonly owner: ShardOwner
  /** Pictures that are written here and have no task get one in it. */
  readonly shard: number
}

export class Tender {
  private readonly options: TenderOptions
  /** Everything before it is scheduled. */
  private cursor: string | undefined
  private savedCursor = ''

  constructor(options: TenderOptions) {
    this.options = options
  }

  /** Rejects with StorageError. What is scheduled and could not be pushed is left to the outbox scan: the cursor goes past it. */
  async tick(): Promise<void> {
    const { limits, log, keeper, owner, shard } = this.options
    if (this.cursor === undefined) {
      const saved = keeper.cursor(shard)
      if (saved === undefined) return
      this.cursor = this.savedCursor = cursorOf(owner, saved)
    }
    const { writes, cursor } = await log.after(this.cursor)
    const failures: unknown[] = []
    for (let at = 0; at < writes.length; at += limits.pushedAtOnce) {
      const due = await this.schedule(writes.slice(at, at + limits.pushedAtOnce))
      await this.push(due).catch((error: unknown) => failures.push(error))
    }
    this.cursor = cursor
    if (cursor !== this.savedCursor && keeper.owns(shard)) await this.save(cursor)
    if (failures.length > 0) throw failures[0]
  }

  private async push(due: readonly DueRun[]): Promise<void> {
    const { limits, shard } = this.options
    for (let at = 0; at < due.length; at += limits.pushedAtOnce) {
      await pushRuns(this.options, shard, due.slice(at, at + limits.pushedAtOnce))
    }
  }

  private async schedule(writes: readonly PictureWrite[]): Promise<readonly DueRun[]> {
    const { sysdb, limits, shard } = this.options
    const { due, missing } = await sysdb.schedule(writes, shard)
    if (missing.length === 0) return due
    const made = new Set<PictureId>()
    for (const picture of missing) {
      const created = await sysdb.create(picture, shard, limits.persistCadenceMs)
      if (created !== 'deleted') made.add(picture)
    }
    // A task that was just made wants nothing yet.
    const rest = await sysdb.schedule(
      writes.filter(({ picture }) => made.has(picture)),
      shard,
    )
    return [...due, ...rest.due]
  }

  private async save(cursor: string): Promise<void> {
    const { sysdb, keeper, owner, shard } = this.options
    const isSaved = await sysdb.saveCursor(shard, owner, savedCursor(owner, cursor))
    if (isSaved) this.savedCursor = cursor
    else keeper.lost(shard)
  }
}

/** As it stands in the shard's row. */
export function savedCursor({ owner }: ShardOwner, cursor: string): string {
  return `${encodeURIComponent(owner)}:${cursor}`
}

/** '' when it is about another host's journal. */
export function cursorOf({ owner }: ShardOwner, saved: string): string {
  const mark = savedCursor({ owner, incarnation: '' }, '')
  return saved.startsWith(mark) ? saved.slice(mark.length) : ''
}
