import type { Prng } from '../base/prng.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { everyCall } from './every-call.ts'

/** An object store whose calls take effect, and are answered, one at a time and in whatever order the seed says. */
export class SteppedStore {
  readonly store: ObjectStore
  private readonly waiting: (() => void)[] = []

  constructor(store: ObjectStore) {
    this.store = everyCall(store, async ({ act }) => {
      await this.turn()
      try {
        return await act()
      } finally {
        await this.turn()
      }
    })
  }

  /** Lets one of those that wait go on; false when none does. */
  step(prng: Prng): boolean {
    if (this.waiting.length === 0) return false
    const [go] = this.waiting.splice(prng.below(this.waiting.length), 1)
    go!()
    return true
  }

  private turn(): Promise<void> {
    return new Promise((resolve) => void this.waiting.push(resolve))
  }
}
