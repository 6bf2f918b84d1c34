import { tilePixels, tileSidePx } from '../raster/canvas-size.ts'
import { fullCoverage } from './coverage-mask.ts'
import { neighbourBits, surroundingsOf } from './spread-bits.ts'
import { type BitSource, fullBits, noBits } from './tile-bits.ts'

// An antialiased edge for bits: each px is the mean of itself and its eight neighbours, weighed 1 2 1 by 1 2 1. A straight
// edge gets a ramp of two px, and a staircase loses its steps. Only px that are allowed count, so that nothing fades
// towards the edge of the picture or of a selection.

const side = tileSidePx + 2
const around = new Uint8Array(side * side)
const sums = new Uint8Array(side * tileSidePx)
const weights = new Uint8Array(tilePixels)

/** The coverage of one tile, or undefined when there is none. */
export function softenBits(bits: BitSource, allowed: BitSource, index: number): Uint8Array | undefined {
  const inside = allowed(index)
  if (inside === undefined) return undefined
  const surroundings = surroundingsOf(bits, index)
  if (surroundings === 'none') return undefined
  if (surroundings === 'full' && inside === fullBits) return fullCoverage
  const coverage = new Uint8Array(tilePixels)
  weigh(bits, index, coverage)
  const isWhole = surroundingsOf(allowed, index) === 'full'
  if (!isWhole) weigh(allowed, index, weights)
  for (let at = 0; at < tilePixels; at++) {
    const weight = isWhole ? 16 : weights[at]!
    const isAllowed = ((inside[at >> 5]! >>> (at & 31)) & 1) === 1
    coverage[at] = isAllowed ? Math.floor((coverage[at]! * 255 + (weight >> 1)) / weight) : 0
  }
  return coverage
}

/** The weighed sums 0..16 of what is around each px. */
function weigh(bits: BitSource, index: number, out: Uint8Array): void {
  gatherAround(bits, index)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < tileSidePx; x++) {
      const at = y * side + x
      sums[y * tileSidePx + x] = around[at]! + 2 * around[at + 1]! + around[at + 2]!
    }
  }
  for (let at = 0; at < tilePixels; at++) {
    out[at] = sums[at]! + 2 * sums[at + tileSidePx]! + sums[at + 2 * tileSidePx]!
  }
}

/** Fills `around` with one number a px: the tile, and one px of each neighbour. */
function gatherAround(bits: BitSource, index: number): void {
  for (let dy = -1; dy <= 1; dy++) {
    const firstRow = dy < 0 ? tileSidePx - 1 : 0
    const lastRow = dy > 0 ? 0 : tileSidePx - 1
    for (let dx = -1; dx <= 1; dx++) {
      const firstColumn = dx < 0 ? tileSidePx - 1 : 0
      const lastColumn = dx > 0 ? 0 : tileSidePx - 1
      const words = neighbourBits(bits, index, dx, dy) ?? noBits
      for (let y = firstRow; y <= lastRow; y++) {
        const at = (y + dy * tileSidePx + 1) * side + dx * tileSidePx + 1
        for (let x = firstColumn; x <= lastColumn; x++) {
          around[at + x] = (words[2 * y + (x >> 5)]! >>> (x & 31)) & 1
        }
      }
    }
  }
}
