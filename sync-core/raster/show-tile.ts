import { tilePixels } from './canvas-size.ts'
import { channelOne } from './tile.ts'

/** Writes `pixels` (16384 numbers of 15 bits) over white paper into `out` (16384 bytes RGBA, alpha 255). */
export function showPixels(pixels: Uint16Array, out: Uint8ClampedArray | Uint8Array): void {
  for (let at = 0; at < tilePixels * 4; at += 4) {
    const paper = channelOne - pixels[at + 3]!
    out[at] = ((pixels[at]! + paper) * 255 + 16384) >> 15
    out[at + 1] = ((pixels[at + 1]! + paper) * 255 + 16384) >> 15
    out[at + 2] = ((pixels[at + 2]! + paper) * 255 + 16384) >> 15
    out[at + 3] = 255
  }
}
