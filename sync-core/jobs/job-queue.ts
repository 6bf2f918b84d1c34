// One queue isolates everything the host does to a session: a job runs to its end, never two at once. A higher class goes
// first; inside a class, first come, first served. A class may be promoted: a job of it that has waited too long counts as
// one of a higher class from then on (behind those already waiting there), so that a busy session still gets saved.
//
// Rejected: locks around the parts of the state (which interleavings are possible can't be seen any more), and one
// promise chain (no classes). Jobs may await; they should only await what is quick, for everybody waits for them.

import type { Clock } from '../base/clock.ts'
import { assert } from '../base/assert.ts'

export interface JobClass {
  /** Smaller goes first. */
  readonly rank: number
  readonly name: string
  /** After this wait the job counts as one of class `to`. */
  readonly promotion?: { readonly afterMs: number; readonly to: JobClass }
}

interface WaitingJob {
  readonly jobClass: JobClass
  readonly order: number
  readonly queuedMs: number
  readonly run: () => void | Promise<void>
}

export class JobQueue {
  private readonly clock: Clock
  private readonly onFailure: (error: unknown, jobClass: JobClass) => void
  private waiting: WaitingJob[] = []
  private ordered = 0
  private running = false

  /** `onFailure` gets what a job throws; the queue then goes on with the next. */
  constructor(clock: Clock, onFailure: (error: unknown, jobClass: JobClass) => void) {
    this.clock = clock
    this.onFailure = onFailure
  }

  /** Jobs that wait; the running one is not counted. */
  get length(): number {
    return this.waiting.length
  }

  /** Queues a job; it starts in a later microtask. */
  add(jobClass: JobClass, run: () => void | Promise<void>): void {
    this.waiting.push({ jobClass, run, order: this.ordered++, queuedMs: this.clock.nowMs() })
    if (this.running) return
    this.running = true
    void this.runAll()
  }

  private async runAll(): Promise<void> {
    await Promise.resolve()
    for (let job = this.takeNext(); job !== undefined; job = this.takeNext()) {
      try {
        await job.run()
      } catch (error) {
        this.onFailure(error, job.jobClass)
      }
    }
    this.running = false
  }

  private takeNext(): WaitingJob | undefined {
    const nowMs = this.clock.nowMs()
    let best: { job: WaitingJob; rank: number; sinceMs: number } | undefined
    for (const job of this.waiting) {
      const { promotion } = job.jobClass
      const promotedMs = promotion === undefined ? Infinity : job.queuedMs + promotion.afterMs
      const isPromoted = promotion !== undefined && nowMs >= promotedMs
      const rank = isPromoted ? promotion.to.rank : job.jobClass.rank
      const sinceMs = isPromoted ? promotedMs : job.queuedMs
      const isBetter =
        best === undefined ||
        rank < best.rank ||
        (rank === best.rank &&
          (sinceMs < best.sinceMs || (sinceMs === best.sinceMs && job.order < best.job.order)))
      if (isBetter) best = { job, rank, sinceMs }
    }
    if (best === undefined) return undefined
    const place = this.waiting.indexOf(best.job)
    assert(place >= 0, 'the chosen job waits in the queue')
    this.waiting.splice(place, 1)
    return best.job
  }
}
