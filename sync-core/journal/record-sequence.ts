import type { JournalRecord } from './journal-record.ts'

/** How a record relates to those before it. */
export type SequenceStep =
  | 'next'
  /** The current epoch once more: each segment begins with it, and a host writes it to see whether it can write again. */
  | 'repeat'
  /** Updates are missing before it, or are there already, or its epoch is an old one. */
  | 'impossible'

/**
 * The order that the records of a journal must have: updates follow without gap or overlap, epochs grow. An epoch may go
 * back to an earlier seq: the updates after it were then not inherited. Missing updates are fine only up to `savedSeq`,
 * because the snapshot has them; where nobody says what is saved (undefined), only the very first may begin anywhere.
 */
export class RecordSequence {
  private readonly savedSeq: number | undefined
  private last: number | undefined
  private current: { readonly epoch: number; readonly startSeq: number } | undefined
  private sawUpdates = false

  constructor(savedSeq: number | undefined) {
    this.savedSeq = savedSeq
  }

  /** The last seq so far, 0 before the first. */
  get lastSeq(): number {
    return this.last ?? 0
  }

  get epoch(): { readonly epoch: number; readonly startSeq: number } | undefined {
    return this.current
  }

  /** Takes the record as the next one, unless that is impossible. */
  follow(record: JournalRecord): SequenceStep {
    switch (record.kind) {
      case 'participant':
      case 'left-out':
        return 'next'
      case 'epoch': {
        const { epoch, startSeq } = record
        if (this.current !== undefined) {
          const isSame = epoch === this.current.epoch
          if (isSame && startSeq === this.current.startSeq) return 'repeat'
          if (isSame && startSeq === this.last) {
            this.current = { epoch, startSeq }
            return 'repeat'
          }
          // Written again later on: the updates up to there may be in segments that were dropped.
          const isForward = isSame && startSeq > this.lastSeq
          if (epoch <= this.current.epoch && !isForward) return 'impossible'
        }
        if (!this.reaches(startSeq)) return 'impossible'
        this.current = { epoch, startSeq }
        this.last = startSeq
        return 'next'
      }
      case 'updates': {
        if (record.firstSeq < 1) return 'impossible'
        const before = record.firstSeq - 1
        if (this.last !== undefined && before < this.last) return 'impossible'
        if (!this.reaches(before)) return 'impossible'
        this.last = before + record.updates.length
        this.sawUpdates = true
        return 'next'
      }
    }
  }

  private reaches(seq: number): boolean {
    if (this.last !== undefined && seq <= this.last) return true
    if (this.savedSeq !== undefined) return seq <= this.savedSeq
    return !this.sawUpdates
  }
}
