// Where the tiles of a block lie: 16 × 16 tiles of a layer. A page is stored like a tile, under the name of its content, and
// written anew only when one of its tiles changes or moves.

import { ProtocolError } from '../base/errors.ts'
import { decodeWhole, encodeWhole, list, struct, u8 } from '../base/schema.ts'
import { limits } from '../base/limits.ts'
import { planeTilesAcross } from '../raster/plane.ts'
import type { LayerId } from '../raster/structure.ts'
import { pictureLimits } from './picture-limits.ts'
import { namesOf, objectNumberSchema, PackList, placeFields, placeIn } from './stored-place.ts'
import type { StoredPlace } from './stored-place.ts'
import type { TileSpot } from './tile-key.ts'

/** A layer and one of its blocks in one number: sorted by layer, then from the upper left. */
export type BlockKey = number
/** Places by the tile's number in its block. */
export type TilePlaces = ReadonlyMap<number, StoredPlace>

const across = pictureLimits.pageTilesAcross
const blocksAcross = planeTilesAcross / across
export const blocksOfLayer = blocksAcross * blocksAcross
export const tilesOfBlock = across * across

export function blockOf({ layer, index }: TileSpot): BlockKey {
  const [x, y] = [index % planeTilesAcross, Math.floor(index / planeTilesAcross)]
  return layer * blocksOfLayer + Math.floor(y / across) * blocksAcross + Math.floor(x / across)
}

/** The tile's number in its block. */
export function cellOf({ index }: TileSpot): number {
  const [x, y] = [index % planeTilesAcross, Math.floor(index / planeTilesAcross)]
  return (y % across) * across + (x % across)
}

export function spotIn(block: BlockKey, cell: number): TileSpot {
  const place = block % blocksOfLayer
  const x = (place % blocksAcross) * across + (cell % across)
  const y = Math.floor(place / blocksAcross) * across + Math.floor(cell / across)
  return { layer: layerOfBlock(block), index: y * planeTilesAcross + x }
}

export function layerOfBlock(block: BlockKey): LayerId {
  return Math.floor(block / blocksOfLayer)
}

const pageSchema = struct({
  packs: list(objectNumberSchema, tilesOfBlock),
  tiles: list(struct({ cell: u8, ...placeFields }), tilesOfBlock),
})

export function encodeTilePage(tiles: TilePlaces): Uint8Array {
  const packs = new PackList()
  const sorted = [...tiles].sort(([a], [b]) => a - b)
  const places = sorted.map(([cell, place]) => ({ cell, ...packs.number(place) }))
  return encodeWhole(pageSchema, { packs: packs.names, tiles: places })
}

/** `lengths` of the packs that the root knows. ProtocolError('malformed') for what can't be. */
export function decodeTilePage(bytes: Uint8Array, lengths: ReadonlyMap<string, number>): TilePlaces {
  const page = decodeWhole(pageSchema, bytes)
  const packs = namesOf(page.packs)
  const tiles = new Map<number, StoredPlace>()
  let before = -1
  for (const { cell, ...stored } of page.tiles) {
    const place = placeIn(lengths, packs, stored)
    if (cell <= before) throw new ProtocolError('malformed', `tile ${cell} of a block is out of order`)
    if (place === undefined || place.length > limits.tileBytesMax) {
      throw new ProtocolError('malformed', `tile ${cell} of a block lies outside of its pack`)
    }
    tiles.set(cell, place)
    before = cell
  }
  return tiles
}
