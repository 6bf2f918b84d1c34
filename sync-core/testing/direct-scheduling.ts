import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Host } from '../host-contract.ts'
import type { PictureScheduling } from '../scheduler/picture-scheduling.ts'

/** Asks a host to save when the scheduler would, without any of what the scheduler keeps. */
export class DirectScheduling implements PictureScheduling {
  private readonly clock: Clock
  private readonly limits: Limits
  private host: Host | undefined
  private wantSeq = 0
  private doneSeq = 0
  private lastMs = -Infinity
  private failures = 0
  private isDue = false

  constructor(clock: Clock, limits: Limits) {
    this.clock = clock
    this.limits = limits
  }

  opened(host: Host): void {
    this.host = host
    this.schedule()
  }

  wrote(seq: number): void {
    this.wantSeq = Math.max(this.wantSeq, seq)
    this.schedule()
  }

  async persistNow(seq: number): Promise<void> {
    this.wantSeq = Math.max(this.wantSeq, seq)
    await this.run(true)
  }

  private schedule(): void {
    const { host, clock, limits } = this
    if (this.isDue || host === undefined || this.wantSeq <= this.doneSeq) return
    this.isDue = true
    const pauseMs = Math.min(limits.backOffMsMax, limits.persistCadenceMs * 2 ** this.failures)
    clock.after(Math.max(0, this.lastMs + pauseMs - clock.nowMs()), () => {
      this.run(false)
        .catch(() => undefined)
        .finally(() => {
          this.isDue = false
          this.schedule()
        })
    })
  }

  private async run(isUrgent: boolean): Promise<void> {
    if (!isUrgent) this.lastMs = this.clock.nowMs()
    try {
      const { seq } = await this.host!.save({ isUrgent, isStopping: () => false })
      this.doneSeq = seq
      this.failures = 0
    } catch (error) {
      this.failures += 1
      throw error
    }
  }
}
