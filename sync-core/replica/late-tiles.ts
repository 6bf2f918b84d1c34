import { ProtocolError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { HostMessageOf } from '../protocol/messages.ts'
import { decodeIndexSet } from '../raster/index-set-codec.ts'
import type { LayerId } from '../raster/structure.ts'
import { decodeTile } from '../raster/tile-codec.ts'
import type { Tile } from '../raster/tile.ts'

type SnapshotLayers = Extract<HostMessageOf<'welcome'>['start'], { kind: 'snapshot' }>['layers']
type SentTile = HostMessageOf<'tiles'>['tiles'][number]

/** All layers of one place, as far as they are here. */
interface LateColumn {
  readonly expected: Set<LayerId>
  readonly tiles: Map<LayerId, Tile>
}

/** The tiles of a base that are on their way. They are gathered by place, as a timeline takes whole columns. */
export class LateTiles {
  readonly tilesTotal: number
  private readonly memory: PictureMemory
  private readonly columns = new Map<number, LateColumn>()
  private came = { bytes: 0, tiles: 0 }

  /** Throws ProtocolError when the host announces what can't be. */
  constructor(memory: PictureMemory, layers: SnapshotLayers, limits: Limits) {
    this.memory = memory
    let total = 0
    for (const { layer, present } of layers) {
      const indices = decodeIndexSet(present)
      total += indices.length
      // Several people at once may paint a little more than anybody is allowed to add.
      if (total > 2 * limits.pictureTilesMax) throw malformed(`the picture has ${total} tiles and more`)
      for (const index of indices) this.expect(layer, index)
    }
    this.tilesTotal = total
  }

  /** What came so far. */
  get arrival(): { readonly bytes: number; readonly tiles: number } {
    return this.came
  }

  indices(): Iterable<number> {
    return this.columns.keys()
  }

  /** Takes a tile; gives the column that is whole with it. Throws ProtocolError for one that is not expected. */
  add({ layer, index, bytes }: SentTile): ReadonlyMap<LayerId, Tile> | undefined {
    const column = this.columns.get(index)
    if (column?.expected.delete(layer) !== true) {
      throw malformed(`tile ${index} of layer ${layer} came, and is not one that is missing`)
    }
    column.tiles.set(layer, decodeTile(bytes, this.memory))
    this.came = { bytes: this.came.bytes + bytes.length, tiles: this.came.tiles + 1 }
    if (column.expected.size > 0) return undefined
    this.columns.delete(index)
    return column.tiles
  }

  /** Marks the pixels of places that are not whole yet. */
  mark(mark: (block: PixelBlock) => void): void {
    for (const { tiles } of this.columns.values()) for (const { block } of tiles.values()) mark(block)
  }

  private expect(layer: LayerId, index: number): void {
    let column = this.columns.get(index)
    if (column === undefined) {
      column = { expected: new Set(), tiles: new Map() }
      this.columns.set(index, column)
    }
    if (column.expected.has(layer)) throw malformed(`layer ${layer} is announced twice`)
    column.expected.add(layer)
  }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `The host's picture can't be taken: ${what}.`)
}
