import { LatenessHistogram } from './lateness-histogram.ts'
import type { RunEnd } from './run-under-way.ts'
import type { Claim } from './sysdb.ts'

export class RunMetrics {
  runs = 0
  failures = 0
  readonly lateness = new LatenessHistogram()

  began(claim: Claim): void {
    this.lateness.add(claim.claimedMs - claim.dueMs)
  }

  ended(end: RunEnd): void {
    if (end.kind === 'done' || end.kind === 'gone') this.runs += 1
    if (end.kind === 'failed') this.failures += 1
  }
}
