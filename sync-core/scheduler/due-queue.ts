import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { TokenBucket } from '../base/token-bucket.ts'
import type { DueRun } from './task.ts'

export interface Candidate {
  readonly shard: number
  readonly due: DueRun
}

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

  /** What is passed over, or has no token, is found by the next look. */
  next(isPassedOver: (run: DueRun) => boolean): Candidate | undefined {
    const without = new Set<number>()
    for (const [at, candidate] of this.candidates.entries()) {
      const { shard, due } = candidate
      if (without.has(shard) || isPassedOver(due)) continue
      if (this.bucketOf(shard).take(1)) {
        this.candidates = this.candidates.slice(at + 1)
        return candidate
      }
      without.add(shard)
    }
    this.candidates = []
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
