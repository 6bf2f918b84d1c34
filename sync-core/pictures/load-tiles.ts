import { tileSidePx } from '../kernel/tile-layout.ts'
import { tileLeft, tileTop } from '../raster/plane.ts'
import { decodeStructure, type Structure } from '../raster/structure.ts'
import { inParallel } from './in-parallel.ts'
import type { PictureReader } from './read-table.ts'
import { partOf } from './pack-shelf.ts'
import type { LoadedSnapshot, StoredTile } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { lostBlocks, type SnapshotTable } from './snapshot-table.ts'
import type { StoredPlace } from './stored-place.ts'
import type { TileSpot } from './tile-key.ts'
import { spotIn, type BlockKey } from './tile-page.ts'

/** Reads and checks the tiles of a snapshot, each pack once. What is lost costs no more than itself. */
export async function loadTiles(
  { shelf, rest }: PictureReader,
  table: SnapshotTable,
): Promise<Pick<LoadedSnapshot, 'tiles' | 'damaged'>> {
  const structure = decodeStructure(table.root.structure)
  const tiles: StoredTile[] = []
  const damaged = lostBlocks(table, () => true).map((block) => lostBlock(block, structure))
  const packs = new Map<string, { readonly spot: TileSpot; readonly place: StoredPlace }[]>()
  for (const [block, places] of table.tiles) {
    for (const [cell, place] of places) {
      const list = packs.get(place.pack) ?? []
      if (list.length === 0) packs.set(place.pack, list)
      list.push({ spot: spotIn(block, cell), place })
    }
  }
  await inParallel([...packs], pictureLimits.requestsAtOnce, async ([pack, places]) => {
    const bytes = await shelf.read(pack)
    for (const { spot, place } of places) {
      const part = partOf(bytes, place)
      await rest.after(place.length)
      if (typeof part !== 'string') tiles.push({ ...spot, bytes: part, name: place.name })
      else damaged.push({ ...spot, problem: lostTile(spot, structure, pack, part) })
    }
  })
  return { tiles, damaged }
}

/** As a person finds it: the layer by its name, the place by its distance from the picture's upper left corner. */
function lostTile(spot: TileSpot, structure: Structure, pack: string, why: string): string {
  return `The square of ${tileSidePx} pixels ${whereIs(spot, structure)} could not be read from pack ${pack}: ${why}. It is left blank.`
}

function lostBlock(block: BlockKey, structure: Structure): TileSpot & { readonly problem: string } {
  const spot = spotIn(block, 0)
  const side = tileSidePx * pictureLimits.pageTilesAcross
  const problem = `The square of ${side} pixels ${whereIs(spot, structure)} could not be found, because a table of contents is damaged. It is left blank.`
  return { ...spot, problem }
}

function whereIs({ layer, index }: TileSpot, { frame, layers }: Structure): string {
  const name = layers.find(({ id }) => id === layer)?.name ?? ''
  return `at ${tileLeft(index) - frame.x}, ${tileTop(index) - frame.y} of the layer “${name}”`
}
