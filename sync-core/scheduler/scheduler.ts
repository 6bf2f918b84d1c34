// Writing to a picture guarantees that it is persisted, no faster than the cadence, across a crash at any point, although no
// transaction spans the two stores. What is true stands in sysdb (one row a task, real SQL); the heap only says when to look.
//
// The life of a run, in the letters of the origin's table (A not in sysdb, B scheduled, C waiting; _1 on the heap, _2 not):
//
//    adopt                                                            deleted: a run that is done is nobody's
//  A_2 ──▶ B_2 ──push──▶ B_1 ──due──▶ claimed ──▶ work ──▶ finish ──▶ C_1 ──prune──▶ C_2
//           ▲  outbox scan              │ lease over,        │ more came             │ a write became durable:
//           │                           ▼ or it failed       ▼                       ▼ the tender schedules
//           ╰────────────────────────── B_2 ◀────────────────┴────────────────────── B_2
//
// Each step touches one store, and each may be done twice: whoever comes late finds the row's run or attempt gone on. So a crash
// between any two steps is repaired by whoever looks next:
//
//   between            repaired by                                   loop
//   journal and sysdb  the tender, from its cursor                   each second
//   sysdb and heap     the outbox scan: scheduled, not known pushed  every 5 s and at the start
//   claim and finish   the lease, which ends; the attempt fences     the runner's look, each second
//   finish and prune   the claim that is refused, isDone             the same
//   a dead process     its shards, taken by another or at its start  every 10 s
//
// Rejected: timers in each host (a crash forgets them, a million pictures are a million timers), the heap as the truth (it can be
// lost, and S3 has no transactions), and a queue that hides what is taken from it (who dies with it has to be found out, too).

import { assert } from '../base/assert.ts'
import type { Clock } from '../base/clock.ts'
import { limits as standardLimits } from '../base/limits.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Heap } from './heap-port.ts'
import { OutboxScan } from './outbox-scan.ts'
import { PictureTasks, type OpenedPicture } from './picture-tasks.ts'
import { SchedulerLoop } from './scheduler-loop.ts'
import type { SchedulerMetrics } from './scheduler-metrics.ts'
import { ShardKeeper } from './shard-keeper.ts'
import { StoreWatch, sysdbPatience } from './store-watch.ts'
import type { StorePatience } from './store-watch.ts'
import type { ShardOwner, Sysdb } from './sysdb.ts'
import type { Task, TaskKey, TaskKind } from './task.ts'
import { TaskRunner } from './task-runner.ts'
import { Tender } from './tender.ts'
import { watchedHeap, watchedLog, watchedSysdb } from './watched-stores.ts'
import type { WriteLog } from './write-log.ts'

export interface SchedulerOptions {
  readonly clock: Clock
  readonly limits?: Limits
  readonly sysdb: Sysdb
  readonly heap: Heap
  readonly log: WriteLog
  /** Shards to take; a picture that is opened here goes into the first. */
  readonly shards: readonly number[]
  readonly owner: ShardOwner
  readonly tasks: Readonly<Record<TaskKind, Task>>
  /** Whether a task's picture is open here; others have one place together. All are if left out. */
  readonly isAtHand?: (task: TaskKey) => boolean
  /** In 0..1: pauses are not the same for everybody. */
  readonly random: () => number
  readonly onNote: (sentence: string) => void
}

export class Scheduler {
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly watches: Readonly<Record<'sysdb' | 'heap' | 'log', StoreWatch>>
  private readonly onNote: (sentence: string) => void
  private readonly tasks: PictureTasks
  private readonly keeper: ShardKeeper
  private readonly tender: Tender
  private readonly outbox: OutboxScan
  private readonly runner: TaskRunner
  private readonly loops: Readonly<Record<'keep' | 'tend' | 'scan' | 'look' | 'bury', SchedulerLoop>>
  private starting: Promise<void> | undefined
  private stopping: Promise<void> | undefined
  private onStopping: () => void = () => undefined

  constructor(options: SchedulerOptions) {
    const { clock, limits = standardLimits, shards, owner, tasks, random, isAtHand, onNote } = options
    const shard = shards[0]
    assert(shard !== undefined, 'a scheduler has a shard')
    const toldEveryMs = limits.outageToldEveryMs
    const watch = (patience?: StorePatience): StoreWatch =>
      new StoreWatch({ clock, toldEveryMs, onNote, ...(patience && { patience }) })
    // The calls of the others have bounds of their own, or take as long as there is to read.
    this.watches = { sysdb: watch(sysdbPatience(limits)), heap: watch(), log: watch() }
    const sysdb = watchedSysdb(options.sysdb, this.watches.sysdb)
    const heap = watchedHeap(options.heap, this.watches.heap)
    const log = watchedLog(options.log, this.watches.log)
    this.clock = clock
    this.limits = limits
    this.tasks = new PictureTasks({ limits, sysdb, heap, shard })
    this.onNote = onNote
    this.keeper = new ShardKeeper({
      clock,
      limits,
      sysdb,
      shards,
      owner,
      onTaken: () => this.loops.scan.soon(),
      onLost: (lost) => this.runner.drop(lost),
    })
    const { keeper } = this
    this.tender = new Tender({ limits, sysdb, heap, log, keeper, owner, shard })
    this.outbox = new OutboxScan({ limits, sysdb, heap, keeper, onNote })
    this.runner = new TaskRunner({
      clock,
      limits,
      sysdb,
      heap,
      tasks,
      isAtHand,
      random,
      keeper,
      shard,
      onNote,
    })
    const loop = (everyMs: number, step: () => Promise<unknown>): SchedulerLoop =>
      new SchedulerLoop({ clock, limits, random, everyMs, step, onNote })
    this.loops = {
      keep: loop(limits.leaseRenewMs, () => this.keeper.keep()),
      tend: loop(limits.tenderEveryMs, () => this.tender.tick()),
      scan: loop(limits.outboxEveryMs, () => this.outbox.scan()),
      look: loop(limits.tenderEveryMs, () => this.runner.look()),
      bury: loop(limits.deadRowsEveryMs, () => sysdb.removeDead(limits.deadRowsKeptMs)),
    }
  }

  /** Takes the shards, looks once at what is to be done, and goes on by itself. What fails is told and tried again, never thrown. */
  start(): Promise<void> {
    this.starting ??= new Promise((resolve) => {
      this.onStopping = resolve
      void this.begin().finally(resolve)
    })
    return this.starting
  }

  /**
   * The picture is open here, as it is said. Rejects with StorageError when sysdb does not know then, ('superseded') when it knows of a
   * later host, whose picture it is.
   */
  adopt(picture: PictureId, opened: OpenedPicture): Promise<void> {
    return this.tasks.adopt(picture, opened)
  }

  /** As PictureScheduling.persistNow. */
  async persistNow(picture: PictureId, seq: number): Promise<void> {
    await this.tasks.ensure(picture)
    await this.runner.runInline(picture, seq)
  }

  /** It can be brought back for limits.deletedKeepDays; then it is swept. Rejects with StorageError. */
  deleted(picture: PictureId): Promise<void> {
    return this.tasks.deleted(picture)
  }

  /** Rejects with StorageError. */
  restored(picture: PictureId): Promise<void> {
    return this.tasks.restored(picture)
  }

  /**
   * The heap may have lost runs of a shard (StoredHeap.onLost): when this resolves, all of them will be pushed again. Rejects with
   * StorageError. The sentence is told when there are any.
   */
  async heapLost(shard: number, sentence = ''): Promise<void> {
    const lost = await this.outbox.heapLost(shard)
    if (lost > 0 && sentence !== '') this.onNote(sentence)
    this.loops.scan.soon()
  }

  metrics(): SchedulerMetrics {
    const { metrics, count: underWay, setAside } = this.runner.work
    const { runs, failures, lateness } = metrics
    return {
      runs,
      failures,
      underWay,
      setAside: setAside.size,
      latenessP50Ms: lateness.percentile(0.5),
      latenessP99Ms: lateness.percentile(0.99),
      sysdbCalls: this.watches.sysdb.calls,
      heapCalls: this.watches.heap.calls,
    }
  }

  /** Within limits.schedulerStopMs, whatever hangs; nothing runs afterwards. */
  stop(): Promise<void> {
    this.stopping ??= this.end()
    return this.stopping
  }

  private async begin(): Promise<void> {
    const { keep, scan, tend } = this.loops
    for (const loop of [keep, tend, scan]) {
      if (this.stopping !== undefined) return
      await loop.once()
    }
    if (this.stopping === undefined) for (const loop of Object.values(this.loops)) loop.start()
  }

  private async end(): Promise<void> {
    for (const loop of Object.values(this.loops)) loop.stop()
    this.runner.stop()
    this.onStopping()
    await new Promise<void>((resolve) => {
      const deadline = this.clock.after(this.limits.schedulerStopMs, resolve)
      void this.leave().finally(() => {
        this.clock.cancel(deadline)
        resolve()
      })
    })
    for (const watch of Object.values(this.watches)) watch.close()
    this.runner.close()
  }

  /** Others get the shards at once when nothing is under way here; else their lease ends by itself. */
  private async leave(): Promise<void> {
    for (const loop of Object.values(this.loops)) await loop.settled()
    await this.runner.settled()
    await this.keeper.leave().catch(() => undefined)
  }
}
