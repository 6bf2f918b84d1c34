import { mergeTiles } from '../raster/merge-tiles.ts'
import type { Layer } from '../raster/structure.ts'
import type { Tile } from '../raster/tile.ts'

/** Lays all visible tiles of one place over each other, into `out` (16384 numbers, all 0 before). */
export function flattenColumn(
  layers: readonly Layer[],
  column: readonly (Tile | undefined)[],
  out: Uint16Array,
): void {
  layers.forEach(({ id, visible, opacity, blend, clipped }, place) => {
    const tile = column[place]
    if (tile === undefined || !visible) return
    mergeTiles(out, tile.pixels, { kind: 'layer-merge', top: id, below: id, opacity, blend, clipped })
  })
}
