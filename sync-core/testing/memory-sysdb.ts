// Sysdb in memory, as the specification of the SQL one: the same suite and the same random operations run on both. Every operation
// takes effect in its first synchronous step.

import { limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import { foldWanted, highestRuns } from '../scheduler/fold-batch.ts'
import type {
  Claim,
  Finished,
  PicturePoint,
  ShardOwner,
  ShardRow,
  Superseded,
  Sysdb,
  TaskRow,
  WantedSeq,
} from '../scheduler/sysdb.ts'
import type { DueRun, TaskKey, TaskRun } from '../scheduler/task.ts'
import { MemoryShardRows } from './memory-shard-rows.ts'
import { MemoryTaskMoves } from './memory-task-moves.ts'
import {
  compareKeys,
  freshRow,
  isAstray,
  isEndless,
  isLeased,
  isRunOf,
  toBePushed,
  type MemoryTaskRow,
} from './memory-task-rows.ts'

interface Dumped {
  readonly tasks: readonly TaskRow[]
  readonly shards: readonly ShardRow[]
}

export class MemorySysdb extends MemoryTaskMoves implements Sysdb {
  private readonly shardRows = new MemoryShardRows()

  /** Plain data that never changes again; equal states have equal dumps. */
  dump(): unknown {
    const tasks = [...this.tasks.all()].sort(compareKeys).map((row) => ({ ...row }))
    return { tasks, shards: this.shardRows.all() } satisfies Dumped
  }

  /** Becomes what was dumped. */
  load(dumped: unknown): void {
    const { tasks, shards } = dumped as Dumped
    this.tasks.clear()
    for (const row of tasks) this.tasks.put({ ...row })
    this.shardRows.become(shards)
  }

  async nowMs(): Promise<number> {
    return this.clock()
  }

  async open(
    picture: PictureId,
    shard: number,
    cadenceMs: number,
    { epoch, seq, savedSeq }: PicturePoint,
    insteadOf = -1,
  ): Promise<readonly DueRun[] | 'deleted' | Superseded> {
    const key = { picture, kind: 'persist' } as const
    const nowMs = this.clock()
    const row = this.tasks.get(key) ?? freshRow(key, shard, cadenceMs, nowMs + cadenceMs)
    if (row.status === 'deleted') {
      const isLater = epoch > row.epoch || insteadOf === row.epoch
      return isLater ? 'deleted' : { supersededBy: row.epoch }
    }
    if (this.isSuperseded(row, epoch) && insteadOf !== row.epoch) return { supersededBy: row.epoch }
    // Who tells the same again may be late: what was wanted since stays wanted.
    const isFurther = row.epoch > 0 && row.epoch !== epoch
    row.epoch = epoch
    row.cadenceMs = cadenceMs
    if (row.nextRunMs !== undefined && row.nextRunMs > nowMs + cadenceMs) this.next(row, nowMs + cadenceMs)
    this.tasks.put(row)
    for (const each of this.tasks.ofPicture(picture)) {
      if (each.status === 'live' && each.kind !== 'sweep' && each.shard !== shard) this.move(each, shard)
    }
    this.endLease(row)
    row.wantSeq = isFurther ? seq : Math.max(row.wantSeq, seq)
    row.doneSeq = savedSeq
    if (row.doneSeq >= row.wantSeq) this.wait(row)
    else if (row.nextRunMs === undefined) this.next(row, this.restedMs(row))
    this.tasks.put(row)
    return this.pushable(picture, shard)
  }

  async create(picture: PictureId, shard: number, cadenceMs: number): Promise<readonly DueRun[] | 'deleted'> {
    const key = { picture, kind: 'persist' } as const
    const persist = this.tasks.get(key)
    if (persist?.status === 'deleted') return 'deleted'
    if (persist === undefined) this.tasks.put(freshRow(key, shard, cadenceMs, this.clock() + cadenceMs))
    return this.pushable(picture, shard)
  }

  async schedule(
    wanted: readonly WantedSeq[],
    shard: number,
  ): Promise<{ readonly due: readonly DueRun[]; readonly missing: readonly PictureId[] }> {
    const found: MemoryTaskRow[] = []
    const missing: PictureId[] = []
    for (const [picture, { seq, epoch }] of foldWanted(wanted)) {
      const row = this.tasks.get({ picture, kind: 'persist' })
      if (row === undefined) missing.push(picture)
      else if (row.status === 'live') {
        row.epoch = Math.max(row.epoch, epoch)
        this.want(row, seq, this.restedMs(row))
        if (row.shard === shard) found.push(row)
      }
    }
    return { due: toBePushed(found), missing: missing.sort() }
  }

  async scheduleNow(picture: PictureId, seq: number): Promise<DueRun | 'clean' | 'leased'> {
    const row = this.tasks.get({ picture, kind: 'persist' })
    if (row?.status !== 'live' || seq <= row.doneSeq) return 'clean'
    const nowMs = this.clock()
    row.wantSeq = Math.max(row.wantSeq, seq)
    row.urgent = true
    const isUnderWay = isLeased(row, nowMs)
    if (!isUnderWay && !(row.nextRunMs !== undefined && row.nextRunMs <= nowMs)) {
      row.run = this.runAfter(row)
      row.nextRunMs = nowMs
    }
    this.tasks.put(row)
    return isUnderWay ? 'leased' : { picture, kind: 'persist', run: row.run, dueMs: row.nextRunMs! }
  }

  async ackPush(runs: readonly TaskRun[]): Promise<void> {
    for (const run of highestRuns(runs)) {
      const row = this.tasks.get(run)
      if (row === undefined || run.run > row.run || run.run <= row.heapRun) continue
      row.heapRun = run.run
      this.tasks.put(row)
    }
  }

  async claim(run: TaskRun, leaseMs: number): Promise<Claim | undefined> {
    const row = this.tasks.get(run)
    const nowMs = this.clock()
    if (row?.status !== 'live' || !isRunOf(row, run) || row.nextRunMs === undefined) return undefined
    if (!(this.isDue(row, nowMs) || isAstray(row, nowMs)) || isLeased(row, nowMs)) return undefined
    const { picture, kind, wantSeq, doneSeq, urgent: isUrgent, failures } = row
    const dueMs = Math.min(row.nextRunMs, nowMs)
    row.nextRunMs = dueMs
    row.run = run.run
    row.attempt++
    row.leaseUntilMs = nowMs + leaseMs
    row.lastRunMs = nowMs
    row.urgent = false
    this.tasks.put(row)
    const { attempt } = row
    return {
      picture,
      kind,
      run: run.run,
      attempt,
      wantSeq,
      doneSeq,
      isUrgent,
      failures,
      dueMs,
      claimedMs: nowMs,
    }
  }

  async renew(claim: Claim, leaseMs: number): Promise<boolean> {
    const row = this.held(claim)
    if (row !== undefined) row.leaseUntilMs = this.clock() + leaseMs
    return row !== undefined
  }

  async finish(claim: Claim, finished: Finished): Promise<readonly DueRun[] | undefined> {
    const row = this.held(claim)
    if (row === undefined) return undefined
    const { seq, snapshotKey, wakes, isAll } = finished
    if (seq >= row.doneSeq && snapshotKey !== '') row.snapshotKey = snapshotKey
    row.doneSeq = Math.max(row.doneSeq, seq)
    // What was asked for since is of the picture that goes on.
    if (isAll === true && row.wantSeq <= claim.wantSeq) row.wantSeq = row.doneSeq
    row.leaseUntilMs = 0
    row.failures = 0
    row.problem = ''
    if (this.isAllDone(row)) this.wait(row)
    else this.next(row, row.urgent ? this.clock() : this.restedMs(row))
    this.tasks.put(row)
    const woken = seq > 0 ? wakes.map(({ kind, cadenceMs }) => this.wake(row, kind, seq, cadenceMs)) : []
    return toBePushed([row, ...woken])
  }

  async fail(claim: Claim, delayMs: number, problem: string): Promise<readonly DueRun[] | undefined> {
    const row = this.held(claim)
    if (row === undefined) return undefined
    row.failures++
    return this.putOff(row, delayMs, problem)
  }

  async postpone(claim: Claim, delayMs: number, reason: string): Promise<readonly DueRun[] | undefined> {
    const row = this.held(claim)
    return row && this.putOff(row, delayMs, reason)
  }

  async delete(picture: PictureId, shard: number, sweepAfterMs: number): Promise<readonly DueRun[]> {
    for (const row of this.tasks.ofPicture(picture)) if (row.kind !== 'sweep') this.end(row)
    if (this.tasks.get({ picture, kind: 'persist' }) === undefined) {
      const known = freshRow({ picture, kind: 'persist' }, shard, limits.persistCadenceMs, undefined)
      this.tasks.put({ ...known, status: 'deleted', deletedAtMs: this.clock() })
    }
    this.sweepAfter(picture, shard, sweepAfterMs)
    return this.pushable(picture, shard)
  }

  async restore(picture: PictureId, shard: number): Promise<readonly DueRun[]> {
    for (const row of this.tasks.ofPicture(picture)) {
      if (row.status === 'live' && row.kind !== 'sweep') this.endLease(row)
    }
    if (this.tasks.get({ picture, kind: 'persist' })?.status === 'deleted') {
      for (const row of this.tasks.ofPicture(picture)) {
        if (row.kind === 'sweep') this.end(row)
        else if (row.status === 'deleted') this.revive(row, shard, this.restedMs(row))
      }
    }
    return this.pushable(picture, shard)
  }

  async gone(claim: Claim, sweepAfterMs?: number): Promise<boolean> {
    const held = this.held(claim)
    if (held === undefined) return false
    for (const row of this.tasks.ofPicture(claim.picture)) this.end(row)
    if (sweepAfterMs !== undefined) this.sweepAfter(claim.picture, held.shard, sweepAfterMs)
    return true
  }

  async removeDead(graceMs: number): Promise<number> {
    const before = this.clock() - graceMs
    const isDead = (row: MemoryTaskRow): boolean => row.status === 'deleted' && row.deletedAtMs < before
    const known = [...this.tasks.deletedPictures()]
    const dead = known.filter((picture) => this.tasks.ofPicture(picture).every(isDead))
    for (const picture of dead) this.tasks.removePicture(picture)
    return dead.length
  }

  async isDone(runs: readonly TaskRun[]): Promise<readonly boolean[]> {
    return runs.map((run) => {
      const row = this.tasks.get(run)
      if (row?.status !== 'live' || run.run < row.run) return true
      return run.run === row.run && row.nextRunMs === undefined
    })
  }

  async outbox(shard: number, limit: number): Promise<readonly DueRun[]> {
    return this.tasks.unpushedOf(shard).slice(0, limit)
  }

  async forgetPushes(shard: number): Promise<number> {
    let forgotten = 0
    for (const row of this.tasks.all()) {
      if (row.shard !== shard || row.status !== 'live' || row.nextRunMs === undefined || row.heapRun === 0)
        continue
      row.heapRun = 0
      this.tasks.put(row)
      forgotten++
    }
    return forgotten
  }

  async takeShard(
    shard: number,
    owner: ShardOwner,
    leaseMs: number,
  ): Promise<{ readonly cursor: string } | undefined> {
    const nowMs = this.clock()
    const taken = this.shardRows.take(shard, owner, leaseMs, nowMs)
    if (taken === undefined) return undefined
    if (taken.from !== 'itself') {
      for (const row of this.tasks.all()) {
        if (row.shard !== shard) continue
        if (taken.from === 'another' || isEndless(row.leaseUntilMs, nowMs)) this.endLease(row)
        if (row.leaseUntilMs === 0) this.bringForward(row)
      }
      await this.forgetPushes(shard)
    }
    return { cursor: taken.cursor }
  }

  async leaveShard(shard: number, owner: ShardOwner): Promise<void> {
    this.shardRows.leave(shard, owner)
  }

  async saveCursor(shard: number, owner: ShardOwner, cursor: string): Promise<boolean> {
    return this.shardRows.saveCursor(shard, owner, cursor)
  }

  async rows(after: TaskKey | undefined, limit: number): Promise<readonly TaskRow[]> {
    const sorted = [...this.tasks.all()].sort(compareKeys)
    const rest = after === undefined ? sorted : sorted.filter((row) => compareKeys(row, after) > 0)
    return rest.slice(0, limit).map((row) => ({ ...row }))
  }

  async shards(): Promise<readonly ShardRow[]> {
    return this.shardRows.all()
  }

  async close(): Promise<void> {}
}
