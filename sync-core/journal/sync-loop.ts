import { StorageError } from '../base/errors.ts'
import type { JournalStorage } from './journal-storage.ts'

interface Waiter {
  readonly writes: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Fsyncs what was written: at once when idle, one round at a time. A round makes durable what was written before it began,
 * no more. The first failure is final.
 */
export class SyncLoop {
  private readonly storage: JournalStorage
  private readonly onStop: () => void
  /** Segments with bytes that no fsync had yet. */
  private dirty: number[] = []
  private readonly durableListeners = new Set<(seq: number) => void>()
  private readonly failureListeners = new Set<(error: StorageError) => void>()
  private waiters: Waiter[] = []
  private writtenSeq: number
  private writes = 0
  private syncedWrites = 0
  private running = false
  durableSeq: number
  failure: StorageError | undefined

  constructor(storage: JournalStorage, durableSeq: number, onStop: () => void) {
    this.storage = storage
    this.onStop = onStop
    this.durableSeq = durableSeq
    this.writtenSeq = durableSeq
  }

  /** The segment has new bytes, and the last seq written is `seq`. */
  wrote(segment: number, seq: number): void {
    if (this.dirty.at(-1) !== segment) this.dirty.push(segment)
    this.writtenSeq = seq
    this.writes++
    if (!this.running) void this.run()
  }

  /** Calls `resolve` when everything written so far is durable, `reject` when that can't happen any more. */
  whenDurable(resolve: () => void, reject: (error: unknown) => void): void {
    if (this.failure !== undefined) reject(this.failure)
    else if (this.syncedWrites === this.writes) resolve()
    else this.waiters.push({ writes: this.writes, resolve, reject })
  }

  onDurable(listener: (seq: number) => void): () => void {
    this.durableListeners.add(listener)
    return () => this.durableListeners.delete(listener)
  }

  onFailure(listener: (error: StorageError) => void): () => void {
    this.failureListeners.add(listener)
    return () => this.failureListeners.delete(listener)
  }

  private async run(): Promise<void> {
    this.running = true
    while (this.dirty.length > 0 && this.failure === undefined) {
      const { writes, writtenSeq, dirty } = this
      this.dirty = []
      try {
        // Asked for at once: what is durable is told in the turn in which it is.
        await Promise.all(dirty.map((segment) => this.storage.sync(segment)))
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        this.stop(error)
        break
      }
      this.syncedWrites = writes
      if (writtenSeq !== this.durableSeq) {
        this.durableSeq = writtenSeq
        for (const listener of this.durableListeners) listener(writtenSeq)
      }
      while (this.waiters.length > 0 && this.waiters[0]!.writes <= writes) this.waiters.shift()!.resolve()
    }
    this.running = false
  }

  /** Nothing more becomes durable; only the first time counts. */
  stop(error: StorageError): void {
    if (this.failure !== undefined) return
    this.failure = error
    for (const waiter of this.waiters.splice(0)) waiter.reject(error)
    this.onStop()
    for (const listener of this.failureListeners) listener(error)
  }
}
