// Snapshots that joiners, persists and inspections are still reading. A snapshot is maps of references to immutable tiles, so
// taking one costs no copy of pixels, and later painting makes new tiles. Who asks for the same tile soon after shares its encoding.
//
//   join      columns nearest to the view first; of a column, its layers from the bottom up
//   persist   what differs from the last stored base, by identity: a layer that nobody painted on is one comparison
//   inspect   hashes of everything, then the tiles that are wanted

import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import type { TileSpot } from '../pictures/tile-key.ts'
import type { Base } from '../raster/base.ts'
import { encodeIndexSet } from '../raster/index-set-codec.ts'
import { tileLeft, tileTop } from '../raster/plane.ts'
import type { Frame, LayerId, Structure } from '../raster/structure.ts'
import { type LayerTiles, markLayers } from '../raster/tile-sheets.ts'
import type { Tile } from '../raster/tile.ts'
import { hashBytes } from '../base/xxh64.ts'
import type { EncodedTiles } from './encoded-tiles.ts'
import type { GivenTile, PresentTiles, SnapshotPurpose, TileHash } from './primary-port.ts'

type Layers = ReadonlyMap<LayerId, LayerTiles>

interface ShelvedSnapshot {
  readonly purpose: SnapshotPurpose['kind']
  readonly structure: Structure
  readonly layers: Layers
  /** Tiles in the order in which they are given out. */
  order: readonly TileSpot[]
  given: number
}

export interface TakenSnapshot {
  readonly id: number
  readonly present: readonly PresentTiles[]
  readonly tiles: number
  readonly removed: readonly TileSpot[]
}

export class SnapshotShelf {
  private readonly snapshots = new Map<number, ShelvedSnapshot>()
  private readonly encoded: EncodedTiles
  /** To compare with only. */
  private stored: Layers
  private ids = 0

  /** `stored` is the base as it stands in storage; a persist gives what differs from it. */
  constructor(stored: Layers, encoded: EncodedTiles) {
    this.stored = stored
    this.encoded = encoded
  }

  /** Marks the pixels that are still to be encoded or hashed. */
  mark(mark: (block: PixelBlock) => void): void {
    for (const { layers } of this.snapshots.values()) markLayers(layers, mark)
  }

  take({ structure, layers }: Pick<Base, 'structure' | 'layers'>, purpose: SnapshotPurpose): TakenSnapshot {
    const id = ++this.ids
    const { changed, removed } =
      purpose.kind === 'persist' ? compare(layers, this.stored) : { changed: spotsOf(layers), removed: [] }
    const order = purpose.kind === 'persist' ? changed : byColumn(changed, structure)
    if (purpose.kind === 'join') sortByView(order, purpose.view ?? structure.frame)
    this.snapshots.set(id, { purpose: purpose.kind, structure, layers, order, given: 0 })
    const present = purpose.kind === 'join' ? presentIn(layers, structure) : []
    return { id, present, tiles: order.length, removed }
  }

  purposeOf(id: number): SnapshotPurpose['kind'] | undefined {
    return this.snapshots.get(id)?.purpose
  }

  /**
   * The next encoded tiles, about `bytesMax` together (at least one, and no more than fit a message); empty when all were given
   * or it was released. Those that are to be stored come with their names.
   */
  nextTiles(id: number, bytesMax: number): readonly GivenTile[] {
    const snapshot = this.snapshots.get(id)
    if (snapshot === undefined) return []
    const part: GivenTile[] = []
    let bytes = 0
    while (
      snapshot.given < snapshot.order.length &&
      bytes < bytesMax &&
      part.length < limits.tilesPerMessageMax
    ) {
      const spot = snapshot.order[snapshot.given++]!
      const tile = tileIn(snapshot.layers, spot)!
      const encoded = { ...spot, bytes: this.encoded.bytesOf(tile) }
      part.push(
        isToBeStored(snapshot.purpose)
          ? { ...encoded, name: this.encoded.nameOf(tile, encoded.bytes) }
          : encoded,
      )
      bytes += encoded.bytes.length
    }
    return part
  }

  /** Names and hashes of the next tiles, at most `countMax`; empty when all were given or it was released. */
  nextHashes(id: number, countMax: number): readonly TileHash[] {
    const snapshot = this.snapshots.get(id)
    if (snapshot === undefined) return []
    const spots = snapshot.order.slice(snapshot.given, snapshot.given + countMax)
    snapshot.given += spots.length
    return spots.map((spot) => ({ ...spot, hash: hashBytes(tileIn(snapshot.layers, spot)!.hash) }))
  }

  /** From now on `nextTiles` gives these tiles, as far as the snapshot has them. */
  want(id: number, wanted: readonly TileSpot[]): void {
    const snapshot = this.snapshots.get(id)
    if (snapshot === undefined) return
    const layers = new Map<LayerId, Map<number, Tile>>()
    for (const { layer, index } of wanted) {
      const tile = tileIn(snapshot.layers, { layer, index })
      if (tile === undefined) continue
      const tiles = layers.get(layer) ?? new Map<number, Tile>()
      layers.set(layer, tiles.set(index, tile))
    }
    snapshot.order = byColumn(spotsOf(layers), snapshot.structure)
    snapshot.given = 0
  }

  release(id: number, outcome: 'stored' | 'dropped'): void {
    const snapshot = this.snapshots.get(id)
    if (snapshot !== undefined && outcome === 'stored') {
      assert(snapshot.purpose === 'persist', 'only a persist is stored')
      this.stored = snapshot.layers
    }
    this.snapshots.delete(id)
  }
}

function isToBeStored(purpose: SnapshotPurpose['kind']): boolean {
  return purpose === 'persist' || purpose === 'copy'
}

function tileIn(layers: Layers, { layer, index }: TileSpot): Tile | undefined {
  return layers.get(layer)?.get(index)
}

function spotsOf(layers: Layers): TileSpot[] {
  return [...layers].flatMap(([layer, tiles]) => Array.from(tiles.keys(), (index) => ({ layer, index })))
}

function compare(layers: Layers, stored: Layers): { changed: TileSpot[]; removed: TileSpot[] } {
  const changed: TileSpot[] = []
  const removed: TileSpot[] = []
  for (const layer of new Set([...layers.keys(), ...stored.keys()])) {
    const now = layers.get(layer)
    const before = stored.get(layer)
    if (now === before) continue
    for (const [index, tile] of now ?? []) if (before?.get(index) !== tile) changed.push({ layer, index })
    for (const index of before?.keys() ?? []) if (now?.has(index) !== true) removed.push({ layer, index })
  }
  return { changed, removed }
}

/** For each layer that has tiles, from the bottom up, which. */
function presentIn(layers: Layers, structure: Structure): PresentTiles[] {
  return structure.layers.flatMap(({ id }) => {
    const tiles = layers.get(id)
    if (tiles === undefined || tiles.size === 0) return []
    return [{ layer: id, present: encodeIndexSet([...tiles.keys()].sort((a, b) => a - b)) }]
  })
}

/** By index; tiles of the same index from the bottom up. */
function byColumn(spots: TileSpot[], { layers }: Structure): TileSpot[] {
  const places = new Map(layers.map(({ id }, place) => [id, place]))
  const placeOf = ({ layer }: TileSpot): number => {
    const place = places.get(layer)
    assert(place !== undefined, `layer ${layer} has tiles in the base, so it is in its structure`)
    return place
  }
  return spots.sort((a, b) => a.index - b.index || placeOf(a) - placeOf(b))
}

/** Columns nearest to the middle of the view first; the order inside of a column stays. */
function sortByView(order: TileSpot[], view: Frame): void {
  const middleX = view.x + (view.width - tileSidePx) / 2
  const middleY = view.y + (view.height - tileSidePx) / 2
  const distance = ({ index }: TileSpot): number => {
    const dx = tileLeft(index) - middleX
    const dy = tileTop(index) - middleY
    return dx * dx + dy * dy
  }
  order.sort((a, b) => distance(a) - distance(b) || a.index - b.index)
}
