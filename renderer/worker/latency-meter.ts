// How long the way to the host and back is, from numbered pings. The middle of the last few: one that met a busy moment says
// nothing about the way.

/** As many as are remembered of a minute in which nothing was lost would be too slow to notice a change. */
const answersKept = 5

export class LatencyMeter {
  private number = 0
  private sentMs: number | undefined
  private answers: number[] = []

  /** The number of the next ping, which is sent now. */
  begin(nowMs: number): number {
    this.number = (this.number + 1) % 0x1_0000_0000
    this.sentMs = nowMs
    return this.number
  }

  /** The latency in whole ms, at least 1; undefined for an answer to a ping that is no longer waited for. */
  handlePong(number: number, nowMs: number): number | undefined {
    if (this.sentMs === undefined || number !== this.number) return undefined
    this.answers = [...this.answers, nowMs - this.sentMs].slice(-answersKept)
    this.sentMs = undefined
    const sorted = [...this.answers].sort((a, b) => a - b)
    return Math.max(1, Math.round(sorted[(sorted.length - 1) >> 1]!))
  }

  /** The way was lost; the next one may be another. */
  reset(): void {
    this.sentMs = undefined
    this.answers = []
  }
}
