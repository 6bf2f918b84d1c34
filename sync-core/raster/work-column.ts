import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { LayerId } from './structure.ts'
import { Tile } from './tile.ts'
import type { TileSheets } from './tile-sheets.ts'

/** What looks at a column: its tiles by layer. */
export interface Column {
  tile(layer: LayerId): Tile | undefined
  /** Calls `mark` with all pixels that are not in the sheets it was made from. */
  mark(mark: (block: PixelBlock) => void): void
}

interface Work {
  tile: Tile | undefined
  /** The pixels that are worked on; while nothing was painted, a copy of the tile's. */
  pixels: PixelBlock | undefined
  state: 'same' | 'painted' | 'replaced'
}

/** One tile index over all layers, while it is worked on. Nothing of the sheets that it starts from is changed. */
export class WorkColumn implements Column {
  private readonly memory: PictureMemory
  private readonly from: TileSheets
  private readonly index: number
  private readonly works = new Map<LayerId, Work>()

  constructor(memory: PictureMemory, from: TileSheets, index: number) {
    this.memory = memory
    this.from = from
    this.index = index
  }

  /** Lets `paint` change the pixels of a layer in place; it says whether it did. */
  paint(layer: LayerId, paint: (pixels: number) => boolean): void {
    const { memory } = this
    const work = this.work(layer)
    work.pixels ??= work.tile === undefined ? memory.newPixels() : memory.copyPixels(work.tile.block)
    if (paint(work.pixels.writePointer)) work.state = 'painted'
  }

  replace(layer: LayerId, tile: Tile | undefined): void {
    const work = this.work(layer)
    work.tile = tile
    work.pixels = undefined
    work.state = 'replaced'
  }

  tile(layer: LayerId): Tile | undefined {
    const work = this.works.get(layer)
    if (work === undefined) return this.from.get(layer, this.index)
    const { pixels } = work
    if (pixels !== undefined && work.state === 'painted') {
      const isBlank = this.memory.kernel.isBlank(pixels.pointer) !== 0
      work.tile = isBlank ? undefined : new Tile(pixels.freeze())
      work.pixels = undefined
      work.state = 'replaced'
    }
    return work.tile
  }

  mark(mark: (block: PixelBlock) => void): void {
    for (const { tile, pixels } of this.works.values()) {
      if (tile !== undefined) mark(tile.block)
      if (pixels !== undefined) mark(pixels)
    }
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
