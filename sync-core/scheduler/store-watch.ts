// The gate to one store: counts what it is asked, tells when it begins to fail, and lets nothing through once the scheduler has
// stopped. So nothing of a stopped scheduler goes on, however late a call that hung is answered.
//
// What a store does not answer in time failed, as far as anybody here knows; it may take effect later, as any call whose answer got
// lost. Those that are still to be answered wait in the store's line, so there are only so many: more are refused at once.

import type { Clock } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'

export interface StoreWatchOptions {
  readonly clock: Clock
  readonly toldEveryMs: number
  readonly onNote: (sentence: string) => void
  /** For a store that may leave calls without an answer. */
  readonly patience?: StorePatience
}

export interface StorePatience {
  /** As a person calls the store, at the beginning of a sentence. */
  readonly store: string
  readonly answerMs: number
  /** Calls that are late and still to be answered. */
  readonly lateMax: number
}

export class StoreWatch {
  calls = 0
  private readonly options: StoreWatchOptions
  private readonly failing = new Set<string>()
  private toldMs: number | undefined
  private isClosed = false
  private late = 0

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
      const answer = await this.inTime(call)
      this.failing.delete(name)
      return answer
    } catch (error) {
      if (this.failing.size === 0) this.tell(error)
      this.failing.add(name)
      throw error
    }
  }

  private inTime<T>(call: () => Promise<T>): Promise<T> {
    const { clock, patience } = this.options
    if (patience === undefined) return call()
    if (this.late >= patience.lateMax) return Promise.reject(unanswered(patience))
    return new Promise((resolve, reject) => {
      let isLate = false
      const timer = clock.after(patience.answerMs, () => {
        isLate = true
        this.late += 1
        reject(unanswered(patience))
      })
      const answered = (): void => {
        clock.cancel(timer)
        if (isLate) this.late -= 1
      }
      call().then(
        (answer) => {
          answered()
          resolve(answer)
        },
        (error: unknown) => {
          answered()
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }

  private tell(error: unknown): void {
    const { clock, toldEveryMs, onNote } = this.options
    const nowMs = clock.nowMs()
    if (this.isClosed || (this.toldMs !== undefined && Math.abs(nowMs - this.toldMs) < toldEveryMs)) return
    this.toldMs = nowMs
    onNote(error instanceof Error ? error.message : String(error))
  }
}

export function sysdbPatience({ sysdbAnswerMs, sysdbLateMax }: Limits): StorePatience {
  return {
    store: 'The list of what is to be saved',
    answerMs: sysdbAnswerMs,
    lateMax: sysdbLateMax,
  }
}

function unanswered({ store, answerMs }: StorePatience): StorageError {
  const seconds = Math.round(answerMs / 1000)
  return new StorageError(
    'unavailable',
    `${store} has not answered for ${seconds} seconds. What is drawn is kept by its host, and Gesso tries again by itself.`,
    true,
  )
}

export function schedulerStopped(): StorageError {
  return new StorageError(
    'unavailable',
    'Gesso is closing: what is not saved yet is kept on this computer and saved when it starts again.',
    true,
  )
}
