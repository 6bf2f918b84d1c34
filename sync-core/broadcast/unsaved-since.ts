/** How long something is not stored, for whoever looks now and then: that long at least. */
export class UnsavedSince {
  /** Up to `seq` something was not stored at that time. */
  private mark: { readonly seq: number; readonly atMs: number } | undefined

  look({ orderedSeq, storedSeq }: { orderedSeq: number; storedSeq: number }, nowMs: number): number {
    if (storedSeq >= orderedSeq) this.mark = undefined
    else if (this.mark === undefined || storedSeq >= this.mark.seq)
      this.mark = { seq: orderedSeq, atMs: nowMs }
    if (this.mark === undefined) return 0
    // A clock that was set back tells nothing.
    if (nowMs < this.mark.atMs) this.mark = { ...this.mark, atMs: nowMs }
    return nowMs - this.mark.atMs
  }
}
