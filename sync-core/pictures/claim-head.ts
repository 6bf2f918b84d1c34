// The head of a claimed picture. It is swapped only while its epoch is the claim's.
//
// A swap whose answer is not known may take effect later. So the next one is preceded by one that writes the head as it was
// saved last: that shows that it can be written again, and makes the late one impossible. However long the head can't be
// written, the objects of one try are left over at most.

import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { isSameSnapshot, type PictureHead } from './picture-head.ts'
import { checkEpoch, supersededIfGone } from './picture-slots.ts'
import { trySwap, type HeadSwap, type TaggedHead } from './swap-head.ts'
import { UnsavedObjects } from './unsaved-objects.ts'

export interface ClaimHeadParts {
  readonly store: ObjectStore
  readonly id: PictureId
  readonly writer: Uint8Array
  readonly head: TaggedHead
}

export class ClaimHead {
  private readonly parts: ClaimHeadParts
  private readonly epoch: number
  private readonly unsaved: UnsavedObjects
  private tagged: TaggedHead
  private settled = false
  /** The last swap failed: whether the head can be written is to be found out first. */
  private isDoubtful = false
  private why: StorageError | undefined

  constructor(parts: ClaimHeadParts) {
    this.parts = parts
    this.tagged = parts.head
    this.epoch = parts.head.head.epoch
    this.unsaved = new UnsavedObjects(parts.store)
  }

  /** As it was swapped last, or found. */
  get head(): PictureHead {
    return this.tagged.head
  }

  /** Whether the head is what this claim's last try made it: no swap of it is still on its way. */
  get isSettled(): boolean {
    return this.settled
  }

  /** Why it is known that the claim was lost. */
  get lost(): StorageError | undefined {
    return this.why
  }

  /** An object that is about to be written, and that only the next swap makes count. */
  add(key: string): void {
    this.unsaved.add(key)
  }

  /** The head as it was swapped last, so that no swap from before can take effect any more; nothing when none can. */
  async makeSure(): Promise<void> {
    if (!this.isDoubtful) return
    const former = this.head
    const { width, height, updatedMs, snapshot } = former
    await this.swapOurs((head) => {
      if (!isSameSnapshot(head, former)) this.unsaved.forgetDoubtful()
      return { ...head, width, height, updatedMs, snapshot }
    })
    this.unsaved.voidSwaps()
    await this.unsaved.remove()
  }

  /** What was written counts from now on. StorageError('superseded') when the claim was lost. */
  async swap(change: HeadSwap['change']): Promise<void> {
    this.settled = false
    await this.swapOurs(change)
    this.unsaved.saved()
    this.settled = true
  }

  /** What was written for a try that failed goes again. */
  async giveUp(mayCount: boolean): Promise<void> {
    this.unsaved.failed(mayCount)
    await this.unsaved.remove()
  }

  private async swapOurs(change: HeadSwap['change']): Promise<void> {
    const { store, id, writer } = this.parts
    const outcome = await trySwap(store, id, {
      writer,
      known: this.tagged,
      change: (head) => {
        checkEpoch(head, this.epoch)
        return change(head)
      },
    })
    this.isDoubtful = outcome.kind === 'failed'
    if (outcome.kind === 'swapped') {
      this.tagged = outcome.head
      return
    }
    await this.giveUp(outcome.mayCount)
    // Where the head is gone, trying again would only leave objects that nobody ever removes.
    const error = supersededIfGone(outcome.error)
    if (error instanceof StorageError && error.code === 'superseded') this.why = error
    throw error
  }
}
