import type { ObjectStore } from '../../pictures/object-store.ts'
import { bucketStartOf, decodeBucket } from '../../scheduler/heap-bucket.ts'
import type { DueRun } from '../../scheduler/task.ts'
import { storyShard } from './crash-host.ts'
import { headOf, type LightHead } from './light-picture.ts'

/**
 * What lies in an object store, kept in mind: only this world writes there, one call after the other. So it can be looked at after
 * every call without asking the store.
 */
export class StoredObjects {
  private readonly folder: string
  private readonly objects = new Map<string, Uint8Array>()
  /** What bytes stand for, which never changes: they are looked at after every call. */
  private readonly heads = new WeakMap<Uint8Array, LightHead>()
  private readonly runs = new WeakMap<Uint8Array, readonly DueRun[]>()

  constructor(folder: string) {
    this.folder = folder
  }

  watched(store: ObjectStore): ObjectStore {
    const { objects } = this
    return {
      place: store.place,
      get: (...asked) => store.get(...asked),
      getTagged: (...asked) => store.getTagged(...asked),
      list: (...asked) => store.list(...asked),
      listObjects: (...asked) => store.listObjects(...asked),
      hold: (...asked) => store.hold(...asked),
      async put(key, bytes) {
        await store.put(key, bytes)
        objects.set(key, bytes)
      },
      async compareAndSwap(key, bytes, etag) {
        const swapped = await store.compareAndSwap(key, bytes, etag)
        objects.set(key, bytes)
        return swapped
      },
      async remove(keys) {
        await store.remove(keys)
        for (const key of keys) objects.delete(key)
      },
    }
  }

  head(): LightHead | undefined {
    const bytes = this.objects.get(`${this.folder}/picture`)
    return bytes && known(this.heads, bytes, () => headOf(bytes))
  }

  buckets(): readonly { readonly startMs: number; readonly runs: readonly DueRun[] }[] {
    const prefix = `${this.folder}/heap/${storyShard}/`
    return [...this.objects].flatMap(([key, bytes]) => {
      const startMs = key.startsWith(prefix) ? bucketStartOf(key.slice(prefix.length)) : undefined
      if (startMs === undefined) return []
      return [
        {
          startMs,
          runs: known(this.runs, bytes, () => decodeBucket({ shard: storyShard, startMs }, bytes)),
        },
      ]
    })
  }
}

function known<T>(values: WeakMap<Uint8Array, T>, bytes: Uint8Array, decode: () => T): T {
  const value = values.get(bytes) ?? decode()
  values.set(bytes, value)
  return value
}
