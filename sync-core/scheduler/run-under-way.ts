// One run of one task, from its claim to its end. Only its claim can end it: whoever comes late (a lease that was over, a picture that
// moved or was deleted) is refused by sysdb, and what it wrote is fenced where it was written.
//
//   claim ─▶ work ──────────┬─ done ──▶ finish ─▶ due now: this task's next run, and those that it woke
//             │ every 10 s  ├─ failed, later ─▶ fail ─▶ due now: the next try
//             ▼             ├─ gone ──▶ gone
//           renew ── no ────┴─▶ given up: nothing is told to anybody, the lease runs out by itself

import { assert } from '../base/assert.ts'
import type { Clock, Timer } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { backOffMs } from './back-off.ts'
import type { Claim, Finished, Sysdb } from './sysdb.ts'
import type { DueRun, RunOutcome, RunRequest, Task, TaskKind } from './task.ts'
import { taskCadenceMs, taskLeaseMs } from './task-cadence.ts'

export interface RunSurroundings {
  readonly clock: Clock
  readonly limits: Limits
  readonly sysdb: Sysdb
  readonly tasks: Readonly<Record<TaskKind, Task>>
  readonly random: () => number
  /** Whether the scheduler stops: a task that ends without an end of its own is found again then. */
  readonly isStopping: () => boolean
}

export type RunEnd =
  | { readonly kind: 'done'; readonly seq: number; readonly due: readonly DueRun[] }
  | { readonly kind: 'gone'; readonly due: readonly DueRun[] }
  | { readonly kind: 'later'; readonly sentence: string; readonly due: readonly DueRun[] }
  /** `isTold` when sysdb knows: the run is over. Else its lease has to end. */
  | {
      readonly kind: 'failed'
      readonly error: unknown
      readonly isTold: boolean
      readonly due: readonly DueRun[]
    }
  | { readonly kind: 'given-up' }

export class RunUnderWay {
  /** Never rejects. */
  readonly ended: Promise<RunEnd>
  private readonly surroundings: RunSurroundings
  private readonly claim: Claim
  private hurrying: (() => void) | undefined
  private isHurried: boolean
  private isGivenUp = false
  private isEnded = false
  private timer: Timer | undefined

  constructor(surroundings: RunSurroundings, claim: Claim, isUrgent: boolean) {
    this.surroundings = surroundings
    this.claim = claim
    this.isHurried = isUrgent || claim.isUrgent
    this.ended = this.run()
  }

  /** Somebody waits for it. */
  hurry(): void {
    if (this.isHurried) return
    this.isHurried = true
    this.hurrying?.()
  }

  /** It is nobody's business here any more: it ends soon, and finishes nothing. */
  giveUp(): void {
    this.isGivenUp = true
  }

  private async run(): Promise<RunEnd> {
    this.renewLater()
    const end = await this.work()
    this.isEnded = true
    if (this.timer !== undefined) this.surroundings.clock.cancel(this.timer)
    return end
  }

  private async work(): Promise<RunEnd> {
    const { tasks } = this.surroundings
    const { picture, kind } = this.claim
    let outcome: RunOutcome
    try {
      outcome = await tasks[kind](picture, this.request())
      if (outcome.kind === 'done') assertSeq(outcome.seq)
    } catch (error) {
      return this.isGivenUp || this.surroundings.isStopping() ? { kind: 'given-up' } : this.fail(error)
    }
    if (this.isGivenUp) return { kind: 'given-up' }
    try {
      return await this.settle(outcome)
    } catch (error) {
      return { kind: 'failed', error, isTold: false, due: [] }
    }
  }

  private request(): RunRequest {
    const { wantSeq, doneSeq } = this.claim
    return {
      wantSeq,
      doneSeq,
      isUrgent: this.isHurried,
      onHurry: (hurry) => {
        this.hurrying = hurry
      },
      isStopping: () => this.isGivenUp || this.surroundings.isStopping(),
    }
  }

  private async settle(outcome: RunOutcome): Promise<RunEnd> {
    const { sysdb, limits } = this.surroundings
    const { claim } = this
    switch (outcome.kind) {
      case 'done': {
        const due = await sysdb.finish(claim, this.finished(outcome))
        return due === undefined ? { kind: 'given-up' } : { kind: 'done', seq: outcome.seq, due }
      }
      case 'gone':
        return (await sysdb.gone(claim, outcome.sweepAfterMs))
          ? { kind: 'gone', due: [] }
          : { kind: 'given-up' }
      case 'later': {
        const due = await sysdb.postpone(claim, limits.setAsideBackOffMsMax, outcome.sentence)
        return due === undefined ? { kind: 'given-up' } : { kind: 'later', sentence: outcome.sentence, due }
      }
    }
  }

  private finished({ seq, key, isAll }: Extract<RunOutcome, { kind: 'done' }>): Finished {
    const { previewCadenceMs, compactCadenceMs } = this.surroundings.limits
    const wakes: Finished['wakes'] =
      this.claim.kind === 'persist'
        ? [
            { kind: 'preview', cadenceMs: previewCadenceMs },
            { kind: 'compact', cadenceMs: compactCadenceMs },
          ]
        : []
    return { seq, snapshotKey: key, wakes, ...(isAll === true && { isAll }) }
  }

  private async fail(error: unknown): Promise<RunEnd> {
    const { sysdb, limits, random } = this.surroundings
    const { claim } = this
    const failed = { cadenceMs: taskCadenceMs(claim.kind, limits), failures: claim.failures + 1, error }
    const sentence = error instanceof Error ? error.message : String(error)
    try {
      const due = await sysdb.fail(claim, backOffMs(failed, limits, random), sentence)
      return due === undefined ? { kind: 'given-up' } : { kind: 'failed', error, isTold: true, due }
    } catch {
      return { kind: 'failed', error, isTold: false, due: [] }
    }
  }

  private renewLater(): void {
    const { clock, limits } = this.surroundings
    this.timer = clock.after(limits.leaseRenewMs, () => void this.renew())
  }

  private async renew(): Promise<void> {
    const { sysdb, limits } = this.surroundings
    try {
      const isOurs = await sysdb.renew(this.claim, taskLeaseMs(this.claim.kind, limits))
      if (!isOurs && !this.isEnded) this.giveUp()
    } catch {
      // Asked again in a while; when the lease is over before, sysdb refuses the end.
    }
    if (!this.isEnded && !this.isGivenUp) this.renewLater()
  }
}

function assertSeq(seq: number): void {
  assert(Number.isSafeInteger(seq) && seq >= 0, `a run is done up to a seq, not ${seq}`)
}
