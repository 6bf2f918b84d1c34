// The benchmarks' only calls of how the engine holds tiles, so that there is one place to change when that changes.

import type { CanvasSize } from '../../sync-core/index.ts'
import { blankBase } from '../../sync-core/raster/base.ts'
import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { showPixels } from '../../sync-core/raster/show-tile.ts'
import { firstLayer, plainLayer } from '../../sync-core/raster/structure.ts'
import { decodeTile, encodeTile } from '../../sync-core/raster/tile-codec.ts'
import { tileValues } from '../../sync-core/raster/tile.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'
import { type BenchLayer, tilesPerLayer } from './bench-layers.ts'
import type { Run } from './measure.ts'

/** Layers as a window holds them: `compose` makes of each place one tile, `show` turns each of these into 8 bits. */
export function windowStack(layers: readonly BenchLayer[]): { compose: Run; show: Run } {
  const structure = layers.map(({ blend, opacity }, n) => ({ ...plainLayer(n + 1, ''), blend, opacity }))
  const composed = Array.from({ length: tilesPerLayer }, () => new Uint16Array(tileValues))
  const shown = composed.map(() => new Uint8ClampedArray(tileValues))
  return {
    compose() {
      for (const [place, out] of composed.entries()) {
        composeStack(structure, (id) => layers[id - 1]!.tiles[place], out, 'paper')
      }
    },
    show() {
      for (const [place, pixels] of composed.entries()) showPixels(pixels, shown[place]!)
    },
  }
}

/** Paints encoded operations of one author; the picture's hash is taken after each `hashEvery` of them. */
export function paintPicture(
  size: CanvasSize,
  operations: readonly Uint8Array[],
  hashEvery = Infinity,
): Timeline {
  const timeline = new Timeline(blankBase(size))
  for (const [at, operation] of operations.entries()) {
    timeline.apply({ seq: at + 1, author: 1, clientSeq: at + 1, operation })
    if ((at + 1) % hashEvery === 0) timeline.hash()
  }
  return timeline
}

/** A painted tile, and how the engine encodes it. */
export interface PaintedTile {
  readonly index: number
  readonly bytes: Uint8Array
  readonly encode: () => Uint8Array
}

export function paintedTiles(timeline: Timeline): PaintedTile[] {
  return Array.from(timeline.layerTiles(firstLayer), ([index, tile]) => ({
    index,
    bytes: tile.bytes,
    encode: () => encodeTile(tile),
  }))
}

export function decode(encoded: Uint8Array): void {
  decodeTile(encoded)
}
