import { assert } from '../base/assert.ts'
import type { EndedAction } from './action.ts'
import { planeTiles } from './plane.ts'
import { touches } from './replay-actions.ts'
import type { LayerId } from './structure.ts'

/** What happened to a column of the base before it was here. */
type FoldedStep =
  | { readonly kind: 'action'; readonly action: EndedAction }
  | { readonly kind: 'drop'; readonly layer: LayerId }

/** The columns of a base that are still on their way, each with what was folded into the base meanwhile. */
export class LateColumns {
  private readonly columns = new Map<number, FoldedStep[]>()

  constructor(missing: Iterable<number>) {
    for (const index of missing) {
      assert(index >= 0 && index < planeTiles, `a tile index is 0..${planeTiles - 1}, not ${index}`)
      this.columns.set(index, [])
    }
  }

  get size(): number {
    return this.columns.size
  }

  has(index: number): boolean {
    return this.columns.has(index)
  }

  fold(actions: readonly EndedAction[]): void {
    if (this.columns.size === 0) return
    for (const action of actions) {
      for (const [index, steps] of this.columns)
        if (touches(action, index)) steps.push({ kind: 'action', action })
    }
  }

  drop(layer: LayerId): void {
    for (const steps of this.columns.values()) steps.push({ kind: 'drop', layer })
  }

  /** The column is here: what is to be done to it, in order. */
  take(index: number): readonly FoldedStep[] {
    const steps = this.columns.get(index)
    assert(steps !== undefined, `column ${index} is not missing`)
    this.columns.delete(index)
    return steps
  }
}
