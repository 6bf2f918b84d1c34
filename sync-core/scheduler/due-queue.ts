import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { TokenBucket } from '../base/token-bucket.ts'
import type { DueRun } from './task.ts'

export interface Candidate {
  readonly shard: number
  readonly due: DueRun
}

/** Whether a run can begin: not with this look, once a place is free, or now. */
export type Chance = 'none' | 'waits' | 'now'

/** What the last look found, the earliest due first. A backlog leaves it no faster than the tokens of its shard. */
export class DueQueue {
  private readonly clock: Clock
  private readonly limits: Limits
  private readonly tokens = new Map<number, TokenBucket>()
  private candidates: readonly Candidate[] = []

  constructor(clock: Clock, limits: Limits) {
    this.clock = clock
    this.limits = limits
  }

  replace(found: readonly Candidate[]): void {
    this.candidates = [...found].sort((a, b) => a.due.dueMs - b.due.dueMs)
  }

  dropShard(shard: number): void {
    this.candidates = this.candidates.filter((candidate) => candidate.shard !== shard)
  }

  /** What has no chance, or no token, is found by the next look; what waits for a place stays. */
  next(chance: (run: DueRun) => Chance): Candidate | undefined {
    const without = new Set<number>()
    const waiting: Candidate[] = []
    for (const [at, candidate] of this.candidates.entries()) {
      const { shard, due } = candidate
      const its = without.has(shard) ? 'none' : chance(due)
      if (its === 'waits') waiting.push(candidate)
      if (its !== 'now') continue
      if (this.bucketOf(shard).take(1)) {
        this.candidates = [...waiting, ...this.candidates.slice(at + 1)]
        return candidate
      }
      without.add(shard)
    }
    this.candidates = waiting
    return undefined
  }

  private bucketOf(shard: number): TokenBucket {
    let bucket = this.tokens.get(shard)
    if (bucket === undefined) {
      bucket = new TokenBucket(this.clock, this.limits.runsPerSecond, this.limits.runsBurst)
      this.tokens.set(shard, bucket)
    }
    return bucket
  }
}
