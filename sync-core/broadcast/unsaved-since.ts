export interface Unsaved {
  readonly orderedSeq: number
  readonly storedSeq: number
  /** Somebody is just storing it. */
  readonly isAtIt: boolean
}

/**
 * How long something is not stored while nobody is at it, for whoever looks now and then: that long at least. Between two looks no
 * more than `lookMsMax` counts, since a computer may have slept, or its clock been set.
 */
export class UnsavedSince {
  private readonly lookMsMax: number
  /** Up to `seq` something was not stored for so long, as of the last look. */
  private mark: { readonly seq: number; readonly unsavedMs: number; readonly lookedMs: number } | undefined

  constructor(lookMsMax: number) {
    this.lookMsMax = lookMsMax
  }

  look({ orderedSeq, storedSeq, isAtIt }: Unsaved, nowMs: number): number {
    const { mark } = this
    if (storedSeq >= orderedSeq) this.mark = undefined
    else if (mark === undefined || storedSeq >= mark.seq || isAtIt)
      this.mark = { seq: orderedSeq, unsavedMs: 0, lookedMs: nowMs }
    else {
      const passedMs = Math.min(Math.max(0, nowMs - mark.lookedMs), this.lookMsMax)
      this.mark = { seq: mark.seq, unsavedMs: mark.unsavedMs + passedMs, lookedMs: nowMs }
    }
    return this.mark?.unsavedMs ?? 0
  }
}
