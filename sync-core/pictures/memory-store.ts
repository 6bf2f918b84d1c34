import { StorageError } from '../base/errors.ts'
import { absentTag, assertKey } from './object-store.ts'
import type { ListedObject, ObjectStore, ReleaseHold, StorePlace, TaggedObject } from './object-store.ts'

/** Objects in memory, gone with the process. Also the example of what the port promises. */
export class MemoryStore implements ObjectStore {
  readonly place: StorePlace = 'memory'
  private readonly objects = new Map<string, TaggedObject & { readonly modifiedMs: number }>()
  private readonly holds = new Set<string>()
  private readonly nowMs: () => number
  private writes = 0

  /** `nowMs`: the time that listings tell. */
  constructor(nowMs: () => number = () => 0) {
    this.nowMs = nowMs
  }

  async get(key: string, bytesMax: number): Promise<Uint8Array | undefined> {
    return (await this.getTagged(key, bytesMax))?.bytes
  }

  getTagged(key: string, bytesMax: number): Promise<TaggedObject | undefined> {
    assertKey(key)
    return answer(() => {
      const found = this.objects.get(key)
      if (found === undefined) return undefined
      if (found.bytes.length > bytesMax) {
        throw new StorageError(
          'corrupt',
          `${key} has ${found.bytes.length} bytes; at most ${bytesMax} make sense.`,
        )
      }
      return { bytes: found.bytes, etag: found.etag }
    })
  }

  put(key: string, bytes: Uint8Array): Promise<void> {
    assertKey(key)
    return answer(() => void this.write(key, bytes))
  }

  compareAndSwap(key: string, bytes: Uint8Array, etag: string): Promise<string> {
    assertKey(key)
    return answer(() => {
      if ((this.objects.get(key)?.etag ?? absentTag) !== etag) {
        throw new StorageError('conflict', `${key} was changed by somebody else.`, true)
      }
      return this.write(key, bytes)
    })
  }

  remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) assertKey(key)
    return answer(() => {
      for (const key of keys) this.objects.delete(key)
    })
  }

  list(folder: string): Promise<readonly string[]> {
    return answer(() => {
      const prefix = folder === '' ? '' : `${folder}/`
      const below = [...this.objects.keys()].filter((key) => key.startsWith(prefix))
      return [...new Set(below.map((key) => key.slice(prefix.length).split('/')[0]!))].sort()
    })
  }

  listObjects(folder: string): Promise<readonly ListedObject[]> {
    const prefix = `${folder}/`
    return answer(() =>
      [...this.objects]
        .filter(([key]) => key.startsWith(prefix) && !key.slice(prefix.length).includes('/'))
        .map(([key, { bytes, modifiedMs }]) => {
          return { name: key.slice(prefix.length), bytes: bytes.length, modifiedMs }
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
  }

  hold(name: string): Promise<ReleaseHold> {
    return answer(() => {
      if (this.holds.has(name)) throw new StorageError('in-use', `${name} is open already.`, true)
      this.holds.add(name)
      let held = true
      return () => {
        if (held) this.holds.delete(name)
        held = false
        return Promise.resolve()
      }
    })
  }

  private write(key: string, bytes: Uint8Array): string {
    const etag = `w${++this.writes}`
    this.objects.set(key, { bytes: bytes.slice(), etag, modifiedMs: this.nowMs() })
    return etag
  }
}

/** The result one turn later, as from a real store. */
async function answer<T>(act: () => T): Promise<T> {
  await Promise.resolve()
  return act()
}
