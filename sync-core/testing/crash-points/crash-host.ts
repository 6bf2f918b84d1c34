// A process: the real Scheduler over the real heap, never started. The story begins its steps instead of its timers, so a run has few
// calls, and all of them in an order that the story chose.

import type { Clock } from '../../base/clock.ts'
import type { Limits } from '../../base/limits.ts'
import type { ObjectStore } from '../../pictures/object-store.ts'
import type { Heap } from '../../scheduler/heap-port.ts'
import { Scheduler } from '../../scheduler/scheduler.ts'
import { StoredHeap } from '../../scheduler/stored-heap.ts'
import type { ShardOwner, Sysdb } from '../../scheduler/sysdb.ts'
import type { Task } from '../../scheduler/task.ts'
import type { WriteLog } from '../../scheduler/write-log.ts'
import { pictureOf } from '../heap-trial.ts'
import { headOf, LightPicture, type LightHead } from './light-picture.ts'

export const storyPicture = pictureOf(1)
export const storyShard = 0
const headBytesMax = 10_000

/** Stores of a process, as it sees them. */
export interface HostPorts {
  readonly sysdb: Sysdb
  readonly heapObjects: ObjectStore
  readonly pictureObjects: ObjectStore
  readonly log: WriteLog
  readonly owner: ShardOwner
}

/** A mistake, planted where the ports are. */
export interface Plant {
  readonly ports?: (ports: HostPorts) => HostPorts
  /** `heapOver`: another heap of the same process, over other objects. */
  readonly heap?: (heap: Heap, ports: HostPorts, heapOver: (store: ObjectStore) => Heap) => Heap
}

export interface CrashHostOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly ports: HostPorts
  readonly folder: string
  readonly journal: readonly string[]
  readonly saveMs: number
  readonly plant: Plant
}

export class CrashHost {
  readonly picture: LightPicture
  private readonly scheduler: Scheduler
  private readonly sysdb: Sysdb
  private readonly limits: Limits
  private readonly journal: readonly string[]
  private readonly head: () => Promise<LightHead | undefined>

  constructor({ clock, limits, ports: plain, folder, journal, saveMs, plant }: CrashHostOptions) {
    const ports = plant.ports?.(plain) ?? plain
    const { sysdb, log, owner, heapObjects, pictureObjects: store } = ports
    const picture = new LightPicture({ store, key: `${folder}/picture`, clock, journal, saveMs })
    const random = (): number => 0
    const heapOver = (objects: ObjectStore): Heap =>
      new StoredHeap({
        store: objects,
        folder: `${folder}/heap`,
        clock,
        limits,
        random,
        onLost: (lost) => this.scheduler.heapLost(lost),
      })
    const ownHeap = heapOver(heapObjects)
    const light: Task = (_, { wantSeq }) => Promise.resolve({ kind: 'done', seq: wantSeq, key: '' })
    this.sysdb = sysdb
    this.limits = limits
    this.journal = journal
    this.head = async () => {
      const bytes = await store.get(`${folder}/picture`, headBytesMax)
      return bytes && headOf(bytes)
    }
    this.picture = picture
    this.scheduler = new Scheduler({
      clock,
      limits,
      sysdb,
      log,
      owner,
      random,
      heap: plant.heap?.(ownHeap, ports, heapOver) ?? ownHeap,
      shards: [storyShard],
      tasks: {
        persist: (_, request) => picture.persist(request),
        preview: light,
        compact: light,
        sweep: () => picture.sweep(),
      },
      onNote: () => undefined,
    })
  }

  readonly keep = (): Promise<void> => this.scheduler['keeper'].keep()
  readonly tend = (): Promise<void> => this.scheduler['tender'].tick()
  readonly scan = (): Promise<void> => this.scheduler['outbox'].scan()
  readonly look = (): Promise<void> => this.scheduler['runner'].tick()
  readonly bury = async (): Promise<void> => {
    await this.sysdb.removeDead(this.limits.deadRowsKeptMs)
  }

  readonly adopt = async (): Promise<void> => {
    const found = await this.head()
    if (found === undefined) return
    const { epoch, updates } = found
    const isNewest = async (): Promise<boolean> => (await this.head())?.epoch === epoch
    await this.scheduler.adopt(storyPicture, {
      epoch,
      seq: this.journal.length,
      savedSeq: updates.length,
      isNewest,
    })
  }

  readonly leave = (seq: number): Promise<void> => this.scheduler.persistNow(storyPicture, seq)
  readonly deleted = (): Promise<void> => this.scheduler.deleted(storyPicture)

  /** What a process does when it opens a place: whatever is deleted there gets its sweep. */
  readonly findDeleted = async (): Promise<void> => {
    if (!(await this.picture.isDeleted())) return
    await this.sysdb.delete(storyPicture, storyShard, this.limits.deletedKeepDays * 24 * 60 * 60 * 1000)
  }
}
