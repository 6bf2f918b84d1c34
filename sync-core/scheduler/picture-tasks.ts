import type { Limits } from '../base/limits.ts'
import type { PictureId } from '../pictures/picture-accessor.ts'
import type { Heap } from './heap-port.ts'
import { superseded } from '../pictures/picture-slots.ts'
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

/** A picture that was opened here. */
export interface OpenedPicture extends PicturePoint {
  /** Whether nobody has claimed the picture since. Rejects with StorageError. */
  readonly isNewest: () => Promise<boolean>
}

/** Makes the tasks of pictures, and ends them. What can't be pushed is found by the outbox scan. */
export class PictureTasks {
  private readonly options: PictureTasksOptions
  /** Of these there is a task, or was; the newest. Whoever is not among them is asked about again. */
  private readonly known = new Set<PictureId>()

  constructor(options: PictureTasksOptions) {
    this.options = options
  }

  /** Rejects with StorageError when sysdb does not know of it then; ('superseded') when the picture is another host's by now. */
  async adopt(picture: PictureId, { isNewest, ...point }: OpenedPicture): Promise<void> {
    const { sysdb, shard, limits } = this.options
    let insteadOf: number | undefined
    // Once as it is, once after it was brought back, once instead of what another history left.
    for (let tries = 0; tries < 3; tries++) {
      const opened = await sysdb.open(picture, shard, limits.persistCadenceMs, point, insteadOf)
      if (opened !== 'deleted' && !('supersededBy' in opened)) {
        this.remember(picture)
        return this.push(opened)
      }
      // Asked after sysdb was: who opened or deleted it before that is known not to have it. Who does it since has another epoch there.
      if (!(await isNewest())) break
      if (opened === 'deleted') await sysdb.restore(picture, shard)
      else insteadOf = opened.supersededBy
    }
    throw superseded()
  }

  /** What sysdb calls clean may be a picture that it never heard of: before it is asked, there is a task, or it is deleted. */
  async ensure(picture: PictureId): Promise<void> {
    if (this.known.has(picture)) return
    const { sysdb, limits, shard } = this.options
    await sysdb.create(picture, shard, limits.persistCadenceMs)
    this.remember(picture)
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

  private remember(picture: PictureId): void {
    this.known.add(picture)
    if (this.known.size <= this.options.limits.picturesKnownMax) return
    for (const oldest of this.known) {
      this.known.delete(oldest)
      break
    }
  }

  private async push(runs: readonly DueRun[]): Promise<void> {
    await pushRuns(this.options, this.options.shard, runs).catch(() => undefined)
  }
}
