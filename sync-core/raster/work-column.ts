import type { LayerId } from './structure.ts'
import { isBlank, Tile, tileValues } from './tile.ts'
import type { TileSheets } from './tile-sheets.ts'

interface Work {
  tile: Tile | undefined
  /** The pixels that are worked on, in place of the tile. */
  pixels: Uint16Array | undefined
  state: 'same' | 'painted' | 'replaced'
}

/** One tile index over all layers, while it is worked on. Nothing of the sheets that it starts from is changed. */
export class WorkColumn {
  private readonly from: TileSheets
  private readonly index: number
  private readonly works = new Map<LayerId, Work>()

  constructor(from: TileSheets, index: number) {
    this.from = from
    this.index = index
  }

  /** Lets `paint` change the pixels of a layer in place; it says whether it did. */
  paint(layer: LayerId, paint: (pixels: Uint16Array) => boolean): void {
    const work = this.work(layer)
    work.pixels ??= work.tile === undefined ? new Uint16Array(tileValues) : work.tile.pixels.slice()
    if (paint(work.pixels)) work.state = 'painted'
    else if (work.state !== 'painted') work.pixels = undefined
  }

  replace(layer: LayerId, tile: Tile | undefined): void {
    const work = this.work(layer)
    work.tile = tile
    work.pixels = undefined
    work.state = 'replaced'
  }

  /** The layer's tile as it is now. */
  tile(layer: LayerId): Tile | undefined {
    const work = this.works.get(layer)
    if (work === undefined) return this.from.get(layer, this.index)
    if (work.pixels !== undefined && work.state === 'painted') {
      work.tile = isBlank(work.pixels) ? undefined : new Tile(work.pixels)
      work.pixels = undefined
      work.state = 'replaced'
    }
    return work.tile
  }

  /** The layers that were worked on and may differ now. */
  changed(): LayerId[] {
    return [...this.works].filter(([, { state }]) => state !== 'same').map(([layer]) => layer)
  }

  private work(layer: LayerId): Work {
    let work = this.works.get(layer)
    if (work === undefined) {
      work = { tile: this.from.get(layer, this.index), pixels: undefined, state: 'same' }
      this.works.set(layer, work)
    }
    return work
  }
}
