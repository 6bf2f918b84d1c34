import { tilePixels } from '../kernel/tile-layout.ts'
import type { Frame } from '../raster/structure.ts'
import { type CoverageMask, putCoverage } from './coverage-mask.ts'
import type { Paced } from './paced.ts'
import { type PixelSource, toEightBits } from './pixel-source.ts'
import { combineSelections, selectAll } from './selection.ts'

/** What is painted, as far as it is opaque, at these tiles and in the frame. */
export function* selectOpaque(
  source: PixelSource,
  indices: ReadonlySet<number>,
  frame: Frame,
): Paced<CoverageMask> {
  const whole = selectAll(frame)
  const mask = new Map<number, Uint8Array>()
  let done = 0
  for (const index of indices) {
    const pixels = whole.has(index) ? source(index) : undefined
    done += 1
    if (pixels === undefined) continue
    const coverage = new Uint8Array(tilePixels)
    for (let at = 0; at < tilePixels; at++) coverage[at] = toEightBits(pixels[at * 4 + 3]!)
    putCoverage(mask, index, coverage)
    yield done / indices.size
  }
  return combineSelections(whole, mask, 'intersect')
}
