// Tasks at work here: each is claimed in its row and run, one at a time of a task, and its end is known to sysdb when it ended.
// That a task is set aside may come out only when it was claimed: the claim is held then, for as long as its lease counts.

import { StorageError } from '../base/errors.ts'
import { RunMetrics } from './run-metrics.ts'
import { RunUnderWay } from './run-under-way.ts'
import type { RunEnd, RunSurroundings } from './run-under-way.ts'
import { SetAside } from './set-aside.ts'
import type { Claim } from './sysdb.ts'
import type { TaskKey, TaskRun } from './task.ts'
import { taskLeaseMs } from './task-cadence.ts'
import { laterNote, setAsideNote } from './task-notes.ts'
import { TaskWork } from './task-work.ts'
import type { WorkEnd } from './task-work.ts'

export interface TasksAtWorkOptions extends RunSurroundings {
  readonly onNote: (sentence: string) => void
}

export class TasksAtWork {
  readonly metrics = new RunMetrics()
  readonly setAside: SetAside
  private readonly options: TasksAtWorkOptions
  private readonly works = new Map<string, TaskWork>()

  constructor(options: TasksAtWorkOptions) {
    this.options = options
    this.setAside = new SetAside(options.limits.setAsideKnownMax)
  }

  get count(): number {
    return this.works.size
  }

  get(task: TaskKey): TaskWork | undefined {
    return this.works.get(keyOf(task))
  }

  /** Of a shard, or all: they end soon, and finish nothing. */
  giveUp(shard?: number): void {
    for (const work of this.works.values()) if (shard === undefined || work.shard === shard) work.giveUp()
  }

  /** Never rejects. Somebody waits for what is run inline, so it needs no place. */
  async run(shard: number, run: TaskRun, isInline: boolean): Promise<WorkEnd> {
    const key = keyOf(run)
    const work = new TaskWork(shard, isInline)
    this.works.set(key, work)
    try {
      const claim = await this.claim(run)
      if (claim === undefined) {
        this.setAside.remove(key)
        return { kind: 'refused' }
      }
      if (!this.mayRun(claim, work)) return { kind: 'held' }
      if (!isInline) this.metrics.began(claim)
      const underWay = work.begin((isHurried) => new RunUnderWay(this.options, claim, isHurried))
      if (underWay === undefined) return { kind: 'given-up' }
      const end = await underWay.ended
      this.note(claim, end)
      return end
    } catch (error) {
      return { kind: 'failed', error, isTold: false, due: [] }
    } finally {
      this.works.delete(key)
      work.end()
    }
  }

  private async claim(run: TaskRun): Promise<Claim | undefined> {
    const { sysdb, limits } = this.options
    const held = this.setAside.takeHeld(keyOf(run))
    const leaseMs = taskLeaseMs(run.kind, limits)
    if (held !== undefined && (await sysdb.renew(held, leaseMs))) return held
    return sysdb.claim(run, leaseMs)
  }

  /** False when what was claimed is set aside, nobody waits for it, and its place is taken. */
  private mayRun(claim: Claim, work: TaskWork): boolean {
    const key = keyOf(claim)
    if (claim.failures < this.options.limits.setAsideFailures) this.setAside.remove(key)
    else {
      this.setAside.add(key)
      if (!work.isHurried && !this.setAside.takePlace(key)) {
        this.setAside.hold(key, claim)
        return false
      }
    }
    if (this.options.isStopping()) work.giveUp()
    return true
  }

  private note(claim: Claim, end: RunEnd): void {
    const { limits, onNote } = this.options
    this.metrics.ended(end)
    if (end.kind === 'done' || end.kind === 'gone') this.setAside.remove(keyOf(claim))
    if (end.kind === 'later') onNote(laterNote(claim, end.sentence))
    if (end.kind !== 'failed' || !end.isTold) return
    const failures = claim.failures + 1
    if (failures >= limits.setAsideFailures) this.setAside.add(keyOf(claim))
    const isOurBug = !(end.error instanceof StorageError)
    if (failures === limits.setAsideFailures || isOurBug) onNote(setAsideNote(claim, failures, end.error))
  }
}

export function keyOf({ picture, kind }: TaskKey): string {
  return `${picture}/${kind}`
}
