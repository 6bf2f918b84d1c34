import { channelOne } from '../raster/tile.ts'
import type { Layer, LayerId } from '../raster/structure.ts'

/** Normal mode only, until raster/compose-stack.ts is here. */
export function composeStack(
  layers: readonly Layer[],
  pixelsOf: (layer: LayerId) => Uint16Array | undefined,
  out: Uint16Array,
): 'blank' | 'painted' {
  out.fill(0)
  let state: 'blank' | 'painted' = 'blank'
  for (const { id, visible, opacity } of layers) {
    const pixels = visible ? pixelsOf(id) : undefined
    if (pixels === undefined) continue
    state = 'painted'
    for (let at = 0; at < out.length; at += 4) {
      const alpha = Math.floor((pixels[at + 3]! * opacity) / 255)
      for (let c = 0; c < 4; c++) {
        const source = Math.floor((pixels[at + c]! * opacity) / 255)
        const below = out[at + c]!
        out[at + c] = source + below - Math.floor((below * alpha + 16383) / channelOne)
      }
    }
  }
  return state
}
