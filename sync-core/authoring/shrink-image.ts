import { assert } from '../base/assert.ts'
import type { ImagePixels } from './image-patch.ts'
import type { Paced } from './paced.ts'

// An image made smaller: each new px is the mean of the area it stands for, px at its border counted by the part inside.
// Colour is weighed with alpha, so that what is transparent gives no colour. Row by row, so that a photograph of any size
// needs memory for its result only.

/** The image in `width` × `height` px, neither side larger than it was. */
export function* shrinkImage(image: ImagePixels, width: number, height: number): Paced<ImagePixels> {
  assert(
    width >= 1 && height >= 1 && width <= image.width && height <= image.height,
    `an image of ${image.width} × ${image.height} px can't be shrunk to ${width} × ${height} px`,
  )
  const rgba = new Uint8ClampedArray(width * height * 4)
  const sums = new Float64Array(width * 4)
  const scaleY = image.height / height
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    const top = y * scaleY
    const bottom = (y + 1) * scaleY
    for (let row = Math.floor(top); row < Math.min(image.height, bottom); row++) {
      addRow(image, row, Math.min(bottom, row + 1) - Math.max(top, row), sums, width)
    }
    writeRow(sums, rgba, y * width * 4, scaleY * (image.width / width))
    if (y % 8 === 7) yield (y + 1) / height
  }
  return { width, height, rgba }
}

function addRow(image: ImagePixels, row: number, weight: number, sums: Float64Array, width: number): void {
  const scale = image.width / width
  const from = row * image.width * 4
  for (let x = 0; x < width; x++) {
    const left = x * scale
    const right = Math.min(image.width, (x + 1) * scale)
    for (let column = Math.floor(left); column < right; column++) {
      const at = from + column * 4
      const part = weight * (Math.min(right, column + 1) - Math.max(left, column))
      const alpha = part * image.rgba[at + 3]!
      sums[4 * x]! += alpha * image.rgba[at]!
      sums[4 * x + 1]! += alpha * image.rgba[at + 1]!
      sums[4 * x + 2]! += alpha * image.rgba[at + 2]!
      sums[4 * x + 3]! += alpha
    }
  }
}

function writeRow(sums: Float64Array, rgba: Uint8ClampedArray, at: number, area: number): void {
  for (let i = 0; i < sums.length; i += 4) {
    const alpha = sums[i + 3]!
    if (alpha === 0) continue
    rgba[at + i] = sums[i]! / alpha
    rgba[at + i + 1] = sums[i + 1]! / alpha
    rgba[at + i + 2] = sums[i + 2]! / alpha
    rgba[at + i + 3] = alpha / area
  }
}
