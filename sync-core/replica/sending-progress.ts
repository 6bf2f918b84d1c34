/** How far something large has come on its way to the host. Small things, as strokes are, are not worth a word. */
export class SendingProgress {
  private readonly shownFrom: number
  private waiting = 0
  private total = 0

  /** Tells nothing of less than `shownFrom` bytes. */
  constructor(shownFrom: number) {
    this.shownFrom = shownFrom
  }

  /** So many bytes are on their way now. What comes on top of others belongs to the same whole, until all is there. */
  note(waiting: number): void {
    if (waiting === 0) this.total = 0
    else this.total += Math.max(0, waiting - this.waiting)
    this.waiting = waiting
  }

  get state(): { readonly bytes: number; readonly bytesTotal: number } | undefined {
    if (this.total < this.shownFrom) return undefined
    return { bytes: this.total - this.waiting, bytesTotal: this.total }
  }
}
