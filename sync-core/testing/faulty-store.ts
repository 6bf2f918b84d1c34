import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from '../pictures/object-store.ts'

/** What a fault does to a call: fails it before or after it took effect; or it is never answered, whether or not it took effect. */
export type StoreFault = 'before' | 'after' | 'hang-before' | 'hang-after'
export const storeFaults: readonly StoreFault[] = ['before', 'after', 'hang-before', 'hang-after']

/** An object store whose calls fail on order. Everything is written down in `calls`. */
export class FaultyStore implements ObjectStore {
  readonly calls: string[] = []
  readonly error: StorageError
  fault: (call: string, number: number) => StoreFault | undefined = () => undefined
  private readonly store: ObjectStore

  constructor(
    store: ObjectStore,
    error = new StorageError('unavailable', 'The store does not answer.', true),
  ) {
    this.store = store
    this.error = error
  }

  get place(): ObjectStore['place'] {
    return this.store.place
  }

  get: ObjectStore['get'] = (key, bytesMax) => this.call(`get ${key}`, () => this.store.get(key, bytesMax))
  getTagged: ObjectStore['getTagged'] = (key, bytesMax) =>
    this.call(`get ${key}`, () => this.store.getTagged(key, bytesMax))
  list: ObjectStore['list'] = (folder) => this.call(`list ${folder}`, () => this.store.list(folder))
  listObjects: ObjectStore['listObjects'] = (folder) =>
    this.call(`list ${folder}`, () => this.store.listObjects(folder))
  /** A hold that fails is not held: it ends with the process that took it, and nobody else does. */
  hold: ObjectStore['hold'] = async (name) => {
    await this.call(`hold ${name}`, () => Promise.resolve())
    return this.store.hold(name)
  }
  put: ObjectStore['put'] = (key, bytes) => this.call(`put ${key}`, () => this.store.put(key, bytes))
  remove: ObjectStore['remove'] = (keys) =>
    this.call(`remove ${keys.join(' ')}`, () => this.store.remove(keys))
  compareAndSwap: ObjectStore['compareAndSwap'] = (key, bytes, etag) =>
    this.call(`swap ${key}`, () => this.store.compareAndSwap(key, bytes, etag))

  private async call<T>(name: string, act: () => Promise<T>): Promise<T> {
    const fault = this.fault(name, this.calls.push(name) - 1)
    if (fault === 'before') throw this.error
    if (fault === 'hang-before') return never()
    const result = await act()
    if (fault === 'after') throw this.error
    return fault === 'hang-after' ? never() : result
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined)
}
