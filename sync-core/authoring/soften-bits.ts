import { tilePixels } from '../kernel/tile-layout.ts'
import { fullCoverage } from './coverage-mask.ts'
import { gatherWindow, surroundingsOf, windowRowWords } from './spread-bits.ts'
import { type BitSource, fullBits } from './tile-bits.ts'

// An antialiased edge for bits: each px is the mean of itself and its eight neighbours, weighed 1 2 1 by 1 2 1. A straight
// edge gets a ramp of two px, and a staircase loses its steps. Only px that are allowed count, so that nothing fades
// towards the edge of the picture or of a selection. Words that are alike with all around them, which most are, are done
// at once.

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
    const sum = coverage[at]!
    if (sum === 0) continue
    const weight = isWhole ? 16 : weights[at]!
    const isAllowed = ((inside[at >> 5]! >>> (at & 31)) & 1) === 1
    coverage[at] = isAllowed ? (sum * 255 + (weight >> 1)) / weight : 0
  }
  return coverage
}

/** The weighed sums 0..16 of what is around each px, into blank `out`. */
function weigh(bits: BitSource, index: number, out: Uint8Array): void {
  const window = gatherWindow(bits, index, 1)
  for (let word = 0, at = 0; at < tilePixels; word++, at += 32) {
    const row = (word >> 1) * windowRowWords + 1 + (word & 1)
    const below = row + windowRowWords
    const last = below + windowRowWords
    const [a, b, c] = [window[row]!, window[below]!, window[last]!]
    const lefts = [window[row - 1]!, window[below - 1]!, window[last - 1]!] as const
    const rights = [window[row + 1]!, window[below + 1]!, window[last + 1]!] as const
    const any =
      a | b | c | ((lefts[0] | lefts[1] | lefts[2]) >>> 31) | ((rights[0] | rights[1] | rights[2]) & 1)
    if (any === 0) {
      out.fill(0, at, at + 32)
      continue
    }
    const all =
      a &
      b &
      c &
      (((lefts[0] & lefts[1] & lefts[2]) >> 31) & (rights[0] & rights[1] & rights[2] & 1 ? -1 : 0))
    if (all === -1) {
      out.fill(16, at, at + 32)
      continue
    }
    addRow(out, at, lefts[0], a, rights[0], 1, 'first')
    addRow(out, at, lefts[1], b, rights[1], 2, 'further')
    addRow(out, at, lefts[2], c, rights[2], 1, 'further')
  }
}

/** Lays a word and its neighbours over 32 sums, so many times. */
function addRow(
  out: Uint8Array,
  at: number,
  left: number,
  word: number,
  right: number,
  times: 1 | 2,
  order: 'first' | 'further',
): void {
  const fromLeft = (word << 1) | (left >>> 31)
  const fromRight = (word >>> 1) | (right << 31)
  const isFirst = order === 'first'
  for (let bit = 0; bit < 32; bit++) {
    const sum = ((fromLeft >>> bit) & 1) + 2 * ((word >>> bit) & 1) + ((fromRight >>> bit) & 1)
    out[at + bit] = (isFirst ? 0 : out[at + bit]!) + times * sum
  }
}
