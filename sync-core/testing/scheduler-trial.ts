import { StorageError } from '../base/errors.ts'
import { limits as standardLimits } from '../base/limits.ts'
import type { Limits } from '../base/limits.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Heap } from '../scheduler/heap-port.ts'
import { OutboxScan } from '../scheduler/outbox-scan.ts'
import type { OpenedPicture } from '../scheduler/picture-tasks.ts'
import { Scheduler } from '../scheduler/scheduler.ts'
import { ShardKeeper } from '../scheduler/shard-keeper.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import type { Sysdb, TaskRow } from '../scheduler/sysdb.ts'
import type { RunOutcome, RunRequest, Task, TaskKey, TaskKind } from '../scheduler/task.ts'
import { TaskRunner } from '../scheduler/task-runner.ts'
import { Tender } from '../scheduler/tender.ts'
import type { LoggedWrites, WriteLog } from '../scheduler/write-log.ts'
import { everyCall } from './every-call.ts'
import { MemorySysdb } from './memory-sysdb.ts'
import { SimulatedClock } from './simulated-clock.ts'

/** What happens to a call: it fails, it takes effect and then fails, or it is never answered. */
export type StoreFault = 'before' | 'after' | 'hang'

/** A picture's id, told by its number. */
export function pictureOf(number: number): PictureId {
  return `${`${number}`.replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}a`.padStart(26, 'a')
}

function numberOf(picture: PictureId): number {
  return Number(picture.slice(0, -1).replaceAll(/./g, (letter) => `${'abcdefghij'.indexOf(letter)}`))
}

export interface TrialRun {
  readonly picture: PictureId
  readonly kind: TaskKind
  readonly atMs: number
  readonly request: RunRequest
}

/** The scheduler over stores in memory that outlive it, on a virtual clock, with every call of a store in `calls`. */
export class SchedulerTrial {
  readonly clock = new SimulatedClock()
  readonly limits: Limits
  readonly truth = new MemorySysdb(() => this.clock.nowMs())
  readonly objects = new MemoryStore()
  readonly calls: string[] = []
  readonly notes: string[] = []
  readonly runs: TrialRun[] = []
  /** What is durable, and what is stored. */
  readonly durable = new Map<PictureId, number>()
  readonly stored = new Map<PictureId, number>()
  fault: (call: string) => StoreFault | undefined = () => undefined
  /** Of a persist run; undefined: it stores what is durable. */
  work: (run: TrialRun) => Promise<RunOutcome | void> = () => Promise.resolve()
  random = (): number => 0
  private readonly epochs = new Map<PictureId, number>()
  private readonly log: PictureId[] = []
  private readonly dead = new Set<string>()

  constructor(changed: Partial<Limits> = {}) {
    this.limits = { ...standardLimits, ...changed }
  }

  get nowMs(): number {
    return this.clock.nowMs()
  }

  /** One update of the picture becomes durable. */
  write(picture: PictureId): number {
    const seq = (this.durable.get(picture) ?? 0) + 1
    this.durable.set(picture, seq)
    this.log.push(picture)
    return seq
  }

  /** The picture as somebody opens it now. */
  opened(picture: PictureId): OpenedPicture {
    const seq = this.durable.get(picture) ?? 0
    const savedSeq = this.stored.get(picture) ?? 0
    const epoch = (this.epochs.get(picture) ?? 0) + 1
    this.epochs.set(picture, epoch)
    return { epoch, seq, savedSeq, isNewest: () => Promise.resolve(false) }
  }

  /** The same by a claim that stays its newest. */
  openedLast(picture: PictureId): OpenedPicture {
    return { ...this.opened(picture), isNewest: () => Promise.resolve(true) }
  }

  scheduler(name = 'first', shards: readonly number[] = [0], owner = 'host'): Scheduler {
    const { sysdb, heap, log } = this.stores(name, (shard) => scheduler.heapLost(shard))
    const scheduler: Scheduler = new Scheduler({
      ...this.options(name),
      sysdb,
      heap,
      log,
      shards,
      owner: { owner, incarnation: name },
    })
    return scheduler
  }

  /** None of its calls takes effect or is answered any more. */
  kill(name: string): void {
    this.dead.add(name)
  }

  /** The same parts, one step at a time. */
  parts(name = 'first', owner = 'host', isAtHand?: (task: TaskKey) => boolean) {
    const { sysdb, heap, log } = this.stores(name, async (shard) => void (await sysdb.forgetPushes(shard)))
    const { clock, limits } = this
    const shardOwner = { owner, incarnation: name }
    const keeper = new ShardKeeper({ clock, limits, sysdb, shards: [0], owner: shardOwner })
    const stores = { ...this.options(name), sysdb, heap, log, keeper, owner: shardOwner, shard: 0, isAtHand }
    return {
      sysdb,
      heap,
      keeper,
      tender: new Tender(stores),
      outbox: new OutboxScan(stores),
      runner: new TaskRunner(stores),
      /** Time goes by; the shard is kept. */
      pass: async (ms: number): Promise<void> => {
        await clock.run(ms)
        await keeper.keep()
      },
    }
  }

  /** Work that takes so long. */
  clockTurn(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(delayMs, resolve))
  }

  /** What it did since the last look. */
  takeCalls(): readonly string[] {
    return this.calls.splice(0)
  }

  async row(picture: PictureId, kind: TaskKind = 'persist'): Promise<TaskRow> {
    const rows = await this.truth.rows(undefined, 1_000_000)
    return rows.find((row) => row.picture === picture && row.kind === kind)!
  }

  /** When runs of a task began. */
  begins(picture: PictureId, kind: TaskKind = 'persist'): readonly number[] {
    return this.runs.filter((run) => run.picture === picture && run.kind === kind).map(({ atMs }) => atMs)
  }

  private options(name: string) {
    const { clock, limits } = this
    const task =
      (kind: TaskKind): Task =>
      (picture, request) =>
        this.run(name, { picture, kind, atMs: this.nowMs, request })
    const tasks = {
      persist: task('persist'),
      preview: task('preview'),
      compact: task('compact'),
      sweep: task('sweep'),
    }
    return {
      clock,
      limits,
      tasks,
      random: () => this.random(),
      onNote: (sentence: string) => {
        if (!this.dead.has(name)) this.notes.push(sentence)
      },
    }
  }

  private async run(name: string, run: TrialRun): Promise<RunOutcome> {
    const { picture, kind, request } = run
    this.calls.push(`${kind} ${numberOf(picture)}`)
    this.runs.push(run)
    const seq = this.durable.get(picture) ?? 0
    const outcome = await this.work(run)
    if (this.dead.has(name)) return never()
    if (outcome) return outcome
    if (kind === 'sweep') return { kind: 'gone' }
    if (kind !== 'persist') return { kind: 'done', seq: request.wantSeq, key: '' }
    this.stored.set(picture, Math.max(seq, this.stored.get(picture) ?? 0))
    return { kind: 'done', seq, key: `${picture}@${seq}` }
  }

  private stores(
    name: string,
    onLost: (shard: number) => Promise<void>,
  ): {
    readonly sysdb: Sysdb
    readonly heap: Heap
    readonly log: WriteLog
  } {
    const { clock, limits } = this
    const stored = new StoredHeap({
      store: this.objects,
      folder: 'heap',
      clock,
      limits,
      random: this.random,
      onLost,
    })
    const log: WriteLog = { after: async (cursor) => this.after(cursor) }
    return {
      sysdb: this.watched(name, '', this.truth),
      heap: this.watched(name, 'heap.', stored),
      log: this.watched(name, 'log.', log),
    }
  }

  private after(cursor: string): LoggedWrites {
    const pictures = new Set(this.log.slice(Number(cursor)))
    const writes = [...pictures].map((picture) => ({
      picture,
      seq: this.durable.get(picture)!,
      epoch: this.epochs.get(picture) ?? 0,
    }))
    return { writes, cursor: this.log.length === 0 ? cursor : `${this.log.length}` }
  }

  private watched<T extends object>(process: string, prefix: string, target: T): T {
    return everyCall(target, async ({ name, act }) => {
      const call = `${prefix}${name}`
      if (this.dead.has(process)) return never()
      this.calls.push(call)
      const fault = this.fault(call)
      if (fault === 'hang') return never()
      if (fault === 'before') throw down(call)
      const answer = await act()
      if (this.dead.has(process)) return never()
      if (fault === 'after') throw down(call)
      return answer
    })
  }
}

function down(call: string): StorageError {
  return new StorageError('unavailable', `The line is down (${call}).`, true)
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}

/** A scheduler that has started and has nothing to do. */
export async function scheduling(changed: Partial<Limits> = {}) {
  const trial = new SchedulerTrial(changed)
  const scheduler = trial.scheduler()
  await scheduler.start()
  await trial.clock.run(6_000)
  trial.takeCalls()
  return { trial, scheduler }
}
