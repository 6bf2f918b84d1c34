import { AssertionError } from '../base/errors.ts'
import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Heap } from './heap-port.ts'
import type { SchedulerMetrics } from './scheduler-metrics.ts'
import type { ShardOwner, Sysdb } from './sysdb.ts'
import type { Task, TaskKind } from './task.ts'
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
  /** In 0..1: pauses are not the same for everybody. */
  readonly random: () => number
  readonly onNote: (sentence: string) => void
}

export class Scheduler {
  constructor(_options: SchedulerOptions) {
    throw new AssertionError('the scheduler is being built')
  }

  /** Takes the shards, looks once at what is to be done, and goes on by itself. What fails is told and tried again, never thrown. */
  start(): Promise<void> {
    return Promise.resolve()
  }

  /** The picture is open here. Rejects with StorageError when its task could not be made; its first write makes up for that. */
  adopt(_picture: PictureId): Promise<void> {
    return Promise.resolve()
  }

  /** As PictureScheduling.persistNow. */
  persistNow(_picture: PictureId, _seq: number): Promise<void> {
    return Promise.resolve()
  }

  deleted(_picture: PictureId): Promise<void> {
    return Promise.resolve()
  }

  restored(_picture: PictureId): Promise<void> {
    return Promise.resolve()
  }

  /** The heap lost runs of a shard (StoredHeap.onLost): all of them are pushed again. */
  heapLost(_shard: number): void {
    // Nothing to lose yet.
  }

  metrics(): SchedulerMetrics {
    throw new AssertionError('the scheduler is being built')
  }

  /** Within limits.schedulerStopMs, whatever hangs; nothing runs afterwards. */
  stop(): Promise<void> {
    return Promise.resolve()
  }
}
