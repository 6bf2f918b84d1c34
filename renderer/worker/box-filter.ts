import { tileSidePx } from '../../sync-core/index.ts'

/**
 * Shrinks a tile's RGBA pixels by 2^level in both directions: each result is the rounded mean of its square. The
 * pixels must be opaque. `out` takes (64 >> level)² pixels; level 0..6.
 */
export function shrinkTile(pixels: Uint8ClampedArray, level: number, out: Uint8ClampedArray): void {
  const side = tileSidePx >> level
  const step = 1 << level
  const shift = 2 * level
  const half = level === 0 ? 0 : 1 << (shift - 1)
  const stride = tileSidePx * 4
  let to = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let red = half
      let green = half
      let blue = half
      let row = y * step * stride + x * step * 4
      for (let dy = 0; dy < step; dy++, row += stride) {
        for (let at = row; at < row + step * 4; at += 4) {
          red += pixels[at] as number
          green += pixels[at + 1] as number
          blue += pixels[at + 2] as number
        }
      }
      out[to] = red >> shift
      out[to + 1] = green >> shift
      out[to + 2] = blue >> shift
      out[to + 3] = 255
      to += 4
    }
  }
}
