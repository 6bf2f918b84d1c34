// Many pictures on many hosts, in virtual time: real schedulers, one a host with a shard of its own, over one sysdb and one bucket that
// answer after a while and count what they are asked. Tasks only take their time. What was claimed and stored, and when, is kept as
// sysdb saw it.

import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { MemoryStore } from '../pictures/memory-store.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../base/picture-id.ts'
import { Scheduler } from '../scheduler/scheduler.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import type { Claim, Finished, Sysdb } from '../scheduler/sysdb.ts'
import type { Task, TaskKind, TaskRun } from '../scheduler/task.ts'
import { CallCounts, requestOf, rowsOf } from './call-counts.ts'
import { between, DrawnPictures } from './drawn-pictures.ts'
import { everyCall } from './every-call.ts'
import { MemorySysdb } from './memory-sysdb.ts'
import { freshRow } from './memory-task-rows.ts'
import { SimulatedClock } from './simulated-clock.ts'

export interface PictureFleetOptions {
  readonly pictures: number
  /** Drawn in at any time. */
  readonly dirty: number
  /** Each with a shard. */
  readonly hosts: number
  readonly seed: number
  readonly taskMs: { readonly least: number; readonly most: number }
  readonly limits?: Limits
}

/** A run as sysdb saw it. */
export interface FleetRun {
  readonly picture: PictureId
  readonly kind: TaskKind
  readonly shard: number
  readonly dueMs: number
  readonly claimedMs: number
  readonly doneBefore: number
  /** Undefined while it is under way. */
  endedMs: number | undefined
  seq: number
}

export type Away = 'sysdb' | 'heap' | undefined

const sysdbMs = { least: 1, most: 5 }
const heapMs = { least: 5, most: 50 }

export class PictureFleet {
  readonly clock = new SimulatedClock()
  readonly limits: Limits
  readonly runs: FleetRun[] = []
  readonly notes: string[] = []
  /** Calls by operation of sysdb, and by kind of request of the heap's store. */
  readonly sysdbCalls = new CallCounts()
  readonly heapCalls = new CallCounts()
  /** Rows that sysdb's operations were about. */
  sysdbRows = 0
  /** The largest batch that anybody handed to a store or got from one. */
  largestBatch = 0
  away: Away
  readonly logs: readonly DrawnPictures[]
  private readonly options: PictureFleetOptions
  private readonly pictures: readonly PictureId[]
  private readonly prng: Prng
  private readonly truth = new MemorySysdb(() => this.clock.nowMs())
  private readonly objects = new MemoryStore(() => this.clock.nowMs())
  private readonly schedulers: readonly Scheduler[]
  private readonly underWay = new Map<string, FleetRun>()

  constructor(options: PictureFleetOptions) {
    const { pictures, dirty, hosts, seed, limits = standardLimits } = options
    this.options = options
    this.limits = limits
    this.prng = new Prng(seed)
    this.pictures = Array.from({ length: pictures }, (_, number) => pictureOf(number))
    const tasks = this.pictures.map((picture, number) =>
      freshRow({ picture, kind: 'persist' }, number % hosts, limits.persistCadenceMs, undefined),
    )
    this.truth.load({ tasks, shards: [] })
    this.logs = Array.from({ length: hosts }, (_, host) => {
      const own = this.pictures.filter((_picture, number) => number % hosts === host)
      const part = Math.floor(dirty / hosts) + (host < dirty % hosts ? 1 : 0)
      return new DrawnPictures({ clock: this.clock, prng: this.prng, pictures: own, dirty: part })
    })
    this.schedulers = this.logs.map((log, host) => this.host(host, log))
  }

  /** Of all hosts. */
  get runsUnderWay(): number {
    return this.underWay.size
  }

  /** Whose shard is that of the log. */
  picturesOf(log: DrawnPictures): readonly PictureId[] {
    return this.pictures.filter((_, number) => number % this.logs.length === this.logs.indexOf(log))
  }

  /** In the heap. */
  async objectCount(): Promise<number> {
    const names = await Promise.all(this.logs.map((_, shard) => this.objects.list(`heap/${shard}`)))
    return names.flat().length
  }

  async start(): Promise<void> {
    const started = Promise.all(this.schedulers.map((scheduler) => scheduler.start()))
    await this.clock.run(2_000)
    await started
  }

  async stop(): Promise<void> {
    const stopped = Promise.all(this.schedulers.map((scheduler) => scheduler.stop()))
    await this.clock.run(this.limits.schedulerStopMs)
    await stopped
  }

  private host(host: number, log: DrawnPictures): Scheduler {
    const { clock, limits } = this
    const sysdb = this.sysdb(host)
    const random = (): number => this.prng.unit()
    const persist: Task = async (picture) => {
      const seq = log.seqOf(picture)
      await this.turn(this.options.taskMs)
      return { kind: 'done', seq, key: `${seq}` }
    }
    const other: Task = async (_, { wantSeq }) => {
      await this.turn(this.options.taskMs)
      return { kind: 'done', seq: wantSeq, key: '' }
    }
    const heap = new StoredHeap({
      store: this.store(),
      folder: 'heap',
      clock,
      limits,
      random,
      onLost: (shard) => scheduler.heapLost(shard),
    })
    const scheduler: Scheduler = new Scheduler({
      clock,
      limits,
      sysdb,
      heap,
      log,
      shards: [host],
      owner: { owner: `host ${host}`, incarnation: 'first' },
      tasks: { persist, preview: other, compact: other, sweep: other },
      random,
      onNote: (sentence) => void this.notes.push(sentence),
    })
    return scheduler
  }

  private turn(ms: { readonly least: number; readonly most: number }): Promise<void> {
    return new Promise((resolve) => void this.clock.after(between(this.prng, ms), resolve))
  }

  private sysdb(shard: number): Sysdb {
    return this.counted(this.truth, 'sysdb', (name, asked, answer) => {
      this.sysdbCalls.add(name)
      const rows = rowsOf(name, asked, answer)
      this.sysdbRows += rows
      this.largestBatch = Math.max(this.largestBatch, rows)
      if (name === 'claim' && answer !== undefined) this.claimed(answer as Claim, shard)
      if (name === 'finish' && answer !== undefined) this.finished(asked as [Claim, Finished])
    })
  }

  private store(): ObjectStore {
    return this.counted<ObjectStore>(this.objects, 'heap', (name) => this.heapCalls.add(requestOf(name)))
  }

  private claimed({ picture, kind, dueMs, claimedMs, doneSeq }: Claim, shard: number): void {
    const run: FleetRun = {
      picture,
      kind,
      shard,
      dueMs,
      claimedMs,
      doneBefore: doneSeq,
      endedMs: undefined,
      seq: doneSeq,
    }
    this.runs.push(run)
    this.underWay.set(nameOf({ picture, kind }), run)
  }

  private finished([claim, { seq }]: [Claim, Finished]): void {
    const name = nameOf(claim)
    const run = this.underWay.get(name)!
    run.endedMs = this.clock.nowMs()
    run.seq = seq
    this.underWay.delete(name)
  }

  private counted<T extends object>(
    target: T,
    what: 'sysdb' | 'heap',
    note: (name: string, asked: readonly unknown[], answer: unknown) => void,
  ): T {
    return everyCall(target, async ({ name, asked, act }) => {
      await this.turn(what === 'sysdb' ? sysdbMs : heapMs)
      if (this.away === what) throw new StorageError('unavailable', `The ${what} is away.`, true)
      try {
        const answer = await act()
        note(name, asked, answer)
        return answer
      } catch (error) {
        note(name, asked, undefined)
        throw error
      }
    })
  }
}

function pictureOf(number: number): PictureId {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, number)
  return makePictureId(bytes)
}

function nameOf({ picture, kind }: Omit<TaskRun, 'run'>): string {
  return `${picture}/${kind}`
}
