// What is to be done on the heap with the next look, in batches: the runs that ended ones left to do are pushed, runs that are done
// are taken off, and what was refused is looked at whether it is done. A refused run that is not (somebody's lease, a row that is
// due later) stays on the heap and rests here, so that it costs no claim each second.
//
// What can't be pushed now is left to the outbox scan; what can't be taken off is passed over and taken off later.
//
// Rejected: a push for each run that ends. A shard with 20 runs a second would write its bucket 20 times.

import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Heap } from './heap-port.ts'
import { pushRuns } from './push-runs.ts'
import type { Sysdb } from './sysdb.ts'
import type { DueRun, TaskRun } from './task.ts'

export interface HeapErrandsOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly heap: Heap
}

interface Found {
  readonly shard: number
  readonly run: TaskRun
}

export class HeapErrands {
  private readonly options: HeapErrandsOptions
  private readonly due = new Map<number, DueRun[]>()
  private readonly done = new Map<string, Found>()
  private readonly asked = new Map<string, Found>()
  private readonly restUntilMs = new Map<string, number>()

  constructor(options: HeapErrandsOptions) {
    this.options = options
  }

  addDue(shard: number, runs: readonly DueRun[]): void {
    const due = this.due.get(shard) ?? []
    due.push(...runs)
    this.due.set(shard, due)
  }

  addDone(shard: number, run: TaskRun): void {
    const name = nameOf(run)
    // Past the bound it is found again.
    if (this.done.size < this.options.limits.heapBucketRunsMax) this.done.set(name, { shard, run })
  }

  addRefused(shard: number, run: TaskRun): void {
    const { clock, limits } = this.options
    const name = nameOf(run)
    this.asked.set(name, { shard, run })
    this.restUntilMs.set(name, clock.nowMs() + limits.refusedRestMs)
  }

  isPassedOver(run: TaskRun): boolean {
    const name = nameOf(run)
    return this.done.has(name) || this.restUntilMs.has(name)
  }

  /** Rejects with the first StorageError, after everything was tried. */
  async run(): Promise<void> {
    const errors: unknown[] = []
    const note = (error: unknown): void => void errors.push(error)
    await this.push().catch(note)
    await this.askDone().catch(note)
    await this.prune().catch(note)
    this.endRests()
    if (errors.length > 0) throw errors[0]
  }

  private async push(): Promise<void> {
    for (const [shard, due] of this.due) {
      this.due.delete(shard)
      for (let at = 0; at < due.length; at += this.options.limits.pushedAtOnce) {
        await pushRuns(this.options, shard, due.slice(at, at + this.options.limits.pushedAtOnce))
      }
    }
  }

  private async askDone(): Promise<void> {
    const { sysdb, limits } = this.options
    const names = [...this.asked.keys()].slice(0, limits.pushedAtOnce)
    if (names.length === 0) return
    const found = names.map((name) => this.asked.get(name)!)
    const isDone = await sysdb.isDone(found.map(({ run }) => run))
    for (const [at, name] of names.entries()) {
      this.asked.delete(name)
      if (isDone[at]!) this.addDone(found[at]!.shard, found[at]!.run)
    }
  }

  private async prune(): Promise<void> {
    const { sysdb, heap, limits } = this.options
    const byShard = new Map<number, TaskRun[]>()
    for (const { shard, run } of this.done.values()) {
      const runs = byShard.get(shard)
      if (runs === undefined) byShard.set(shard, [run])
      else if (runs.length < limits.pushedAtOnce) runs.push(run)
    }
    for (const [shard, runs] of byShard) {
      const nowMs = await sysdb.nowMs()
      await heap.prune(shard, runs, nowMs)
      for (const run of runs) {
        this.done.delete(nameOf(run))
        this.restUntilMs.delete(nameOf(run))
      }
    }
  }

  private endRests(): void {
    const nowMs = this.options.clock.nowMs()
    const { refusedRestMs } = this.options.limits
    for (const [name, untilMs] of this.restUntilMs) {
      // A clock that was set back ends rests, too.
      if (untilMs <= nowMs || untilMs > nowMs + refusedRestMs) this.restUntilMs.delete(name)
    }
  }
}

function nameOf({ picture, kind, run }: TaskRun): string {
  return `${picture}/${kind}/${run}`
}
