import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { everyCall, type PortCall } from './every-call.ts'

const writes: readonly string[] = ['put', 'remove', 'compareAndSwap'] satisfies (keyof ObjectStore)[]

/** An object store of which one writing call gets no answer, and takes effect when so many more calls were made, or never. */
export class LateStore {
  readonly store: ObjectStore
  calls = 0
  private readonly which: number
  private readonly laterBy: number
  private effect: { readonly atCall: number; readonly act: () => Promise<unknown> } | undefined

  constructor(store: ObjectStore, which: number, laterBy: number) {
    this.store = everyCall(store, (call) => this.call(call))
    this.which = which
    this.laterBy = laterBy
  }

  /** What is still on its way arrives now. */
  async arrive(): Promise<void> {
    const { effect } = this
    this.effect = undefined
    // A swap that comes too late finds another head, which is how it should be.
    await effect?.act().catch(() => undefined)
  }

  private async call({ name, act }: PortCall): Promise<unknown> {
    const number = this.calls++
    if (this.effect !== undefined && number >= this.effect.atCall) await this.arrive()
    if (number !== this.which || !writes.includes(name)) return act()
    this.effect = { atCall: number + this.laterBy, act }
    throw new StorageError('unavailable', 'The store did not answer in time.', true)
  }
}
