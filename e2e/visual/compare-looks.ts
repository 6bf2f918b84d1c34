// Whether two pictures of a window look the same. Engines of different versions smooth edges differently and may round a
// place to the next pixel; none of them changes a flat colour. So a pixel has to lie, channel by channel, within what the other
// picture has right around that place, and the other way round.

import type { FlatImage } from '../../renderer/files/layered-image.ts'

export interface LookDifference {
  readonly pixels: number
  /** What differs in red, the rest as a pale grey. */
  readonly shown: FlatImage
}

/** Of 255: opacities are rounded differently. */
const colorSlack = 2

/** Throws when the pictures are not of one size. */
export function compareLooks(seen: FlatImage, reference: FlatImage): LookDifference {
  const { width, height } = reference
  if (seen.width !== width || seen.height !== height)
    throw new Error(`${seen.width} × ${seen.height} px are seen, and the reference has ${width} × ${height}.`)
  const shown = new Uint8Array(width * height * 4)
  let pixels = 0
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4
      const isOff = !isNear(seen, reference, x, y) || !isNear(reference, seen, x, y)
      if (isOff) pixels += 1
      const grey = 160 + (reference.rgba[at + 1]! >> 2)
      shown.set(isOff ? [208, 0, 0, 255] : [grey, grey, grey, 255], at)
    }
  return { pixels, shown: { width, height, rgba: shown } }
}

/** Whether a pixel lies between the darkest and the brightest that the other picture has within one pixel of it. */
function isNear(one: FlatImage, other: FlatImage, x: number, y: number): boolean {
  const { width, height } = one
  const at = (y * width + x) * 4
  for (let channel = 0; channel < 3; channel += 1) {
    const value = one.rgba[at + channel]!
    if (value === other.rgba[at + channel]) continue
    let low = 255
    let high = 0
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1)
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
        const near = other.rgba[(row * width + column) * 4 + channel]!
        if (near < low) low = near
        if (near > high) high = near
      }
    if (value < low - colorSlack || value > high + colorSlack) return false
  }
  return true
}
