// The benchmarks' only calls of how the engine holds tiles, so that there is one place to change when that changes.

import { composeStack } from '../../sync-core/raster/compose-stack.ts'
import { showPixels } from '../../sync-core/raster/show-tile.ts'
import { plainLayer } from '../../sync-core/raster/structure.ts'
import { tileValues } from '../../sync-core/raster/tile.ts'
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
