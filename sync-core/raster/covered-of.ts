import type { EndedAction } from './action.ts'
import { movesPixels } from './replay-actions.ts'

/** Those of the indices that show any of the actions. */
export function coveredOf(indices: ReadonlySet<number>, actions: readonly EndedAction[]): Set<number> {
  const left = new Set(indices)
  for (const { effect } of actions) {
    if (left.size === 0) break
    if (effect.kind === 'layers') {
      if (movesPixels(effect.operation)) return new Set(indices)
      continue
    }
    const { touched } = effect
    if (touched.size < left.size) for (const index of touched) left.delete(index)
    else for (const index of left) if (touched.has(index)) left.delete(index)
  }
  return new Set([...indices].filter((index) => !left.has(index)))
}
