import type { EndedStroke } from './stroke.ts'

const maskTileBytes = 8192

/**
 * The strokes that ended after the horizon, in order of their end. Their finished masks are kept up to `maskBytesMax`,
 * newest first to keep: undo mostly wants recent ones, and a stroke without masks is painted again from its updates.
 */
export class UndoWindow {
  private readonly maskBytesMax: number
  private ended: EndedStroke[] = []
  private maskBytes = 0
  /** Strokes before this place have no masks. */
  private masksFrom = 0

  constructor(maskBytesMax: number) {
    this.maskBytesMax = maskBytesMax
  }

  get strokes(): readonly EndedStroke[] {
    return this.ended
  }

  /** The newest stroke of this author and name. */
  find(author: number, stroke: number): EndedStroke | undefined {
    for (let i = this.ended.length - 1; i >= 0; i--) {
      const one = this.ended[i]!
      if (one.author === author && one.stroke === stroke) return one
    }
    return undefined
  }

  /** Appends a stroke; its endSeq is the newest. */
  push(stroke: EndedStroke): void {
    this.ended.push(stroke)
    this.maskBytes += stroke.touched.size * maskTileBytes
    while (this.maskBytes > this.maskBytesMax) {
      this.forgetMasks(this.ended[this.masksFrom]!)
      this.masksFrom++
    }
  }

  /** Removes the strokes that ended up to `seq` and returns them in order. */
  takeUntil(seq: number): EndedStroke[] {
    const taken = this.ended.filter((stroke) => stroke.endSeq <= seq)
    this.ended = this.ended.slice(taken.length)
    this.masksFrom = Math.max(0, this.masksFrom - taken.length)
    for (const stroke of taken) {
      if (stroke.masks !== undefined) this.maskBytes -= stroke.touched.size * maskTileBytes
    }
    return taken
  }

  private forgetMasks(stroke: EndedStroke): void {
    stroke.masks = undefined
    this.maskBytes -= stroke.touched.size * maskTileBytes
  }
}
