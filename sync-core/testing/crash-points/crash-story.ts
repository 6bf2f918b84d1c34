// The reduced scenario in which chosen calls go wrong: everything that the scheduler does with a picture, once.
//
//   open, adopt ─▶ two writes ─▶ tended ─▶ run ─▶ one more write ─▶ tended ─▶ the last one leaves: run inline
//       (meanwhile somebody is back and writes) ─▶ run again, preview, compact ─▶ written, deleted ─▶ swept ─▶ rows and heap empty
//
// A step that fails is not told to anybody: what makes up for it are the rounds in which a process does all that its timers would have
// it do, as long as something is missing. A process that gets nowhere is begun anew, as people do.

import { limits as standardLimits } from '../../base/limits.ts'
import type { Limits } from '../../base/limits.ts'
import { CrashFailure } from './crash-failure.ts'
import type { CrashHost, Plant } from './crash-host.ts'
import type { CrashPlace } from './crash-stores.ts'
import { CrashWorld } from './crash-world.ts'
import type { Faults, NumberedCall } from './numbered-calls.ts'

const cadenceMs = 4000
/** Longer than a lease, as they are. */
const wokenMs = 6000
const sweepAfterMs = 2 * cadenceMs

/** Everything happens soon: time costs nothing here, but each round costs calls. */
const limits: Limits = {
  ...standardLimits,
  persistCadenceMs: cadenceMs,
  previewCadenceMs: wokenMs,
  compactCadenceMs: wokenMs,
  taskLeaseMs: 5000,
  leaseRenewMs: 2000,
  shardLeaseMs: 60_000,
  backOffMsMax: cadenceMs,
  setAsideBackOffMsMax: cadenceMs,
  deletedKeepDays: sweepAfterMs / (24 * 60 * 60 * 1000),
  deadRowsKeptMs: 5000,
  heapBucketMs: 20_000,
  refusedRestMs: 1000,
}
/** Long enough that a run asks for more time once. */
const saveMs = 3000
/** Rounds without an end: a process is begun anew after some, and the story failed after all. */
const roundsOfProcess = 12
const roundsMax = 60

export interface StoryRun {
  readonly calls: readonly NumberedCall[]
  /** Undefined when all was well. */
  readonly failure: string | undefined
}

/** Runs the story with these faults. */
export async function runStory(place: CrashPlace, faults: Faults, plant: Plant = {}): Promise<StoryRun> {
  const world = new CrashWorld({ stores: await place(), faults, limits, saveMs, plant })
  try {
    await new CrashStory(world).tell()
    return { calls: world.calls.made, failure: undefined }
  } catch (error) {
    if (!(error instanceof CrashFailure)) throw error
    return { calls: world.calls.made, failure: error.message }
  }
}

class CrashStory {
  private readonly world: CrashWorld

  constructor(world: CrashWorld) {
    this.world = world
  }

  async tell(): Promise<void> {
    await this.world.makePicture()
    await this.world.begin()
    const isOpened = (): boolean => this.world.objects.head()?.epoch !== 0
    await this.again('open', isOpened, (host) => host.picture.open())
    await this.world.step((host) => host.adopt())
    this.world.write('a1', 'b1')
    await this.world.step((host) => host.tend())
    await this.world.pass(cadenceMs)
    await this.world.step((host) => host.keep())
    await this.world.step((host) => host.look())
    await this.rounds('stored', () => this.storedSeq() === 2)
    this.world.write('a2')
    await this.world.step((host) => host.tend())
    await this.world.further()
    const comesBack = (host: CrashHost): Promise<void> => {
      this.world.write('b2')
      return host.tend()
    }
    await this.world.step((host) => host.leave(3), comesBack)
    if (this.world.journal.length === 3) await this.world.step(comesBack)
    await this.rounds('stored after all left', () => this.storedSeq() >= 3)
    await this.world.further()
    await this.world.pass(wokenMs)
    await this.world.step((host) => host.look())
    await this.rounds('stored, shown and tidied up', () =>
      this.world.rows.every(({ kind, doneSeq }) => doneSeq >= (kind === 'persist' ? 4 : 2)),
    )
    // Whoever deletes it does not wait for that: its run finds a deleted picture where sysdb was not told.
    this.world.write('b3')
    await this.world.step((host) => host.tend())
    const isDeleted = (): boolean => this.world.objects.head()?.status === 'deleted'
    await this.again('deleted', isDeleted, (host) => host.picture.delete())
    await this.world.step((host) => host.deleted())
    await this.world.further()
    await this.world.pass(sweepAfterMs)
    await this.world.step((host) => host.look())
    await this.rounds('swept', () => this.world.objects.head() === undefined)
    await this.world.further()
    await this.world.pass(limits.deadRowsKeptMs + 1)
    await this.world.step((host) => host.bury())
    const starts = this.world.objects.buckets().map(({ startMs }) => startMs)
    await this.world.pass(Math.max(...starts, 0) + 3 * limits.heapBucketMs - this.world.nowMs)
    await this.world.step((host) => host.keep())
    await this.world.step((host) => host.look())
    await this.rounds('gone', () => this.world.rows.length === 0 && this.world.objects.buckets().length === 0)
    await this.world.lookAtEnd()
  }

  private storedSeq(): number {
    const row = this.world.rows.find(({ kind }) => kind === 'persist')
    return Math.min(row?.doneSeq ?? 0, this.world.objects.head()?.updates.length ?? 0)
  }

  /** Whoever asks is told that it failed, and asks again. */
  private async again(
    what: string,
    holds: () => boolean,
    act: (host: CrashHost) => Promise<void>,
  ): Promise<void> {
    for (let tries = 0; !holds(); tries++) {
      if (tries === roundsMax) throw new CrashFailure(`the picture is never ${what}`)
      await this.world.step(act)
    }
  }

  private async rounds(what: string, holds: () => boolean): Promise<void> {
    for (let round = 1; !holds(); round++) {
      if (round === roundsMax)
        throw new CrashFailure(`I9: the picture is never ${what}: ${this.world.describe()}`)
      await this.world.pass(this.nextInstant() - this.world.nowMs)
      if (round % roundsOfProcess === 0) await this.world.begin()
      const steps = ['keep', 'tend', 'scan', 'look', 'bury'] as const
      for (const step of steps) if (!holds()) await this.world.step((host) => host[step]())
    }
  }

  /** When something may be due that is not now. */
  private nextInstant(): number {
    const nowMs = this.world.nowMs
    const ofRows = this.world.rows.flatMap((row) => [
      row.nextRunMs ?? 0,
      row.leaseUntilMs,
      row.status === 'deleted' ? row.deletedAtMs + limits.deadRowsKeptMs + 1 : 0,
    ])
    const ofHeap = this.world.objects
      .buckets()
      .flatMap(({ startMs, runs }) => [startMs + 3 * limits.heapBucketMs, ...runs.map(({ dueMs }) => dueMs)])
    const later = [...ofRows, ...ofHeap].filter((ms) => ms > nowMs + limits.refusedRestMs)
    return later.length === 0 ? nowMs + limits.heapBucketMs : Math.min(...later)
  }
}
