// What a host asks of its scheduler when nobody is left, and when it closes: everything written now.
//
//   last one leaves ─▶ journal durable ─▶ persistNow ─▶ (Host.save) ─▶ nobody here, all stored: onEmpty
//                                            ╰─ failed: the scheduler tries again, and onEmpty waits for that
//
// It is asked only after the journal has it all: a crash then finds both the task and what it is about.

import type { Persister } from './broadcast/persister.ts'
import type { Journal } from './journal/journal.ts'
import type { PictureScheduling } from './scheduler/picture-scheduling.ts'

export interface LastWriteOptions {
  readonly journal: Pick<Journal, 'flush'>
  readonly scheduling: PictureScheduling
  readonly persister: Pick<Persister, 'hurried' | 'isClean'>
  readonly orderedSeq: () => number
  readonly onEmpty: () => void
}

export class LastWrite {
  private readonly options: LastWriteOptions
  /** Somebody was here, and everybody left. */
  private isLeft = false

  constructor(options: LastWriteOptions) {
    this.options = options
  }

  /** Has everything ordered written; nothing is asked when nothing is to be. Rejects with StorageError when that try failed. */
  async ask(): Promise<void> {
    const { journal, scheduling, persister } = this.options
    if (persister.isClean) return
    const seq = this.options.orderedSeq()
    await persister.hurried(async () => {
      // A disk that keeps nothing any more is one more reason to store the picture.
      await journal.flush().catch(() => undefined)
      await scheduling.persistNow(seq)
    })
  }

  async left(): Promise<void> {
    this.isLeft = true
    // Its failure is kept in the persister's state, and the scheduler tries again.
    await this.ask().catch(() => undefined)
    this.settle()
  }

  joined(): void {
    this.isLeft = false
  }

  /** After a write. */
  settle(): void {
    if (!this.isLeft || !this.options.persister.isClean) return
    this.isLeft = false
    this.options.onEmpty()
  }
}
