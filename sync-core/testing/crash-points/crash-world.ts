// The stores of a world, its time, and its processes, of which one is looked after. Time stands still while a call of a store is under
// way. A process that is over is followed by another; one that stands still, too, and it goes on when that one has begun, or when the
// story is one or two steps further.

import { assert } from '../../base/assert.ts'
import { StorageError } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import type { ShardRow, TaskRow } from '../../scheduler/sysdb.ts'
import type { LoggedWrites } from '../../scheduler/write-log.ts'
import { drainPromises, SimulatedClock } from '../simulated-clock.ts'
import { CrashFailure } from './crash-failure.ts'
import { CrashHost, storyPicture, type Plant } from './crash-host.ts'
import type { CrashStores } from './crash-stores.ts'
import { encodeHead } from './light-picture.ts'
import { isRead, NumberedCalls, type Faults, type Life } from './numbered-calls.ts'
import { StoredObjects } from './stored-objects.ts'
import { StoryChecks } from './story-checks.ts'

/** Between the end of a process and the next. */
const restartMs = 500
const stepMsMax = 60_000

type Step = (host: CrashHost) => Promise<void>

export interface CrashWorldOptions {
  readonly stores: CrashStores
  readonly faults: Faults
  readonly limits: Limits
  readonly saveMs: number
  readonly plant: Plant
}

export class CrashWorld {
  readonly calls: NumberedCalls
  readonly objects: StoredObjects
  /** All updates of the picture, durable at once. */
  readonly journal: string[] = []
  /** Under which claim the last update was written. */
  private writtenEpoch = 0
  rows: readonly TaskRow[] = []
  private readonly options: CrashWorldOptions
  private readonly clock = new SimulatedClock()
  private readonly checks = new StoryChecks()
  private shards: readonly ShardRow[] = []
  private sysdbNowMs: number | undefined
  private readonly lives: Life[] = []
  private host: CrashHost | undefined

  constructor(options: CrashWorldOptions) {
    this.options = options
    this.objects = new StoredObjects(options.stores.folder)
    this.calls = new NumberedCalls(options.faults, {
      before: () => this.setNow(),
      after: (call) => this.check(call),
    })
  }

  /** There is a picture that nobody has opened yet. */
  async makePicture(): Promise<void> {
    const { stores } = this.options
    const head = encodeHead({ status: 'there', epoch: 0, updates: [] })
    await this.objects.watched(stores.objects).put(`${stores.folder}/picture`, head)
  }

  get nowMs(): number {
    return this.clock.nowMs()
  }

  /** A new process; the one before is over, or stands still. */
  async begin(): Promise<void> {
    for (let begun = false; !begun;) {
      this.lives.filter(({ state }) => state === 'running').forEach((life) => (life.state = 'over'))
      await this.pass(restartMs)
      const life: Life = { state: 'running', stallSteps: 0 }
      this.lives.push(life)
      this.host = this.newHost(life)
      begun = true
      for (const step of ['keep', 'tend', 'scan', 'findDeleted'] as const) {
        begun &&= await this.tryStep((host) => host[step]())
      }
    }
    await this.goOn()
  }

  /** The story is one step further. */
  async further(): Promise<void> {
    for (const life of this.lives) if (life.state === 'stalled') life.stallSteps--
    await this.goOn()
  }

  /** Begins another process when this one did not live to see the end. What fails is told to nobody. `meanwhile` begins when the step waits for time. */
  async step(act: Step, meanwhile?: Step): Promise<void> {
    if (!(await this.tryStep(act, meanwhile))) await this.begin()
  }

  /** Time goes on, with whatever timers and those who stood still have to do. */
  async pass(durationMs: number): Promise<void> {
    const untilMs = this.clock.elapsedMs() + Math.max(0, durationMs)
    this.calls.rested()
    await drainPromises()
    for (;;) {
      while (this.calls.hasNext()) {
        await this.calls.next()
        await drainPromises()
      }
      if (!(await this.clock.runUntil(() => this.calls.hasNext(), untilMs))) return
    }
  }

  write(...updates: readonly string[]): void {
    this.journal.push(...updates)
    this.writtenEpoch = this.objects.head()!.epoch
  }

  /** What the stores say, and not what was kept in mind of them. */
  async lookAtEnd(): Promise<void> {
    const { sysdb, objects, folder } = this.options.stores
    const rows = await sysdb.rows(undefined, 10)
    const left = [...(await objects.list(folder)), ...(await objects.list(`${folder}/heap/0`))]
    const isGone = rows.length === 0 && left.every((name) => name === 'heap' || name === 'marked')
    if (!isGone) throw new CrashFailure(`I7: ${rows.length} rows and ${left.join(', ')} are left`)
  }

  describe(): string {
    const { nowMs, rows, objects } = this
    return JSON.stringify({ nowMs, rows, head: objects.head(), buckets: objects.buckets() })
  }

  private newHost(life: Life): CrashHost {
    const { calls, objects, clock, journal } = this
    const { stores, limits, saveMs, plant } = this.options
    const seen = objects.watched(stores.objects)
    const log = { after: (cursor: string) => Promise.resolve(this.after(cursor)) }
    return new CrashHost({
      clock,
      limits,
      folder: stores.folder,
      journal,
      saveMs,
      plant,
      ports: {
        sysdb: calls.gated(life, 'sysdb', stores.sysdb),
        heapObjects: calls.gated(life, 'heap', seen),
        pictureObjects: calls.gated(life, 'picture', seen),
        log: calls.gated(life, 'log', log),
        owner: { owner: 'host', incarnation: `${this.lives.length}` },
      },
    })
  }

  private after(cursor: string): LoggedWrites {
    const seq = this.journal.length
    return {
      writes: Number(cursor) < seq ? [{ picture: storyPicture, seq, epoch: this.writtenEpoch }] : [],
      cursor: `${seq}`,
    }
  }

  /** Whoever stood still long enough does what he was about to do, beside who came after. */
  private async goOn(): Promise<void> {
    const asleep = this.lives.filter(({ state, stallSteps }) => state === 'stalled' && stallSteps <= 0)
    if (asleep.length === 0) return
    for (const life of asleep) life.state = 'running'
    await this.pass(this.options.saveMs)
    // Nobody looks after it any more.
    for (const life of asleep) if (life.state === 'running') life.state = 'over'
  }

  /** False when its process did not live to see the end. */
  private async tryStep(act: Step, meanwhile?: Step): Promise<boolean> {
    const { host, calls, clock } = this
    const life = this.lives.at(-1)
    assert(host !== undefined && life !== undefined, 'a process has begun')
    let underWay = 0
    let failure: unknown
    const go = async (step: Step): Promise<void> => {
      underWay++
      calls.rested()
      await step(host).catch((error: unknown) => {
        if (!(error instanceof StorageError)) failure = error
      })
      underWay--
    }
    const isOver = (): boolean => underWay === 0 || life.state !== 'running'
    const untilMs = clock.elapsedMs() + stepMsMax
    void go(act)
    await drainPromises()
    for (let beside = meanwhile; !isOver(); await drainPromises()) {
      if (calls.hasNext()) {
        await calls.next()
      } else if (beside !== undefined) {
        void go(beside)
        beside = undefined
      } else {
        const goesOn = await clock.runUntil(() => isOver() || calls.hasNext(), untilMs)
        if (!goesOn) throw new CrashFailure(`a step never ends: ${this.describe()}`)
        calls.rested()
      }
    }
    if (failure === undefined) return life.state === 'running'
    throw new CrashFailure(
      `a step fails by ${failure instanceof Error ? failure.message : 'what is no error'}`,
    )
  }

  private async setNow(): Promise<void> {
    const nowMs = this.clock.nowMs()
    if (nowMs !== this.sysdbNowMs) await this.options.stores.setNow(nowMs)
    this.sysdbNowMs = nowMs
  }

  private async check(call: string): Promise<void> {
    if (isRead(call)) return
    const { sysdb } = this.options.stores
    if (call.startsWith('sysdb.')) this.rows = await sysdb.rows(undefined, 10)
    if (call === 'sysdb.saveCursor') this.shards = await sysdb.shards()
    const { shards } = this
    const onHeap = this.objects.buckets().flatMap(({ runs }) => runs)
    this.checks.look({
      call,
      rows: this.rows,
      shards,
      onHeap,
      head: this.objects.head(),
      journal: [...this.journal],
    })
  }
}
