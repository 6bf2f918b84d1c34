import { limits } from '../base/limits.ts'
import { longestLeaseMs } from '../scheduler/task-cadence.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { TaskRow } from '../scheduler/sysdb.ts'
import type { DueRun, TaskKey, TaskKind, TaskRun } from '../scheduler/task.ts'

export type MemoryTaskRow = { -readonly [Name in keyof TaskRow]: TaskRow[Name] }

/** The rows of MemorySysdb, with indexes of what an outbox scan and `removeDead` find. Whoever changed a row says so by `put`. */
export class MemoryTaskRows {
  private readonly byPicture = new Map<PictureId, Map<TaskKind, MemoryTaskRow>>()
  private readonly unpushed = new Map<number, Set<MemoryTaskRow>>()
  /** Which shard's index has the row. */
  private readonly indexedIn = new Map<MemoryTaskRow, number>()
  private readonly deleted = new Set<MemoryTaskRow>()

  get({ picture, kind }: TaskKey): MemoryTaskRow | undefined {
    return this.byPicture.get(picture)?.get(kind)
  }

  put(row: MemoryTaskRow): void {
    let tasks = this.byPicture.get(row.picture)
    if (tasks === undefined) this.byPicture.set(row.picture, (tasks = new Map()))
    tasks.set(row.kind, row)
    if (row.status === 'deleted') this.deleted.add(row)
    else this.deleted.delete(row)
    const indexedIn = this.indexedIn.get(row)
    const shard = isUnpushed(row) ? row.shard : undefined
    if (indexedIn === shard) return
    if (indexedIn !== undefined) this.unpushed.get(indexedIn)!.delete(row)
    if (shard === undefined) {
      this.indexedIn.delete(row)
      return
    }
    const others = this.unpushed.get(shard)
    if (others === undefined) this.unpushed.set(shard, new Set([row]))
    else others.add(row)
    this.indexedIn.set(row, shard)
  }

  removePicture(picture: PictureId): void {
    for (const row of this.ofPicture(picture)) {
      const shard = this.indexedIn.get(row)
      if (shard !== undefined) this.unpushed.get(shard)!.delete(row)
      this.indexedIn.delete(row)
      this.deleted.delete(row)
    }
    this.byPicture.delete(picture)
  }

  clear(): void {
    this.byPicture.clear()
    this.unpushed.clear()
    this.indexedIn.clear()
    this.deleted.clear()
  }

  /** Pictures of which a task is deleted. */
  deletedPictures(): Iterable<PictureId> {
    return new Set([...this.deleted].map(({ picture }) => picture))
  }

  ofPicture(picture: PictureId): readonly MemoryTaskRow[] {
    return [...(this.byPicture.get(picture)?.values() ?? [])]
  }

  *all(): Iterable<MemoryTaskRow> {
    for (const tasks of this.byPicture.values()) yield* tasks.values()
  }

  unpushedOf(shard: number): readonly DueRun[] {
    return toBePushed([...(this.unpushed.get(shard) ?? [])])
  }
}

function isUnpushed(row: MemoryTaskRow): boolean {
  return row.status === 'live' && row.nextRunMs !== undefined && row.heapRun < row.run
}

/** Its current one, or a newer one that a sysdb gave out which was lost. */
export function isRunOf(row: TaskRow, { run }: TaskRun): boolean {
  return row.run <= run && row.run >= run - limits.runsLostMax
}

/** Due later than its cadence makes it, or a failure that puts it off: the clock was set back. */
export function isAstray({ kind, nextRunMs, problem, cadenceMs }: TaskRow, nowMs: number): boolean {
  const putOffMs = problem === '' ? 0 : limits.setAsideBackOffMsMax
  return kind !== 'sweep' && nextRunMs !== undefined && nextRunMs > nowMs + cadenceMs + putOffMs
}

/** A lease that lasts longer than any is by a clock that was set back. */
export function isLeased({ leaseUntilMs }: TaskRow, nowMs: number): boolean {
  return leaseUntilMs > nowMs && !isEndless(leaseUntilMs, nowMs)
}

export function isEndless(leaseUntilMs: number, nowMs: number): boolean {
  return leaseUntilMs > nowMs + 2 * longestLeaseMs(limits)
}

/** Those of the rows that an outbox scan would find, the earliest due first. */
export function toBePushed(rows: readonly MemoryTaskRow[]): readonly DueRun[] {
  return rows
    .filter(isUnpushed)
    .map(({ picture, kind, run, nextRunMs }): DueRun => ({ picture, kind, run, dueMs: nextRunMs! }))
    .sort((a, b) => a.dueMs - b.dueMs || compareKeys(a, b))
}

export function compareKeys(a: TaskKey, b: TaskKey): number {
  return compare(a.picture, b.picture) || compare(a.kind, b.kind)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** A task that nobody did anything for yet. */
export function freshRow(
  { picture, kind }: TaskKey,
  shard: number,
  cadenceMs: number,
  nextRunMs: number | undefined,
): MemoryTaskRow {
  return {
    picture,
    kind,
    shard,
    status: 'live',
    epoch: 0,
    wantSeq: 0,
    doneSeq: 0,
    snapshotKey: '',
    run: 1,
    nextRunMs,
    heapRun: 0,
    lastRunMs: 0,
    cadenceMs,
    attempt: 0,
    leaseUntilMs: 0,
    urgent: false,
    failures: 0,
    problem: '',
    deletedAtMs: 0,
  }
}
