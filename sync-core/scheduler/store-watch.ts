// The gate to one store: counts what it is asked, tells when it begins to fail, and lets nothing through once the scheduler has
// stopped. So nothing of a stopped scheduler goes on, however late a call that hung is answered.

import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'

export interface StoreWatchOptions {
  readonly clock: Clock
  readonly toldEveryMs: number
  readonly onNote: (sentence: string) => void
}

export class StoreWatch {
  calls = 0
  private readonly options: StoreWatchOptions
  private readonly failing = new Set<string>()
  private toldMs: number | undefined
  private isClosed = false

  constructor(options: StoreWatchOptions) {
    this.options = options
  }

  close(): void {
    this.isClosed = true
  }

  /** `name` is the operation's: an outage is over when what failed works again. */
  async ask<T>(name: string, call: () => Promise<T>): Promise<T> {
    if (this.isClosed) throw schedulerStopped()
    this.calls += 1
    try {
      const answer = await call()
      this.failing.delete(name)
      return answer
    } catch (error) {
      if (this.failing.size === 0) this.tell(error)
      this.failing.add(name)
      throw error
    }
  }

  private tell(error: unknown): void {
    const { clock, toldEveryMs, onNote } = this.options
    const nowMs = clock.nowMs()
    if (this.isClosed || (this.toldMs !== undefined && Math.abs(nowMs - this.toldMs) < toldEveryMs)) return
    this.toldMs = nowMs
    onNote(error instanceof Error ? error.message : String(error))
  }
}

export function schedulerStopped(): StorageError {
  return new StorageError(
    'unavailable',
    'Gesso is closing: what is not saved yet is kept on this computer and saved when it starts again.',
    true,
  )
}
