import { encodeCoverage, type Prng } from '../../sync-core/index.ts'
import type { PatchPart } from '../../sync-core/raster/operation.ts'
import { tileIndexOf } from '../../sync-core/raster/plane.ts'
import type { Frame } from '../../sync-core/raster/structure.ts'
import { randomPixels } from '../../sync-core/testing/random-pixels.ts'

/** Parts of a patch, or of a selection, in some tiles of the frame and next to it. */
export function goldenParts(prng: Prng, frame: Frame, form: PatchPart['form'], count: number): PatchPart[] {
  return Array.from({ length: count }, () => {
    const tx = (frame.x >> 6) - 1 + prng.below(7)
    const ty = (frame.y >> 6) - 1 + prng.below(6)
    return { index: tileIndexOf(tx, ty), form, bytes: form === 'over' ? pixelsOf(prng) : coverageOf(prng) }
  })
}

/** A tile as tile-codec.ts stores it, as it is. */
function pixelsOf(prng: Prng): Uint8Array {
  const pixels = new Uint8Array(randomPixels(prng).buffer)
  const bytes = new Uint8Array(2 + pixels.length)
  bytes.set(pixels, 2)
  return bytes
}

/** A soft slope across a tile, or the same everywhere. */
function coverageOf(prng: Prng): Uint8Array {
  const [start, dx, dy] = [prng.below(256), prng.below(9) - 4, prng.below(9) - 4]
  if (prng.chance(0.3)) return encodeCoverage(new Uint8Array(4096).fill(start))
  const slope = (i: number): number => start + dx * (i & 63) + dy * (i >> 6)
  return encodeCoverage(Uint8Array.from({ length: 4096 }, (_, i) => Math.max(0, Math.min(255, slope(i)))))
}
