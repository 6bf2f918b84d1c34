import { channelOne, tilePixels, tileValues } from '../kernel/tile-layout.ts'
import type { Rgba } from '../raster/operation.ts'

/** How a tile of a patch is filled: that many columns of each row, evenly or fading towards the last row. */
export interface PatchSketch {
  readonly columns: number
  readonly fill: 'even' | 'fading'
}

/** Coverage of 4096 numbers. */
export function sketchCoverage({ columns, fill }: PatchSketch, value: number): Uint8Array {
  return Uint8Array.from({ length: tilePixels }, (_, i) =>
    (i & 63) < columns ? Math.floor((value * strengthAt(fill, i)) / 63) : 0,
  )
}

/** Premultiplied pixels, 16384 numbers, as an image, a text or a transformed selection has them; they deflate to few bytes. */
export function sketchPixels({ columns, fill }: PatchSketch, { red, green, blue, alpha }: Rgba): Uint16Array {
  const pixels = new Uint16Array(tileValues)
  for (let i = 0; i < tilePixels; i++) {
    if ((i & 63) >= columns) continue
    const covered = Math.floor((alpha * channelOne * strengthAt(fill, i)) / (63 * 255))
    const channel = (value: number): number => Math.floor((value * covered) / 255)
    pixels.set([channel(red), channel(green), channel(blue), covered], 4 * i)
  }
  return pixels
}

function strengthAt(fill: PatchSketch['fill'], place: number): number {
  return fill === 'even' ? 63 : 63 - (place >> 6)
}
