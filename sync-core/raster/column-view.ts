import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { EndedAction } from './action.ts'
import { replayActions } from './replay-actions.ts'
import type { Tile } from './tile.ts'
import type { TileSheets } from './tile-sheets.ts'
import { type Column, WorkColumn } from './work-column.ts'

/** The pixels of a column with some of its actions only, and what they were made of. */
export interface ColumnView {
  readonly column: Column
  /** Tiles of the base and the actions laid on them: while these are the same objects, so are the pixels. */
  readonly madeOf: readonly (Tile | EndedAction)[]
}

/** Lays `actions`, which may touch the column, on the base; gives `known` back when that would make the same. */
export function viewColumn(
  memory: PictureMemory,
  base: TileSheets,
  index: number,
  actions: readonly EndedAction[],
  known: ColumnView | undefined,
): ColumnView {
  const tiles = base.layers().flatMap((layer) => base.get(layer, index) ?? [])
  const madeOf = [...tiles, ...actions]
  const isKnown = known?.madeOf.length === madeOf.length && madeOf.every((one, i) => one === known.madeOf[i])
  if (isKnown) return known
  const columns = replayActions(memory, base, new Set([index]), actions, () => true)
  return { column: columns.get(index) ?? new WorkColumn(memory, base, index), madeOf }
}
