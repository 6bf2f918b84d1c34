import type { ObjectStore } from './object-store.ts'

/** An object store that counts what it is asked for. */
export class CountedStore implements ObjectStore {
  requests = 0
  bytesRead = 0
  bytesWritten = 0
  private readonly store: ObjectStore

  constructor(store: ObjectStore) {
    this.store = store
  }

  get place(): ObjectStore['place'] {
    return this.store.place
  }

  get: ObjectStore['get'] = async (key, bytesMax) => {
    const bytes = await this.count(0).get(key, bytesMax)
    this.bytesRead += bytes?.length ?? 0
    return bytes
  }
  getTagged: ObjectStore['getTagged'] = async (key, bytesMax) => {
    const found = await this.count(0).getTagged(key, bytesMax)
    this.bytesRead += found?.bytes.length ?? 0
    return found
  }
  put: ObjectStore['put'] = (key, bytes) => this.count(bytes.length).put(key, bytes)
  compareAndSwap: ObjectStore['compareAndSwap'] = (key, bytes, etag) =>
    this.count(bytes.length).compareAndSwap(key, bytes, etag)
  remove: ObjectStore['remove'] = (keys) => this.count(0).remove(keys)
  list: ObjectStore['list'] = (folder) => this.count(0).list(folder)
  listObjects: ObjectStore['listObjects'] = (folder) => this.count(0).listObjects(folder)
  hold: ObjectStore['hold'] = (name) => this.store.hold(name)

  private count(bytes: number): ObjectStore {
    this.requests++
    this.bytesWritten += bytes
    return this.store
  }
}
