import type { Limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Heap } from './heap-port.ts'
import { pushRuns } from './push-runs.ts'
import type { PicturePoint, Sysdb } from './sysdb.ts'
import type { DueRun } from './task.ts'

export interface PictureTasksOptions {
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly heap: Heap
  readonly shard: number
}

const dayMs = 24 * 60 * 60 * 1000

/** Makes the tasks of pictures, and ends them. What can't be pushed is found by the outbox scan. */
export class PictureTasks {
  private readonly options: PictureTasksOptions
  /** Of these there is a task, or was; the newest. Whoever is not among them is asked about again. */
  private readonly known = new Set<PictureId>()

  constructor(options: PictureTasksOptions) {
    this.options = options
  }

  /** Rejects with StorageError when there is no task then. */
  async adopt(picture: PictureId, point: PicturePoint | undefined): Promise<void> {
    const { sysdb, shard } = this.options
    const made = await this.create(picture)
    const due = made === 'deleted' ? await sysdb.restore(picture, shard) : made
    await this.push(point === undefined ? due : await sysdb.settle(picture, shard, point))
  }

  /** What sysdb calls clean may be a picture that it never heard of: before it is asked, there is a task, or it is deleted. */
  async ensure(picture: PictureId): Promise<void> {
    if (!this.known.has(picture)) await this.create(picture)
  }

  /** Rejects with StorageError. */
  async deleted(picture: PictureId): Promise<void> {
    const { sysdb, limits, shard } = this.options
    await this.push(await sysdb.delete(picture, shard, limits.deletedKeepDays * dayMs))
  }

  /** Rejects with StorageError. */
  async restored(picture: PictureId): Promise<void> {
    await this.push(await this.options.sysdb.restore(picture, this.options.shard))
  }

  private async create(picture: PictureId): Promise<readonly DueRun[] | 'deleted'> {
    const { sysdb, limits, shard } = this.options
    const made = await sysdb.create(picture, shard, limits.persistCadenceMs)
    this.known.add(picture)
    if (this.known.size > limits.picturesKnownMax) {
      for (const oldest of this.known) {
        this.known.delete(oldest)
        break
      }
    }
    return made
  }

  private async push(runs: readonly DueRun[]): Promise<void> {
    await pushRuns(this.options, this.options.shard, runs).catch(() => undefined)
  }
}
