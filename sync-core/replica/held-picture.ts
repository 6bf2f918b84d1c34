// The picture of one moment, for work that takes longer than a moment, as an export does: people draw on meanwhile.
//
//   tiles that nothing was under way on      shared with the picture, which makes new ones when it changes
//   tiles with open or predicted work        copied when it is taken
//
// Rejected: copying a tile just before it changes (whoever paints would wait for whoever exports); exporting confirmed tiles only
// (a stroke drawn while the host is away would be missing in the copy that is saved because of that).

import type { PixelSource } from '../authoring/pixel-source.ts'
import type { PictureMemory, PixelRoot } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import { pixelTileBytes, tileValues } from '../kernel/tile-layout.ts'
import { type Backdrop, composeStack } from '../raster/compose-stack.ts'
import { showTile } from '../raster/show-tile.ts'
import type { LayerId, Structure } from '../raster/structure.ts'
import { type LayerTiles, markLayers } from '../raster/tile-sheets.ts'
import type { Timeline } from '../raster/timeline.ts'
import type { ColumnPixels, PixelSourceOf } from './shown-picture.ts'

/** Pixels that are shown otherwise than the shared tiles have them, by layer and index; undefined is blank. */
type OtherPixels = ReadonlyMap<LayerId, ReadonlyMap<number, PixelBlock | undefined>>

interface HeldParts {
  readonly memory: PictureMemory
  readonly structure: Structure
  readonly layers: ReadonlyMap<LayerId, LayerTiles>
  readonly others: OtherPixels
}

/** A picture that stays as it was, everybody's work, until it is released: by its reader, or because memory gets scarce. */
export class HeldPicture {
  readonly structure: Structure
  private parts: HeldParts | undefined
  private readonly removeRoot: () => void

  constructor(parts: HeldParts) {
    this.parts = parts
    this.structure = parts.structure
    const mark: PixelRoot = (markBlock) => {
      markLayers(parts.layers, markBlock)
      for (const pixels of parts.others.values())
        for (const block of pixels.values()) if (block) markBlock(block)
    }
    this.removeRoot = parts.memory.addRoot(mark, () => this.release())
  }

  /** Whether it was released; nothing can be read any more. */
  get isReleased(): boolean {
    return this.parts === undefined
  }

  /** Gives up what it holds. */
  release(): void {
    this.parts = undefined
    this.removeRoot()
  }

  /** Writes a tile on white paper: 64 × 64 RGBA of 8 bits. */
  renderTile(index: number, out: Uint8ClampedArray | Uint8Array): void {
    const parts = this.held()
    showTile(parts.memory.kernel, compose(parts, index, 'paper'), out)
  }

  /** What ShownPicture.pixelSource gave at that moment. */
  pixelSource(of: PixelSourceOf): PixelSource {
    return (index) => {
      const parts = this.held()
      const pixels = of.kind === 'layer' ? pixelsOf(parts, of.layer, index) : compose(parts, index, 'nothing')
      if (pixels === 0) return undefined
      return parts.memory.kernel.u16.slice(pixels / 2, pixels / 2 + tileValues)
    }
  }

  private held(): HeldParts {
    if (this.parts === undefined) throw new Error('The picture was released before it was read to its end.')
    return this.parts
  }
}

/**
 * Holds what is shown now. `underWay`: where that may differ from what the timeline has; `columnAt` gives the pixels there, good until
 * its next call. OutOfMemoryError when there is none for the copies.
 */
export function holdPicture(
  memory: PictureMemory,
  structure: Structure,
  timeline: Timeline,
  underWay: ReadonlySet<number>,
  columnAt: (index: number) => ColumnPixels,
): HeldPicture {
  const others = new Map(
    structure.layers.map(({ id }) => [id, new Map<number, PixelBlock | undefined>()] as const),
  )
  for (const index of underWay) {
    const pixels = columnAt(index)
    for (const [layer, changed] of others) {
      const pointer = pixels(layer)
      if (pointer === (timeline.tile(layer, index)?.pointer ?? 0)) continue
      changed.set(index, pointer === 0 ? undefined : copyOf(memory, pointer))
    }
  }
  return new HeldPicture({ memory, structure, layers: timeline.shareLayers(), others })
}

function copyOf(memory: PictureMemory, pointer: number): PixelBlock {
  const block = memory.newPixels()
  memory.kernel.copyBlock(pointer, block.pointer, pixelTileBytes)
  return block.freeze()
}

function compose(parts: HeldParts, index: number, backdrop: Backdrop): number {
  const { memory, structure } = parts
  return composeStack(memory, structure.layers, (layer) => pixelsOf(parts, layer, index), backdrop)
}

function pixelsOf({ layers, others }: HeldParts, layer: LayerId, index: number): number {
  const other = others.get(layer)
  if (other?.has(index) === true) return other.get(index)?.pointer ?? 0
  return layers.get(layer)?.get(index)?.pointer ?? 0
}
