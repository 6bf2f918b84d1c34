import { tilePixels } from './canvas-size.ts'
import type { Brush } from './brush.ts'
import { channelOne } from './tile.ts'

// The only blending there is: every channel moves towards the brush's own by the coverage of the mask.
//
//   dst' = dst − ((16384 − c·(src − dst)) >> 15)      c = 0..32768, so that "nothing" and "all" are exact
//
// The form follows SIMD's rounding multiply (i16x8.q15mulr with −c, which reaches −1.0 where +1.0 does not fit). Paint is
// an opaque colour; the eraser is the same with src = 0,0,0,0. It is monotone in dst and src, so colour stays ≤ alpha.

/** Coverage 1.0. */
export const coverageOne = 32768

/** What a brush lays down, as pixel channels 0..32767. */
export interface BrushSource {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

const nothing: BrushSource = { red: 0, green: 0, blue: 0, alpha: 0 }

/** The pixel that full coverage of this brush results in. */
export function brushSource(brush: Brush): BrushSource {
  if (brush.blend === 'erase') return nothing
  const { color } = brush
  return {
    red: widen(color >> 16),
    green: widen((color >> 8) & 0xff),
    blue: widen(color & 0xff),
    alpha: channelOne,
  }
}

/** A channel of 8 bits as 15 bits, rounded. */
function widen(value: number): number {
  return ((value * channelOne + 127) / 255) | 0
}

/** Merges a mask (4096 coverages) into `pixels` (16384 channels) in place; says whether any number changed. */
export function mergeMask(pixels: Uint16Array, mask: Uint16Array, source: BrushSource): boolean {
  const { red, green, blue, alpha } = source
  let difference = 0
  for (let i = 0; i < tilePixels; i++) {
    const c = mask[i]!
    if (c === 0) continue
    const at = i << 2
    const r = pixels[at]!
    const g = pixels[at + 1]!
    const b = pixels[at + 2]!
    const a = pixels[at + 3]!
    const moveR = (16384 - Math.imul(c, red - r)) >> 15
    const moveG = (16384 - Math.imul(c, green - g)) >> 15
    const moveB = (16384 - Math.imul(c, blue - b)) >> 15
    const moveA = (16384 - Math.imul(c, alpha - a)) >> 15
    pixels[at] = r - moveR
    pixels[at + 1] = g - moveG
    pixels[at + 2] = b - moveB
    pixels[at + 3] = a - moveA
    difference |= moveR | moveG | moveB | moveA
  }
  return difference !== 0
}
