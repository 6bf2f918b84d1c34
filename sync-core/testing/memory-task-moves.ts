// What happens to rows of the sysdb in memory, and when. The conditions are methods of their own, so a mutant is a subclass that
// says something else.

import { assert } from '../base/assert.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import { storedSentence } from '../scheduler/stored-sentence.ts'
import type { Claim, TaskRow } from '../scheduler/sysdb.ts'
import type { DueRun, TaskKind } from '../scheduler/task.ts'
import { freshRow, isAstray, MemoryTaskRows, toBePushed, type MemoryTaskRow } from './memory-task-rows.ts'

export abstract class MemoryTaskMoves {
  protected readonly tasks = new MemoryTaskRows()
  protected readonly clock: () => number

  constructor(nowMs: () => number) {
    this.clock = nowMs
  }

  /** The run that follows. */
  protected runAfter(row: TaskRow): number {
    return row.run + 1
  }

  protected isDue(row: TaskRow, nowMs: number): boolean {
    return row.nextRunMs! <= nowMs
  }

  /** Whether the row is still the claim's. */
  protected isFenced(row: TaskRow, claim: Claim): boolean {
    return row.run === claim.run && row.attempt === claim.attempt && row.leaseUntilMs > 0
  }

  /** Whether a run that ended leaves nothing to do. */
  protected isAllDone(row: TaskRow): boolean {
    return row.doneSeq >= row.wantSeq
  }

  /** Now, or a cadence after the last run. */
  protected restedMs(row: TaskRow): number {
    return Math.max(this.clock(), this.afterCadenceMs(row))
  }

  private afterCadenceMs(row: TaskRow): number {
    return Math.min(row.lastRunMs, this.clock()) + row.cadenceMs
  }

  /** Whether a later claim has opened the picture. */
  protected isSuperseded(row: TaskRow, epoch: number): boolean {
    return row.epoch > epoch
  }

  protected held(claim: Claim): MemoryTaskRow | undefined {
    const row = this.tasks.get(claim)
    return row?.status === 'live' && this.isFenced(row, claim) ? row : undefined
  }

  protected pushable(picture: PictureId, shard: number): readonly DueRun[] {
    return toBePushed(this.tasks.ofPicture(picture).filter((row) => row.shard === shard))
  }

  protected want(row: MemoryTaskRow, seq: number, dueMs: number): void {
    row.wantSeq = Math.max(row.wantSeq, seq)
    const isUnleasedAstray = row.leaseUntilMs === 0 && isAstray(row, this.clock())
    if (row.wantSeq > row.doneSeq && (row.nextRunMs === undefined || isUnleasedAstray)) this.next(row, dueMs)
    this.tasks.put(row)
  }

  protected putOff(row: MemoryTaskRow, delayMs: number, problem: string): readonly DueRun[] {
    row.leaseUntilMs = 0
    row.problem = storedSentence(problem)
    this.next(row, row.urgent ? this.clock() : Math.max(this.clock() + delayMs, this.afterCadenceMs(row)))
    this.tasks.put(row)
    return toBePushed([row])
  }

  protected wake(
    { picture, kind: by, shard }: TaskRow,
    kind: TaskKind,
    seq: number,
    cadenceMs: number,
  ): MemoryTaskRow {
    assert(kind !== by, 'a task wakes others')
    const key = { picture, kind }
    const dueMs = this.clock() + cadenceMs
    const row = this.tasks.get(key) ?? freshRow(key, shard, cadenceMs, dueMs)
    if (row.status === 'live') {
      row.cadenceMs = cadenceMs
      this.want(row, seq, dueMs)
    }
    return row
  }

  protected next(row: MemoryTaskRow, dueMs: number): void {
    row.run = this.runAfter(row)
    row.nextRunMs = dueMs
  }

  protected wait(row: MemoryTaskRow): void {
    row.nextRunMs = undefined
    row.urgent = false
  }

  protected move(row: MemoryTaskRow, shard: number): void {
    row.shard = shard
    if (row.nextRunMs !== undefined) this.next(row, row.nextRunMs)
    this.endLease(row)
    this.tasks.put(row)
  }

  protected endLease(row: MemoryTaskRow): void {
    if (row.leaseUntilMs === 0) return
    row.leaseUntilMs = 0
    row.attempt++
    if (!row.urgent) {
      row.nextRunMs = Math.max(Math.min(row.nextRunMs!, this.clock()), this.afterCadenceMs(row))
    }
    this.tasks.put(row)
  }

  /** What a clock that was set back since made due too late. */
  protected bringForward(row: MemoryTaskRow): void {
    if (row.status !== 'live' || !isAstray(row, this.clock())) return
    row.nextRunMs = row.urgent ? this.clock() : this.restedMs(row)
    this.tasks.put(row)
  }

  protected end(row: MemoryTaskRow): void {
    if (row.status === 'deleted') return
    this.next(row, 0)
    this.wait(row)
    Object.assign(row, {
      status: 'deleted',
      attempt: row.attempt + 1,
      leaseUntilMs: 0,
      deletedAtMs: this.clock(),
    })
    this.tasks.put(row)
  }

  protected sweepAfter(picture: PictureId, shard: number, afterMs: number): void {
    const dueMs = this.clock() + afterMs
    const sweep = this.tasks.get({ picture, kind: 'sweep' })
    if (sweep === undefined) this.tasks.put(freshRow({ picture, kind: 'sweep' }, shard, 0, dueMs))
    else if (sweep.status === 'deleted' || sweep.nextRunMs === undefined) this.revive(sweep, shard, dueMs)
  }

  protected revive(row: MemoryTaskRow, shard: number, dueMs: number): void {
    this.next(row, dueMs)
    Object.assign(row, { shard, status: 'live', leaseUntilMs: 0, failures: 0, problem: '', deletedAtMs: 0 })
    this.tasks.put(row)
  }
}
