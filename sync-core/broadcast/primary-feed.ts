// Ordered updates on their way to the primary. They wait on this side, and are handed over one batch a job, never more than
// a bounded number ahead of what the primary folded in: a slow raster makes this queue longer, not the broadcast slower.

import { assert } from '../base/assert.ts'
import type { Limits } from '../base/limits.ts'
import { jobClasses } from '../jobs/job-classes.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { PrimaryPort } from '../primary/primary-port.ts'
import type { Update } from '../raster/operation.ts'
import type { Participants } from './participants.ts'

export interface PrimaryFeedOptions {
  readonly primary: PrimaryPort
  readonly participants: Participants
  readonly limits: Limits
  readonly queue: JobQueue
  /** What the primary was started with. */
  readonly startSeq: number
  readonly onBroken: (error: unknown) => void
}

export class PrimaryFeed {
  private readonly options: PrimaryFeedOptions
  private waiting: Update[] = []
  private waitingBytes = 0
  private handedSeq: number
  private appliedSeq: number

  constructor(options: PrimaryFeedOptions) {
    this.options = options
    this.handedSeq = options.startSeq
    this.appliedSeq = options.startSeq
  }

  /** Whether so much waits that nothing more should be taken from clients for a moment. */
  get isBehind(): boolean {
    const { primaryBehindUpdatesMax, primaryBehindBytesMax } = this.options.limits
    return this.waiting.length > primaryBehindUpdatesMax || this.waitingBytes > primaryBehindBytesMax
  }

  /** Ordered, but not handed over yet: a copy. */
  unhanded(): readonly Update[] {
    return this.waiting.slice()
  }

  add(updates: readonly Update[]): void {
    this.waiting.push(...updates)
    for (const { operation } of updates) this.waitingBytes += operation.length
    this.queueNext()
  }

  /** Hands everything over at once, for a snapshot that should have it all. */
  handAll(): void {
    while (this.waiting.length > 0) this.handBatch()
  }

  private queueNext(): void {
    const { queue, limits } = this.options
    queue.add(jobClasses.handBatch, () => {
      const isAhead = this.handedSeq - this.appliedSeq >= limits.primaryAheadUpdatesMax
      if (!isAhead && this.waiting.length > 0) this.handBatch()
    })
  }

  private handBatch(): void {
    const { primary, participants, onBroken } = this.options
    const batch = this.takeBatch()
    const last = batch.at(-1)
    assert(last !== undefined && batch[0]!.seq === this.handedSeq + 1, 'batches leave no gap')
    this.handedSeq = last.seq
    for (const { author, clientSeq } of batch) {
      const participant = participants.byAuthor(author)
      if (participant !== undefined) participants.hand(participant, clientSeq)
    }
    primary.apply(batch).then(() => {
      this.appliedSeq = last.seq
      if (this.waiting.length > 0) this.queueNext()
    }, onBroken)
  }
  private takeBatch(): Update[] {
    const { primaryBatchUpdatesMax, primaryBatchBytes } = this.options.limits
    let count = 0
    let bytes = 0
    while (count < this.waiting.length && count < primaryBatchUpdatesMax && bytes < primaryBatchBytes) {
      bytes += this.waiting[count++]!.operation.length
    }
    this.waitingBytes -= bytes
    return this.waiting.splice(0, count)
  }
}
