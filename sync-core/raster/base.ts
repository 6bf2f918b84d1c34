import type { CanvasSize } from './canvas-size.ts'
import { assertCanvasSize } from './canvas-size.ts'
import type { Update } from './operation.ts'
import { createStructure, type LayerId, type Structure } from './structure.ts'
import type { LayerTiles } from './tile-sheets.ts'

/**
 * A picture with everything up to `horizon` in it, except actions that were open there: those are carried, together with what
 * was selected.
 */
export interface Base {
  readonly horizon: number
  /** The newest update when the base was taken. Up to there the horizon stays: what decided about it may be folded by now. */
  readonly seq: number
  readonly structure: Structure
  readonly layers: ReadonlyMap<LayerId, LayerTiles>
  /** Updates (seq ≤ horizon, in order) of the actions open at the horizon, and of the selections in force there. */
  readonly carried: readonly Update[]
}

/** A new picture. Throws AssertionError for a size out of range. */
export function blankBase(size: CanvasSize): Base {
  assertCanvasSize(size)
  return { horizon: 0, seq: 0, structure: createStructure(size), layers: new Map(), carried: [] }
}
