import { assert } from '../base/assert.ts'
import type { EndedAction } from './action.ts'
import { movesPixels } from './replay-actions.ts'

/**
 * The actions that ended after the horizon, in order of their end. Finished marks are kept up to `maskBytesMax`, newest first to
 * keep: undo mostly wants recent ones, and an action without is painted again from its updates. Which actions touch a tile is
 * known for each, so that an undo costs what lies on its own tiles, however much was painted elsewhere.
 */
export class UndoWindow {
  private readonly maskBytesMax: number
  private ended: EndedAction[] = []
  private readonly places = new Map<EndedAction, number>()
  private pushed = 0
  /** Those with marks by the index of a tile that they touch, and those that change whole layers; oldest first. */
  private readonly byTile = new Map<number, EndedAction[]>()
  private readonly movers: EndedAction[] = []
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
    this.places.set(action, this.pushed++)
    this.enter(action)
    this.maskBytes += maskBytesOf(action)
    while (this.maskBytes > this.maskBytesMax) {
      this.forgetMarks(this.ended[this.marksFrom]!)
      this.marksFrom++
    }
  }

  /** The actions that may change the pixels of any of these columns, in order. */
  touching(indices: Iterable<number>): EndedAction[] {
    const found = new Set(this.movers)
    for (const index of indices) for (const action of this.byTile.get(index) ?? []) found.add(action)
    return [...found].sort((a, b) => this.places.get(a)! - this.places.get(b)!)
  }

  /** The actions that ended up to `seq`, in order. */
  until(seq: number): EndedAction[] {
    return this.ended.filter((action) => action.endSeq <= seq)
  }

  /** Removes the oldest actions, which keep no marks. */
  drop(count: number): void {
    for (const action of this.ended.slice(0, count)) {
      this.forgetMarks(action)
      this.places.delete(action)
      this.strike(action)
    }
    this.ended = this.ended.slice(count)
    this.marksFrom = Math.max(0, this.marksFrom - count)
  }

  private enter(action: EndedAction): void {
    const { effect } = action
    if (effect.kind === 'layers') {
      if (movesPixels(effect.operation)) this.movers.push(action)
      return
    }
    for (const index of effect.touched) {
      const list = this.byTile.get(index)
      if (list === undefined) this.byTile.set(index, [action])
      else list.push(action)
    }
  }

  /** Takes the oldest action out of the lists: it is the first in each. */
  private strike(action: EndedAction): void {
    const { effect } = action
    if (effect.kind === 'layers') {
      if (this.movers[0] === action) this.movers.shift()
      return
    }
    for (const index of effect.touched) {
      const list = this.byTile.get(index)
      assert(list?.shift() === action, 'actions are dropped in order')
      if (list.length === 0) this.byTile.delete(index)
    }
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
