import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from '../pictures/object-store.ts'

/** What a fault does to a call: fails it before or after it took effect. */
export type StoreFault = 'before' | 'after'

/** An object store whose writing calls fail on order; reading goes through. Everything is written down in `calls`. */
export class FaultyStore implements ObjectStore {
  readonly calls: string[] = []
  readonly error = new StorageError('unavailable', 'The store does not answer.', true)
  fault: (call: string) => StoreFault | undefined = () => undefined
  private readonly store: ObjectStore

  constructor(store: ObjectStore) {
    this.store = store
  }

  get place(): ObjectStore['place'] {
    return this.store.place
  }

  get: ObjectStore['get'] = (key, bytesMax) => this.store.get(key, bytesMax)
  getTagged: ObjectStore['getTagged'] = (key, bytesMax) => this.store.getTagged(key, bytesMax)
  list: ObjectStore['list'] = (folder) => this.store.list(folder)
  hold: ObjectStore['hold'] = (name) => this.store.hold(name)
  put: ObjectStore['put'] = (key, bytes) => this.call(`put ${key}`, () => this.store.put(key, bytes))
  remove: ObjectStore['remove'] = (keys) =>
    this.call(`remove ${keys.join(' ')}`, () => this.store.remove(keys))
  listObjects: ObjectStore['listObjects'] = (folder) => this.store.listObjects(folder)
  compareAndSwap: ObjectStore['compareAndSwap'] = (key, bytes, etag) =>
    this.call(`swap ${key}`, () => this.store.compareAndSwap(key, bytes, etag))

  private async call<T>(name: string, act: () => Promise<T>): Promise<T> {
    this.calls.push(name)
    const fault = this.fault(name)
    if (fault === 'before') throw this.error
    const result = await act()
    if (fault === 'after') throw this.error
    return result
  }
}
