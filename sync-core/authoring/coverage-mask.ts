import { tilePixels } from '../kernel/tile-layout.ts'
import type { DrawnPart } from './drawn-part.ts'

/**
 * How much of each px of the plane is meant: tiles of 4096 coverages 0..255, row by row. A tile with nothing in it is absent,
 * and a tile that is covered wholly is always `fullCoverage`, so that a whole picture of them costs nothing. Never changed
 * once made.
 */
export type CoverageMask = ReadonlyMap<number, Uint8Array>

/** The one tile of 255 everywhere. */
export const fullCoverage: Uint8Array = new Uint8Array(tilePixels).fill(255)

/** Puts a tile into a mask in its one form: full ones shared, blank ones left out. Takes ownership of `coverage`. */
export function putCoverage(mask: Map<number, Uint8Array>, index: number, coverage: Uint8Array): void {
  if (coverage === fullCoverage || isAll(coverage, 255)) mask.set(index, fullCoverage)
  else if (!isAll(coverage, 0)) mask.set(index, coverage)
}

function isAll(coverage: Uint8Array, value: number): boolean {
  if (coverage[0] !== value || coverage[tilePixels - 1] !== value) return false
  const four = new Int32Array(coverage.buffer, coverage.byteOffset, tilePixels / 4)
  const wanted = value * 0x01010101
  for (let at = 0; at < four.length; at++) if (four[at] !== (wanted | 0)) return false
  return true
}

/** The mask as parts of a patch, tile by tile. */
export function* coverParts(mask: CoverageMask, form: 'cover' | 'erase'): Generator<DrawnPart, void, void> {
  for (const [index, coverage] of mask) yield { index, form, coverage }
}
