// How late runs began, in bounded memory: counts of times that are alike. Buckets grow by a quarter, so a percentile is told at most
// a quarter too high, from a millisecond to a month.
//
// Rejected: keeping the last thousand (a day's worst is forgotten within seconds of a backlog).

const growth = 1.25
const bucketCount = 100

export class LatenessHistogram {
  private readonly counts = new Float64Array(bucketCount)
  private total = 0

  add(lateMs: number): void {
    const at = lateMs < 1 ? 0 : 1 + Math.floor(Math.log(lateMs) / Math.log(growth))
    this.counts[Math.min(at, bucketCount - 1)]! += 1
    this.total += 1
  }

  /** So many of 1 were no later than this; 0 when there were none. */
  percentile(share: number): number {
    let left = Math.ceil(share * this.total)
    if (left === 0) return 0
    for (let at = 0; at < bucketCount; at++) {
      left -= this.counts[at]!
      if (left <= 0) return at === 0 ? 0 : Math.ceil(growth ** at)
    }
    return Math.ceil(growth ** bucketCount)
  }
}
