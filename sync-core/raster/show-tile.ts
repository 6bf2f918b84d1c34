import { tilePixels } from './canvas-size.ts'
import { mergeMask } from './merge-mask.ts'
import type { Overlay } from './stroke-painter.ts'
import { channelOne, type Tile } from './tile.ts'

/**
 * Writes the pixels of a tile with strokes in progress above it, in the given order, into `out` (16384 numbers).
 * An undefined tile is blank.
 */
export function composeTile(
  index: number,
  tile: Tile | undefined,
  overlays: Iterable<Overlay>,
  out: Uint16Array,
): void {
  if (tile === undefined) out.fill(0)
  else out.set(tile.pixels)
  for (const overlay of overlays) {
    const mask = overlay.tiles.get(index)
    if (mask !== undefined) mergeMask(out, mask, overlay.source)
  }
}

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
