// Objects of saves that came to nothing. Their names are never used again, so as soon as no head can come to refer to them
// they may be removed at once. As long as the swap of a head may still take effect, what it refers to stays.

import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from './object-store.ts'
import { pictureLimits } from './picture-limits.ts'

export class UnsavedObjects {
  private readonly store: ObjectStore
  private written: string[] = []
  /** A swap that may still take effect refers to them. */
  private doubtful: string[] = []
  private superfluous: string[] = []

  constructor(store: ObjectStore) {
    this.store = store
  }

  /** An object that is about to be written. */
  add(key: string): void {
    this.written.push(key)
  }

  /** What was written counts. */
  saved(): void {
    this.written = []
    this.voidSwaps()
  }

  /** The save failed; whether its swap may still take effect. */
  failed(mayCount: boolean): void {
    if (mayCount) this.doubtful.push(...this.written)
    else this.superfluous.push(...this.written)
    this.written = []
  }

  /** A later swap succeeded: none before it can take effect any more. */
  voidSwaps(): void {
    this.superfluous.push(...this.doubtful)
    this.doubtful = []
  }

  /** Somebody may have read a head that refers to them: they go as garbage goes. */
  forgetDoubtful(): void {
    this.doubtful = []
  }

  /** Removes what is superfluous; what can't be removed now is tried again with the next. */
  async remove(): Promise<void> {
    try {
      while (this.superfluous.length > 0) {
        await this.store.remove(this.superfluous.slice(0, pictureLimits.removedAtOnce))
        this.superfluous.splice(0, pictureLimits.removedAtOnce)
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
    }
  }
}
