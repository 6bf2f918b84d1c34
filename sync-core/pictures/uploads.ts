import { assert } from '../base/assert.ts'
import type { ObjectStore } from './object-store.ts'
import { pictureLimits } from './picture-limits.ts'

/** Objects on their way to the store, a few at once. The first failure fails everything after it. */
export class Uploads {
  private readonly store: ObjectStore
  private readonly onProgress: (bytesDone: number, bytesTotalSoFar: number) => void
  private readonly underWay = new Set<Promise<void>>()
  private failure: { readonly error: unknown } | undefined
  private bytesDone = 0
  private bytesTotal = 0

  constructor(store: ObjectStore, onProgress: (bytesDone: number, bytesTotalSoFar: number) => void) {
    this.store = store
    this.onProgress = onProgress
  }

  /** Resolves when there is room for another. `onStored`: the bytes are not looked at any more. */
  async put(key: string, bytes: Uint8Array, onStored?: () => void): Promise<void> {
    assert(this.underWay.size < pictureLimits.uploadsAtOnce, 'one object after the other is handed over')
    this.bytesTotal += bytes.length
    const upload = this.store.put(key, bytes).then(
      () => {
        this.underWay.delete(upload)
        onStored?.()
        this.bytesDone += bytes.length
        this.onProgress(this.bytesDone, this.bytesTotal)
      },
      (error: unknown) => {
        this.underWay.delete(upload)
        this.failure ??= { error }
      },
    )
    this.underWay.add(upload)
    while (this.underWay.size >= pictureLimits.uploadsAtOnce) await Promise.race(this.underWay)
    this.throwFailure()
  }

  /** Resolves when all are stored. */
  async finish(): Promise<void> {
    await this.settle()
    this.throwFailure()
  }

  /** Resolves when nothing is on its way any more, whatever became of it. */
  async settle(): Promise<void> {
    await Promise.all(this.underWay)
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure.error
  }
}
