import { tilePixels } from './canvas-size.ts'
import { tileBytes, tileValues } from './tile.ts'

// Deflate finds little in interleaved 16-bit pixels. The filter takes green out of red and blue (in a grey or a smooth
// colour little is left), then each channel as the difference from the pixel before, and puts low and high bytes apart:
//
//   in    r g b a  r g b a  …            (u16)
//   out   low bytes of red', then of green', blue', alpha' · then the high bytes of the same       8 planes of 4096
//
// Smooth paint shrinks by a third more; drawings that are mostly blank are as small or smaller without it, so a tile says
// which one it has (tile-codec.ts).

/** The filtered bytes of 16384 pixel numbers; everything is modulo 2^16 and can be taken back exactly. */
export function filterPixels(pixels: Uint16Array): Uint8Array {
  const out = new Uint8Array(tileBytes)
  const high = tileValues
  let lastR = 0
  let lastG = 0
  let lastB = 0
  let lastA = 0
  for (let i = 0; i < tilePixels; i++) {
    const at = i << 2
    const g = pixels[at + 1]!
    const r = pixels[at]! - g
    const b = pixels[at + 2]! - g
    const a = pixels[at + 3]!
    const planes = [r - lastR, g - lastG, b - lastB, a - lastA]
    for (let plane = 0; plane < 4; plane++) {
      out[plane * tilePixels + i] = planes[plane]! & 0xff
      out[high + plane * tilePixels + i] = (planes[plane]! >> 8) & 0xff
    }
    lastR = r
    lastG = g
    lastB = b
    lastA = a
  }
  return out
}

/** Takes filterPixels back; `bytes` are 32768. */
export function unfilterPixels(bytes: Uint8Array): Uint16Array {
  const pixels = new Uint16Array(tileValues)
  const high = tileValues
  let r = 0
  let g = 0
  let b = 0
  let a = 0
  for (let i = 0; i < tilePixels; i++) {
    const at = i << 2
    r += bytes[i]! | (bytes[high + i]! << 8)
    g += bytes[tilePixels + i]! | (bytes[high + tilePixels + i]! << 8)
    b += bytes[2 * tilePixels + i]! | (bytes[high + 2 * tilePixels + i]! << 8)
    a += bytes[3 * tilePixels + i]! | (bytes[high + 3 * tilePixels + i]! << 8)
    pixels[at] = r + g
    pixels[at + 1] = g
    pixels[at + 2] = b + g
    pixels[at + 3] = a
  }
  return pixels
}
