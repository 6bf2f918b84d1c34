import { limits } from '../base/limits.ts'
import { tileSidePx, tileValues } from '../kernel/tile-layout.ts'
import { tileLeft, tileTop } from '../raster/plane.ts'
import { isBlank } from '../raster/tile.ts'
import type { PlacedPixels } from './floating-pixels.ts'
import { clipFrame, planeFrame, tilesOf } from './frame.ts'
import { type Refusal, refuse } from './refusal.ts'

/** Pixels as a browser has them: 8 bits, straight (not premultiplied) RGBA, row by row. */
export interface ImagePixels {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray | Uint8Array
}

/**
 * An image with its upper left corner at x, y (whole px of the plane), as pixels about to be laid down. What lies outside of
 * the plane is lost; an image with more than limits.imagePixelsMax px is refused.
 */
export function placeImage(image: ImagePixels, x: number, y: number): PlacedPixels | Refusal {
  const { width, height, rgba } = image
  if (!isSide(width) || !isSide(height) || rgba.length !== width * height * 4) {
    return refuse('impossible', `This image can't be read: ${width} × ${height} px in ${rgba.length} bytes.`)
  }
  if (width * height > limits.imagePixelsMax) {
    const fit = fitImage(width, height)
    return refuse(
      'too-large',
      `This image has ${width} × ${height} px, which is too large to be sent: make it ${fit.width} × ${fit.height} px or smaller.`,
    )
  }
  const indices = [...tilesOf(clipFrame({ x, y, width, height }, planeFrame))]
  return { indices, pixelsAt: (index) => tileOfImage(image, tileLeft(index) - x, tileTop(index) - y) }
}

/** The largest size of the same shape that may be placed; the size itself when it may. */
export function fitImage(width: number, height: number): { width: number; height: number } {
  const { imagePixelsMax } = limits
  const scale = Math.min(1, Math.sqrt(imagePixelsMax / (width * height)))
  // A thin image doesn't get thinner than a px, and pays for it with its length.
  const roughHeight = Math.max(1, Math.floor(height * scale))
  const fitWidth = Math.max(1, Math.min(Math.floor(width * scale), Math.floor(imagePixelsMax / roughHeight)))
  return { width: fitWidth, height: Math.min(roughHeight, Math.floor(imagePixelsMax / fitWidth)) }
}

function isSide(side: number): boolean {
  return Number.isInteger(side) && side > 0
}

/** The 64 × 64 px of the image from left, top on; undefined when they are transparent. */
function tileOfImage(
  { width, height, rgba }: ImagePixels,
  left: number,
  top: number,
): Uint16Array | undefined {
  const pixels = new Uint16Array(tileValues)
  const toY = Math.min(height, top + tileSidePx)
  const toX = Math.min(width, left + tileSidePx)
  for (let y = Math.max(0, top); y < toY; y++) {
    for (let x = Math.max(0, left); x < toX; x++) {
      const from = (y * width + x) * 4
      const alpha = Math.floor((rgba[from + 3]! * 32767 + 127) / 255)
      if (alpha === 0) continue
      const at = ((y - top) * tileSidePx + x - left) * 4
      pixels[at] = (rgba[from]! * alpha + 127) / 255
      pixels[at + 1] = (rgba[from + 1]! * alpha + 127) / 255
      pixels[at + 2] = (rgba[from + 2]! * alpha + 127) / 255
      pixels[at + 3] = alpha
    }
  }
  return isBlank(pixels) ? undefined : pixels
}
