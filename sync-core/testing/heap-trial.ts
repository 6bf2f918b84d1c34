import type { Clock, Timer } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import { limits as standardLimits, type Limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { makePictureId } from '../base/picture-id.ts'
import { StoredHeap } from '../scheduler/stored-heap.ts'
import type { DueRun } from '../scheduler/task.ts'

/** The beginning of a bucket and of an hour. */
export const heapStartMs = 1_800_000_000_000

export function pictureOf(number: number): string {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, number)
  return makePictureId(bytes)
}

export function runOf(picture: number, dueMs: number, run = 1): DueRun {
  return { picture: pictureOf(picture), kind: 'persist', run, dueMs }
}

/** A clock that rests for no time, and stands still unless it is told to go on. */
export class StandingClock implements Clock {
  timeMs = heapStartMs
  private timers = 0

  nowMs(): number {
    return this.timeMs
  }

  after(_delayMs: number, run: () => void): Timer {
    void Promise.resolve().then(run)
    return { id: ++this.timers }
  }

  cancel(): void {
    // Nobody here takes a rest back.
  }
}

/** Heaps of several processes on one store. */
export class TrialHeap {
  readonly clock = new StandingClock()
  /** Buckets that were told as lost. */
  readonly lost: string[] = []
  /** Heaps that were not found: new ones, too. */
  readonly missing: string[] = []
  /** Whether what is lost can be told. */
  isDeaf = false
  readonly store: ObjectStore
  private readonly prng = new Prng(1)

  constructor(store: ObjectStore) {
    this.store = store
  }

  open(limits: Partial<Limits> = {}, store = this.store): StoredHeap {
    return new StoredHeap({
      store,
      folder: 'heap',
      clock: this.clock,
      limits: { ...standardLimits, ...limits },
      random: () => this.prng.unit(),
      onLost: (shard, sentence) => {
        if (this.isDeaf) return Promise.reject(new StorageError('unavailable', 'Nobody listens.', true))
        const told = sentence.includes('not found') ? this.missing : this.lost
        told.push(`${shard}: ${sentence}`)
        return Promise.resolve()
      },
    })
  }

  names(shard: number): Promise<readonly string[]> {
    return this.store.list(`heap/${shard}`)
  }
}
