import { planeTiles } from '../raster/plane.ts'
import type { LayerId } from '../raster/structure.ts'

/** Which tile of a picture. */
export interface TileSpot {
  readonly layer: LayerId
  readonly index: number
}

/** A tile's layer and index in one number, below 2^48: sorted by layer, then by index. */
export type TileKey = number

export function tileKeyOf({ layer, index }: TileSpot): TileKey {
  return layer * planeTiles + index
}

export function tileSpotOf(key: TileKey): TileSpot {
  return { layer: Math.floor(key / planeTiles), index: key % planeTiles }
}
