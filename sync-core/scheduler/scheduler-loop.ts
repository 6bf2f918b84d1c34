// One step again and again: the next one begins a while after the last one ended, so two never overlap, and there is one timer.
// A step that failed is tried again after a pause that grows.

import type { Clock, Timer } from '../base/clock.ts'
import { StorageError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'

export interface SchedulerLoopOptions {
  readonly clock: Clock
  readonly limits: Limits
  readonly random: () => number
  readonly everyMs: number
  /** Its StorageErrors were told by whoever met them. */
  readonly step: () => Promise<unknown>
  readonly onNote: (sentence: string) => void
}

export class SchedulerLoop {
  private readonly options: SchedulerLoopOptions
  private timer: Timer | undefined
  private stepping: Promise<void> | undefined
  private isWantedSoon = false
  private isStopped = true
  private failures = 0

  constructor(options: SchedulerLoopOptions) {
    this.options = options
  }

  start(): void {
    this.isStopped = false
    this.plan(this.pauseMs())
  }

  /** One step before the loop begins. Never rejects. */
  async once(): Promise<void> {
    this.stepping = this.step()
    await this.stepping
  }

  /** The next step begins now, or when the one under way has ended. Not while it fails: its pause goes on. */
  soon(): void {
    if (this.isStopped) return
    this.isWantedSoon = true
    if (this.stepping === undefined && this.failures === 0) this.plan(0)
  }

  stop(): void {
    this.isStopped = true
    if (this.timer !== undefined) this.options.clock.cancel(this.timer)
    this.timer = undefined
  }

  /** Resolves when the step under way has ended. Never rejects. */
  async settled(): Promise<void> {
    await this.stepping
  }

  private plan(delayMs: number): void {
    const { clock } = this.options
    if (this.timer !== undefined) clock.cancel(this.timer)
    this.timer = clock.after(delayMs, () => {
      this.timer = undefined
      this.stepping = this.step()
    })
  }

  private async step(): Promise<void> {
    this.isWantedSoon = false
    try {
      await this.options.step()
      this.failures = 0
    } catch (error) {
      this.failures += 1
      if (!(error instanceof StorageError) && this.failures === 1 && !this.isStopped) this.tell(error)
    }
    this.stepping = undefined
    if (!this.isStopped) this.plan(this.pauseMs())
  }

  private pauseMs(): number {
    const { everyMs, limits, random } = this.options
    if (this.failures === 0) return this.isWantedSoon ? 0 : everyMs
    const pauseMs = Math.min(limits.loopRetryMsMax, limits.tenderEveryMs * 2 ** (this.failures - 1))
    return Math.ceil(pauseMs * (1 - random() / 4))
  }

  private tell(error: unknown): void {
    this.options.onNote(error instanceof Error ? error.message : String(error))
  }
}
