// A store whose every call settles: one that is not answered in time fails. It may still take effect later, as any call whose
// answer got lost; what is written here is made for that (picture-keys.ts, swap-head.ts).

import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { ObjectStore, ReleaseHold } from './object-store.ts'
import { pictureLimits } from './picture-limits.ts'

export class DeadlineStore implements ObjectStore {
  private readonly store: ObjectStore
  private readonly clock: Clock
  private readonly callMs: number

  constructor(store: ObjectStore, clock: Clock, callMs: number = pictureLimits.storeCallMs) {
    this.store = store
    this.clock = clock
    this.callMs = callMs
  }

  get place(): ObjectStore['place'] {
    return this.store.place
  }

  get: ObjectStore['get'] = (key, bytesMax) => this.inTime(() => this.store.get(key, bytesMax))
  getTagged: ObjectStore['getTagged'] = (key, bytesMax) =>
    this.inTime(() => this.store.getTagged(key, bytesMax))
  put: ObjectStore['put'] = (key, bytes) => this.inTime(() => this.store.put(key, bytes))
  compareAndSwap: ObjectStore['compareAndSwap'] = (key, bytes, etag) =>
    this.inTime(() => this.store.compareAndSwap(key, bytes, etag))
  remove: ObjectStore['remove'] = (keys) => this.inTime(() => this.store.remove(keys))
  list: ObjectStore['list'] = (folder) => this.inTime(() => this.store.list(folder))
  listObjects: ObjectStore['listObjects'] = (folder) => this.inTime(() => this.store.listObjects(folder))
  hold: ObjectStore['hold'] = (name) => this.inTime(() => this.store.hold(name), giveBack)

  /** `onLate` gets what was answered too late. */
  private inTime<T>(call: () => Promise<T>, onLate: (value: T) => void = () => undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = this.clock.after(this.callMs, () => {
        isLate = true
        const seconds = Math.round(this.callMs / 1000)
        reject(
          new StorageError(
            'unavailable',
            `Where this picture is kept did not answer for ${seconds} seconds. Gesso tries again by itself.`,
            true,
          ),
        )
      })
      call().then(
        (value) => {
          this.clock.cancel(timer)
          if (isLate) onLate(value)
          else resolve(value)
        },
        (error: unknown) => {
          this.clock.cancel(timer)
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }
}

/** Nobody waits for this hold any more. */
function giveBack(release: ReleaseHold): void {
  release().catch(() => undefined)
}
