// Snapshots that joiners and persists are still reading. A snapshot is a list of references to immutable tiles, so
// taking one costs no copy of pixels, and later painting makes new tiles. A tile is encoded once, whoever asks for it.

import { assert } from '../base/assert.ts'
import type { StoredTile } from '../pictures/picture-accessor.ts'
import { tileCount, tilesAcross, tileSidePx, type CanvasSize } from '../raster/canvas-size.ts'
import { encodeTile } from '../raster/tile-codec.ts'
import type { Tile } from '../raster/tile.ts'
import type { SnapshotPurpose } from './primary-port.ts'

type Tiles = readonly (Tile | undefined)[]

interface ShelvedSnapshot {
  readonly purpose: SnapshotPurpose['kind']
  readonly tiles: Tiles
  /** Tile indices in the order in which they are given out. */
  readonly order: readonly number[]
  given: number
}

export interface TakenSnapshot {
  readonly id: number
  readonly present: Uint8Array
  readonly tiles: number
  readonly removed: readonly number[]
}

export class SnapshotShelf {
  private readonly size: CanvasSize
  private readonly snapshots = new Map<number, ShelvedSnapshot>()
  private readonly encoded = new WeakMap<Tile, Uint8Array>()
  private stored: Tiles
  private ids = 0

  /** `stored` is the base as it stands in storage; a persist gives what differs from it. */
  constructor(size: CanvasSize, stored: Tiles) {
    this.size = size
    this.stored = stored.slice()
  }

  take(tiles: Tiles, purpose: SnapshotPurpose): TakenSnapshot {
    const present = new Uint8Array(Math.ceil(tileCount(this.size) / 8))
    const order: number[] = []
    const removed: number[] = []
    for (let index = 0; index < tiles.length; index++) {
      const isWanted = purpose.kind === 'join' || tiles[index] !== this.stored[index]
      if (!isWanted) continue
      if (tiles[index] === undefined) {
        if (purpose.kind === 'persist') removed.push(index)
        continue
      }
      order.push(index)
      present[index >> 3]! |= 1 << (index & 7)
    }
    if (purpose.kind === 'join' && purpose.view !== undefined) this.sortByView(order, purpose.view)
    const id = ++this.ids
    this.snapshots.set(id, { purpose: purpose.kind, tiles, order, given: 0 })
    return { id, present, tiles: order.length, removed }
  }

  purposeOf(id: number): SnapshotPurpose['kind'] {
    return this.find(id).purpose
  }

  /** The next encoded tiles, about `bytesMax` together (at least one); empty when all were given or it was released. */
  nextTiles(id: number, bytesMax: number): readonly StoredTile[] {
    const snapshot = this.snapshots.get(id)
    if (snapshot === undefined) return []
    const part: StoredTile[] = []
    let bytes = 0
    while (snapshot.given < snapshot.order.length && bytes < bytesMax) {
      const index = snapshot.order[snapshot.given++]!
      const encoded = this.encode(snapshot.tiles[index]!)
      part.push({ index, bytes: encoded })
      bytes += encoded.length
    }
    return part
  }

  release(id: number, outcome: 'stored' | 'dropped'): void {
    const snapshot = this.snapshots.get(id)
    if (snapshot !== undefined && outcome === 'stored') {
      assert(snapshot.purpose === 'persist', 'only a persist is stored')
      this.stored = snapshot.tiles
    }
    this.snapshots.delete(id)
  }

  private find(id: number): ShelvedSnapshot {
    const snapshot = this.snapshots.get(id)
    assert(snapshot !== undefined, `snapshot ${id} is on the shelf`)
    return snapshot
  }

  private encode(tile: Tile): Uint8Array {
    const known = this.encoded.get(tile)
    if (known !== undefined) return known
    const bytes = encodeTile(tile)
    this.encoded.set(tile, bytes)
    return bytes
  }

  /** Nearest to the middle of the view first. */
  private sortByView(order: number[], view: { x: number; y: number; width: number; height: number }): void {
    const across = tilesAcross(this.size)
    const middleX = (view.x + view.width / 2) / tileSidePx - 0.5
    const middleY = (view.y + view.height / 2) / tileSidePx - 0.5
    const distance = (index: number): number => {
      const dx = (index % across) - middleX
      const dy = Math.floor(index / across) - middleY
      return dx * dx + dy * dy
    }
    order.sort((a, b) => distance(a) - distance(b))
  }
}
