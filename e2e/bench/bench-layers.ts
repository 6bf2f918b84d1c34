import type { BlendMode } from '../../sync-core/kernel/blend-mode.ts'
import { channelOne, tilePixels, tileSidePx } from '../../sync-core/kernel/tile-layout.ts'

/** Tiles of a layer of 512 × 512 px, row by row. */
export const tilesAcross = 8
export const tilesPerLayer = tilesAcross * tilesAcross

/** A layer of 512 × 512 px, its tiles row by row. */
export interface BenchLayer {
  readonly tiles: readonly Uint16Array[]
  readonly blend: BlendMode
  /** 0..255 */
  readonly opacity: number
}

/** As layers are: the lowest opaque, the others with opaque shapes, their soft rims, and nothing around them. */
export function paintedLayer(n: number, blend: BlendMode = 'normal', opacity = 255): BenchLayer {
  const tiles = Array.from({ length: tilesPerLayer }, (_, place) => {
    const pixels = new Uint16Array(tilePixels * 4)
    for (let i = 0; i < tilePixels; i++) {
      const x = (i % tileSidePx) - ((n * 23 + place * 7) % tileSidePx)
      const y = Math.floor(i / tileSidePx) - ((n * 37 + place * 11) % tileSidePx)
      const inside = Math.max(0, Math.min(1, (24 - Math.hypot(x, y)) / 12))
      const alpha = n === 0 ? channelOne : Math.round(inside * channelOne)
      pixels.set([alpha >> 1, alpha >> 2, alpha, alpha], i * 4)
    }
    return pixels
  })
  return { tiles, blend, opacity }
}
