import { openPromise } from '../base/open-promise.ts'
import type { RunEnd, RunUnderWay } from './run-under-way.ts'

export type WorkEnd =
  | RunEnd
  /** Done, due later, or somebody else's. */
  | { readonly kind: 'refused' }
  /** Claimed, set aside, and without its place. */
  | { readonly kind: 'held' }

/** A task that is being claimed or run here, as others here see it. */
export class TaskWork {
  readonly shard: number
  private readonly ending = openPromise()
  private run: RunUnderWay | undefined
  private isGivenUp = false
  isHurried: boolean

  constructor(shard: number, isHurried: boolean) {
    this.shard = shard
    this.isHurried = isHurried
  }

  /** Resolves when sysdb was told of its end, or could not be. */
  get ended(): Promise<void> {
    return this.ending.done
  }

  hurry(): void {
    this.isHurried = true
    this.run?.hurry()
  }

  giveUp(): void {
    this.isGivenUp = true
    this.run?.giveUp()
  }

  /** Undefined when it was given up meanwhile. */
  begin(begin: (isHurried: boolean) => RunUnderWay): RunUnderWay | undefined {
    if (!this.isGivenUp) this.run = begin(this.isHurried)
    return this.run
  }

  end(): void {
    this.ending.resolve()
  }
}
