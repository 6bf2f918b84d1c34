import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from '../pictures/object-store.ts'

/** An object store of which one writing call gets no answer, and takes effect when so many more calls were made, or never. */
export class LateStore implements ObjectStore {
  calls = 0
  private readonly store: ObjectStore
  private readonly which: number
  private readonly laterBy: number
  private effect: { readonly atCall: number; readonly act: () => Promise<unknown> } | undefined

  constructor(store: ObjectStore, which: number, laterBy: number) {
    this.store = store
    this.which = which
    this.laterBy = laterBy
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
  put: ObjectStore['put'] = (key, bytes) => this.call(() => this.store.put(key, bytes), true)
  remove: ObjectStore['remove'] = (keys) => this.call(() => this.store.remove(keys), true)
  compareAndSwap: ObjectStore['compareAndSwap'] = (key, bytes, etag) =>
    this.call(() => this.store.compareAndSwap(key, bytes, etag), true)

  /** What is still on its way arrives now. */
  async arrive(): Promise<void> {
    const { effect } = this
    this.effect = undefined
    // A swap that comes too late finds another head, which is how it should be.
    await effect?.act().catch(() => undefined)
  }

  private async call<T>(act: () => Promise<T>, writes = false): Promise<T> {
    const number = this.calls++
    if (this.effect !== undefined && number >= this.effect.atCall) await this.arrive()
    if (number !== this.which || !writes) return act()
    this.effect = { atCall: number + this.laterBy, act }
    throw new StorageError('unavailable', 'The store did not answer in time.', true)
  }
}
