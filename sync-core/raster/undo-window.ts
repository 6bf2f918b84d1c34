import type { EndedAction } from './action.ts'

/**
 * The actions that ended after the horizon, in order of their end. Finished marks are kept up to `maskBytesMax`, newest first to
 * keep: undo mostly wants recent ones, and an action without is painted again from its updates.
 */
export class UndoWindow {
  private readonly maskBytesMax: number
  private ended: EndedAction[] = []
  private maskBytes = 0
  /** Actions before this place have no marks. */
  private marksFrom = 0

  constructor(maskBytesMax: number) {
    this.maskBytesMax = maskBytesMax
  }

  get actions(): readonly EndedAction[] {
    return this.ended
  }

  /** The newest action of this author and name. */
  find(author: number, action: number): EndedAction | undefined {
    for (let i = this.ended.length - 1; i >= 0; i--) {
      const one = this.ended[i]!
      if (one.author === author && one.action === action) return one
    }
    return undefined
  }

  /** Appends an action; its endSeq is the newest. */
  push(action: EndedAction): void {
    this.ended.push(action)
    this.maskBytes += maskBytesOf(action)
    while (this.maskBytes > this.maskBytesMax) {
      this.forgetMarks(this.ended[this.marksFrom]!)
      this.marksFrom++
    }
  }

  /** The actions that ended up to `seq`, in order. */
  until(seq: number): EndedAction[] {
    return this.ended.filter((action) => action.endSeq <= seq)
  }

  /** Removes the oldest actions, which keep no marks. */
  drop(count: number): void {
    for (const action of this.ended.slice(0, count)) this.forgetMarks(action)
    this.ended = this.ended.slice(count)
    this.marksFrom = Math.max(0, this.marksFrom - count)
  }

  private forgetMarks(action: EndedAction): void {
    this.maskBytes -= maskBytesOf(action)
    if (action.effect.kind !== 'marks') return
    action.effect.marks?.free()
    action.effect.marks = undefined
  }
}

function maskBytesOf({ effect }: EndedAction): number {
  return effect.kind === 'marks' ? (effect.marks?.bytes ?? 0) : 0
}
