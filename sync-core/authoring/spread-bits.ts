import { tileSidePx } from '../kernel/tile-layout.ts'
import { planeTilesAcross } from '../raster/plane.ts'
import { type BitSource, fullBits, noBits, normalBits, type TileBits, tileWords } from './tile-bits.ts'

// Spreads bits by a disc: a px is set where a set px is at most radius + 1/2 away, centre to centre. Row by row with whole
// words: the rows are widened by one px to each side at a time, and whenever the width is that of the disc at some height,
// they are laid over the rows so much higher and lower. Shrinking is spreading what is not there.
//
//   a row of the window:   │ word 1 of the left tile │ word 0 │ word 1 │ word 0 of the right tile │
//
// Rejected: distance transforms (an exact one takes several passes over 4096 numbers a tile; this takes about 30 µs for a
// radius of 16, and nothing for tiles whose surroundings are all alike).

/** The largest radius: a row of the window has one more word to each side. */
export const spreadRadiusMax = 32

const windowRowsMax = tileSidePx + 2 * spreadRadiusMax
export const windowRowWords = 4
const window = new Int32Array(windowRowsMax * windowRowWords)

/** The bits of one tile of `source`, spread by `radius` px (1..spreadRadiusMax). */
export function spreadBits(source: BitSource, index: number, radius: number): TileBits | undefined {
  const surroundings = surroundingsOf(source, index)
  if (surroundings !== 'mixed') return surroundings === 'full' ? fullBits : undefined
  gatherWindow(source, index, radius)
  const out = new Int32Array(tileWords)
  const rows = tileSidePx + 2 * radius
  const reach = radius * radius + radius
  let height = radius
  for (let width = 0; width <= radius; width++) {
    if (width > 0) widenRows(rows)
    // All heights at which the disc is so wide and no wider.
    while (height >= 0 && width * width + height * height <= reach && isWidest(width, height, reach)) {
      layRows(out, radius, height)
      height--
    }
  }
  return normalBits(out)
}

function isWidest(width: number, height: number, reach: number): boolean {
  return (width + 1) * (width + 1) + height * height > reach
}

/** Every row of the window spread by one px to the left and to the right. */
function widenRows(rows: number): void {
  for (let at = 0; at < rows * 4; at += 4) {
    const a = window[at]!
    const b = window[at + 1]!
    const c = window[at + 2]!
    const d = window[at + 3]!
    window[at] = a | (a << 1) | (a >>> 1) | (b << 31)
    window[at + 1] = b | (b << 1) | (a >>> 31) | (b >>> 1) | (c << 31)
    window[at + 2] = c | (c << 1) | (b >>> 31) | (c >>> 1) | (d << 31)
    window[at + 3] = d | (d << 1) | (c >>> 31) | (d >>> 1)
  }
}

/** Lays the window over the tile, `height` rows higher and as many lower. */
function layRows(out: TileBits, radius: number, height: number): void {
  let above = (radius - height) * 4 + 1
  let below = (radius + height) * 4 + 1
  for (let at = 0; at < tileWords; at += 2, above += 4, below += 4) {
    out[at] = out[at]! | window[above]! | window[below]!
    out[at + 1] = out[at + 1]! | window[above + 1]! | window[below + 1]!
  }
}

/** The tile and what lies around it in rows of windowRowWords words, from `radius` rows above it on; valid until the next call. */
export function gatherWindow(source: BitSource, index: number, radius: number): Int32Array {
  for (let dy = -1; dy <= 1; dy++) {
    const firstRow = dy < 0 ? tileSidePx - radius : 0
    const lastRow = dy > 0 ? radius : tileSidePx
    for (let dx = -1; dx <= 1; dx++) {
      const bits = neighbourBits(source, index, dx, dy) ?? noBits
      for (let y = firstRow; y < lastRow; y++) {
        const at = (radius + dy * tileSidePx + y) * 4
        if (dx <= 0) window[at + (dx < 0 ? 0 : 2)] = bits[2 * y + 1]!
        if (dx >= 0) window[at + (dx > 0 ? 3 : 1)] = bits[2 * y]!
      }
    }
  }
  return window
}

/** Whether a tile and the eight around it have no bits, all bits, or neither. */
export function surroundingsOf(source: BitSource, index: number): 'none' | 'full' | 'mixed' {
  let blank = 0
  let full = 0
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const bits = neighbourBits(source, index, dx, dy)
      if (bits === undefined) blank++
      else if (bits === fullBits) full++
      else return 'mixed'
    }
  }
  return blank === 9 ? 'none' : full === 9 ? 'full' : 'mixed'
}

/** The bits of a tile beside another; none outside of the plane. */
export function neighbourBits(
  source: BitSource,
  index: number,
  dx: number,
  dy: number,
): TileBits | undefined {
  const tx = (index % planeTilesAcross) + dx
  const ty = Math.floor(index / planeTilesAcross) + dy
  if (tx < 0 || ty < 0 || tx >= planeTilesAcross || ty >= planeTilesAcross) return undefined
  return source(ty * planeTilesAcross + tx)
}
