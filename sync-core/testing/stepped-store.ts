import type { Prng } from '../base/prng.ts'
import type { ObjectStore } from '../pictures/object-store.ts'

/** An object store whose calls take effect, and are answered, one at a time and in whatever order the seed says. */
export class SteppedStore implements ObjectStore {
  private readonly store: ObjectStore
  private readonly waiting: (() => void)[] = []

  constructor(store: ObjectStore) {
    this.store = store
  }

  get place(): ObjectStore['place'] {
    return this.store.place
  }

  get: ObjectStore['get'] = (key, bytesMax) => this.call(() => this.store.get(key, bytesMax))
  getTagged: ObjectStore['getTagged'] = (key, bytesMax) =>
    this.call(() => this.store.getTagged(key, bytesMax))
  list: ObjectStore['list'] = (folder) => this.call(() => this.store.list(folder))
  listObjects: ObjectStore['listObjects'] = (folder) => this.call(() => this.store.listObjects(folder))
  hold: ObjectStore['hold'] = (name) => this.store.hold(name)
  put: ObjectStore['put'] = (key, bytes) => this.call(() => this.store.put(key, bytes))
  remove: ObjectStore['remove'] = (keys) => this.call(() => this.store.remove(keys))
  compareAndSwap: ObjectStore['compareAndSwap'] = (key, bytes, etag) =>
    this.call(() => this.store.compareAndSwap(key, bytes, etag))

  /** Lets one of those that wait go on; false when none does. */
  step(prng: Prng): boolean {
    if (this.waiting.length === 0) return false
    const [go] = this.waiting.splice(prng.below(this.waiting.length), 1)
    go!()
    return true
  }

  private async call<T>(act: () => Promise<T>): Promise<T> {
    await this.turn()
    try {
      return await act()
    } finally {
      await this.turn()
    }
  }

  private turn(): Promise<void> {
    return new Promise((resolve) => void this.waiting.push(resolve))
  }
}
