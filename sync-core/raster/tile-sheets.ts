import { assert } from '../base/assert.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import { planeTiles } from './plane.ts'
import type { LayerId } from './structure.ts'
import type { Tile } from './tile.ts'

/** The tiles of one layer by their index in the plane; one that is absent is blank. */
export type LayerTiles = ReadonlyMap<number, Tile>

/** Marks the pixels of all tiles of a picture's layers. */
export function markLayers(
  layers: ReadonlyMap<LayerId, LayerTiles>,
  mark: (block: PixelBlock) => void,
): void {
  for (const tiles of layers.values()) for (const { block } of tiles.values()) mark(block)
}

interface Sheet {
  tiles: Map<number, Tile>
  /** Whether somebody outside reads this very map: then it is copied before it is changed. */
  shared: boolean
}

/**
 * The pixels of all layers, a sheet of tiles each. Sharing them costs nothing at once: a sheet that was given away is copied (a
 * map of references) when it changes for the first time after that.
 */
export class TileSheets {
  private readonly sheets = new Map<LayerId, Sheet>()

  constructor(layers: ReadonlyMap<LayerId, LayerTiles> = new Map()) {
    for (const [layer, tiles] of layers) {
      for (const index of tiles.keys()) {
        assert(index >= 0 && index < planeTiles, `a tile index is 0..${planeTiles - 1}, not ${index}`)
      }
      if (tiles.size > 0) this.sheets.set(layer, { tiles: new Map(tiles), shared: false })
    }
  }

  get(layer: LayerId, index: number): Tile | undefined {
    return this.sheets.get(layer)?.tiles.get(index)
  }

  /** Says whether that changed anything. */
  set(layer: LayerId, index: number, tile: Tile | undefined): boolean {
    const sheet = this.sheets.get(layer)
    if (sheet?.tiles.get(index) === tile) return false
    const tiles = this.writable(layer)
    if (tile !== undefined) tiles.set(index, tile)
    else if (tiles.delete(index) && tiles.size === 0) this.sheets.delete(layer)
    return true
  }

  drop(layer: LayerId): void {
    this.sheets.delete(layer)
  }

  /** The layers that have any tile. */
  layers(): LayerId[] {
    return [...this.sheets.keys()]
  }

  /** A view of a layer's tiles as they are now; not to be kept over a change. */
  tilesOf(layer: LayerId): LayerTiles {
    return this.sheets.get(layer)?.tiles ?? new Map<number, Tile>()
  }

  /** All sheets as they are now; what is returned never changes. */
  share(): ReadonlyMap<LayerId, LayerTiles> {
    return new Map(
      Array.from(this.sheets, ([layer, sheet]) => {
        sheet.shared = true
        return [layer, sheet.tiles]
      }),
    )
  }

  /** Marks the pixels of all tiles. */
  mark(mark: (block: PixelBlock) => void): void {
    for (const { tiles } of this.sheets.values()) for (const { block } of tiles.values()) mark(block)
  }

  private writable(layer: LayerId): Map<number, Tile> {
    const sheet = this.sheets.get(layer)
    if (sheet === undefined) {
      const tiles = new Map<number, Tile>()
      this.sheets.set(layer, { tiles, shared: false })
      return tiles
    }
    if (sheet.shared) {
      sheet.tiles = new Map(sheet.tiles)
      sheet.shared = false
    }
    return sheet.tiles
  }
}
