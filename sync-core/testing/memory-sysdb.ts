// Sysdb in memory, as the specification of the SQL one: the same suite and the same random operations run on both. Every operation
// takes effect in its first synchronous step. What its WHERE would say is a small protected method, so a mutant is a subclass
// that says something else.

import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import { highestRuns, highestSeqs } from '../scheduler/fold-batch.ts'
import { storedSentence } from '../scheduler/stored-sentence.ts'
import type {
  Claim,
  Finished,
  PicturePoint,
  ShardOwner,
  ShardRow,
  Superseded,
  Sysdb,
  TaskRow,
} from '../scheduler/sysdb.ts'
import type { DueRun, TaskKey, TaskKind, TaskRun } from '../scheduler/task.ts'
import type { PictureWrite } from '../scheduler/write-log.ts'
import { MemoryShardRows } from './memory-shard-rows.ts'
import {
  compareKeys,
  freshRow,
  isAstray,
  isEndless,
  isLeased,
  isRunOf,
  MemoryTaskRows,
  toBePushed,
  type MemoryTaskRow,
} from './memory-task-rows.ts'

interface Dumped {
  readonly tasks: readonly TaskRow[]
  readonly shards: readonly ShardRow[]
}

export class MemorySysdb implements Sysdb {
  protected readonly tasks = new MemoryTaskRows()
  private readonly shardRows = new MemoryShardRows()
  protected readonly clock: () => number

  constructor(nowMs: () => number) {
    this.clock = nowMs
  }

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
    const isKnown = row.epoch > 0
    row.epoch = epoch
    row.cadenceMs = cadenceMs
    if (row.nextRunMs !== undefined && row.nextRunMs > nowMs + cadenceMs) this.next(row, nowMs + cadenceMs)
    this.tasks.put(row)
    for (const each of this.tasks.ofPicture(picture)) {
      if (each.status === 'live' && each.kind !== 'sweep' && each.shard !== shard) this.move(each, shard)
    }
    this.endLease(row)
    row.wantSeq = isKnown ? seq : Math.max(row.wantSeq, seq)
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
    writes: readonly PictureWrite[],
    shard: number,
  ): Promise<{ readonly due: readonly DueRun[]; readonly missing: readonly PictureId[] }> {
    const found: MemoryTaskRow[] = []
    const missing: PictureId[] = []
    for (const [picture, seq] of highestSeqs(writes)) {
      const row = this.tasks.get({ picture, kind: 'persist' })
      if (row === undefined) missing.push(picture)
      else if (row.status === 'live') {
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

  private held(claim: Claim): MemoryTaskRow | undefined {
    const row = this.tasks.get(claim)
    return row?.status === 'live' && this.isFenced(row, claim) ? row : undefined
  }

  private pushable(picture: PictureId, shard: number): readonly DueRun[] {
    return toBePushed(this.tasks.ofPicture(picture).filter((row) => row.shard === shard))
  }

  private want(row: MemoryTaskRow, seq: number, dueMs: number): void {
    row.wantSeq = Math.max(row.wantSeq, seq)
    const isUnleasedAstray = row.leaseUntilMs === 0 && isAstray(row, this.clock())
    if (row.wantSeq > row.doneSeq && (row.nextRunMs === undefined || isUnleasedAstray)) this.next(row, dueMs)
    this.tasks.put(row)
  }

  private putOff(row: MemoryTaskRow, delayMs: number, problem: string): readonly DueRun[] {
    row.leaseUntilMs = 0
    row.problem = storedSentence(problem)
    this.next(row, row.urgent ? this.clock() : Math.max(this.clock() + delayMs, this.afterCadenceMs(row)))
    this.tasks.put(row)
    return toBePushed([row])
  }

  private wake(
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

  private next(row: MemoryTaskRow, dueMs: number): void {
    row.run = this.runAfter(row)
    row.nextRunMs = dueMs
  }

  private wait(row: MemoryTaskRow): void {
    row.nextRunMs = undefined
    row.urgent = false
  }

  private move(row: MemoryTaskRow, shard: number): void {
    row.shard = shard
    if (row.nextRunMs !== undefined) this.next(row, row.nextRunMs)
    this.endLease(row)
    this.tasks.put(row)
  }

  private endLease(row: MemoryTaskRow): void {
    if (row.leaseUntilMs === 0) return
    row.leaseUntilMs = 0
    row.attempt++
    if (!row.urgent) {
      row.nextRunMs = Math.max(Math.min(row.nextRunMs!, this.clock()), this.afterCadenceMs(row))
    }
    this.tasks.put(row)
  }

  /** What a clock that was set back since made due too late. */
  private bringForward(row: MemoryTaskRow): void {
    if (row.status !== 'live' || !isAstray(row, this.clock())) return
    row.nextRunMs = row.urgent ? this.clock() : this.restedMs(row)
    this.tasks.put(row)
  }

  private end(row: MemoryTaskRow): void {
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

  private sweepAfter(picture: PictureId, shard: number, afterMs: number): void {
    const dueMs = this.clock() + afterMs
    const sweep = this.tasks.get({ picture, kind: 'sweep' })
    if (sweep === undefined) this.tasks.put(freshRow({ picture, kind: 'sweep' }, shard, 0, dueMs))
    else if (sweep.status === 'deleted' || sweep.nextRunMs === undefined) this.revive(sweep, shard, dueMs)
  }

  private revive(row: MemoryTaskRow, shard: number, dueMs: number): void {
    this.next(row, dueMs)
    Object.assign(row, { shard, status: 'live', leaseUntilMs: 0, failures: 0, problem: '', deletedAtMs: 0 })
    this.tasks.put(row)
  }
}
