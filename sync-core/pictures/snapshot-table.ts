import type { LayerId } from '../raster/structure.ts'
import type { StoredPeople } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import type { PictureRoot } from './picture-root.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import type { StoredPlace } from './stored-place.ts'
import { layerOfBlock, type BlockKey, type TilePlaces } from './tile-page.ts'

/**
 * A table of contents as a claim has it: the root with what stands in its pages. A page that could not be read is in the root
 * and nowhere else; it stays there until something is written in its place.
 */
export interface SnapshotTable {
  readonly root: PictureRoot
  /** Where the root lies. */
  readonly place: StoredPlace
  readonly tiles: ReadonlyMap<BlockKey, TilePlaces>
  readonly people: StoredPeople
  /** Segments by the number of their page. */
  readonly history: ReadonlyMap<number, readonly HistoryEntry[]>
  readonly leftOut: readonly number[]
}

/** Whether a page of tiles or of the history could not be read: nobody knows then what it refers to. */
export function hasLostPages({ root, tiles, history }: SnapshotTable): boolean {
  return root.tilePages.size > tiles.size || root.historyPages.size > history.size
}

/** Whether a page of left-out updates could not be read. All but the last are full, so their number says it. */
export function hasLostLeftOut({ root, leftOut }: Pick<SnapshotTable, 'root' | 'leftOut'>): boolean {
  return Math.ceil(leftOut.length / pictureLimits.pageLeftOut) < root.leftOutPages.size
}

/** The blocks of a layer whose page could not be read. */
export function lostBlocks({ root, tiles }: SnapshotTable, isLayer: (layer: LayerId) => boolean): BlockKey[] {
  return [...root.tilePages.keys()].filter((block) => !tiles.has(block) && isLayer(layerOfBlock(block)))
}

/** All segments that are known, in order. */
export function segmentsOf({ history }: Pick<SnapshotTable, 'history'>): HistoryEntry[] {
  const pages = [...history].sort(([a], [b]) => a - b)
  return ([] as HistoryEntry[]).concat(...pages.map(([, entries]) => entries))
}

export function sumBytes(items: Iterable<{ readonly bytes: number }>): number {
  let sum = 0
  for (const { bytes } of items) sum += bytes
  return sum
}
