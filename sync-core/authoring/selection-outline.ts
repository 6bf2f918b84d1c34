import { limits } from '../base/limits.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import { planeTilesAcross, tileIndexOf } from '../raster/plane.ts'
import { type CoverageMask, fullCoverage } from './coverage-mask.ts'
import { traceBits } from './trace-bits.ts'
import {
  type BitSource,
  countBits,
  coveredBits,
  fullBits,
  normalBits,
  type TileBits,
  tileWords,
} from './tile-bits.ts'

// The outline of a selection, for marching ants: closed lines along the edges of px that are selected by half or more. Seen
// from far, or when it has more corners than a window can draw in each frame, cells of 2, 4, 8… px stand for px: a cell is
// selected when half of the four in it are. So a wand's selection of noise gets coarser, not slower.

export interface Outline {
  /** Closed lines: corners x, y, x, y… in px of the plane; the last is joined with the first. */
  readonly lines: readonly Int32Array[]
  /** Side of the cells that were traced. */
  readonly cellPx: number
}

/** The outline in cells of at least `cellPx` (1, 2, 4… 64) px, with at most `pointsMax` corners. */
export function outlineOf(
  mask: CoverageMask,
  { cellPx = 1, pointsMax = limits.outlinePointsMax }: { cellPx?: number; pointsMax?: number } = {},
): Outline {
  let side = 1
  let bits: Map<number, TileBits> = bitsOf(mask)
  for (;;) {
    if (side >= cellPx) {
      const lines = traceBits(bits, pointsMax)
      if (lines !== undefined)
        return { lines: lines.map((line) => line.map((at) => at * side)), cellPx: side }
    }
    bits = halve(bits)
    side *= 2
  }
}

function bitsOf(mask: CoverageMask): Map<number, TileBits> {
  const found = new Map<number, TileBits>()
  for (const [index, coverage] of mask) {
    const bits = coverage === fullCoverage ? fullBits : coveredBits(coverage, 128)
    if (bits !== undefined) found.set(index, bits)
  }
  return found
}

/** Bits of twice the size: set where two or more of four are. */
function halve(bits: ReadonlyMap<number, TileBits>): Map<number, TileBits> {
  const half = new Map<number, TileBits>()
  const source: BitSource = (index) => bits.get(index)
  for (const from of bits.keys()) {
    const tx = (from % planeTilesAcross) >> 1
    const ty = Math.floor(from / planeTilesAcross) >> 1
    const index = tileIndexOf(tx, ty)
    if (half.has(index)) continue
    const out = new Int32Array(tileWords)
    for (let quarter = 0; quarter < 4; quarter++) {
      const part = source(tileIndexOf(2 * tx + (quarter & 1), 2 * ty + (quarter >> 1)))
      if (part !== undefined) halveTile(part, out, quarter & 1, (quarter >> 1) * (tileSidePx / 2))
    }
    const normal = normalBits(out)
    if (normal !== undefined) half.set(index, normal)
  }
  return half
}

function halveTile(part: TileBits, out: TileBits, half: number, firstRow: number): void {
  for (let y = 0; y < tileSidePx / 2; y++) {
    let word = 0
    for (let x = 0; x < 32; x++) {
      const at = 4 * y + (x >> 4)
      const shift = (2 * x) & 31
      const four = ((part[at]! >>> shift) & 3) | (((part[at + 2]! >>> shift) & 3) << 2)
      if (countBits(four) >= 2) word |= 1 << x
    }
    out[2 * (firstRow + y) + half] = word
  }
}
