import { limits } from '../base/limits.ts'
import { tilePixels } from '../kernel/tile-layout.ts'
import { coverPolygon } from './cover-polygon.ts'
import { type CoverageMask, fullCoverage, putCoverage } from './coverage-mask.ts'
import type { Frame } from '../raster/structure.ts'
import { clipFrame, planeFrame, tilesOf } from './frame.ts'
import type { Paced } from './paced.ts'
import { type Refusal, refuse } from './refusal.ts'
import { type Box, boxRing, ellipseRing, type Point } from './shape-box.ts'
import { coverageOfBits, frameBits, fullBits } from './tile-bits.ts'

// A selection is a coverage mask, so that soft edges are selected in part, and painting multiplies with it. The wand is a
// flood fill (flood-fill.ts) whose mask is kept instead of painted. Selections are combined by greatest, least and complement: adding twice what is selected
// already changes nothing, and what was subtracted is gone. Rejected: sums and products, as edges get harder or softer with
// each step.

export type SelectionChange = 'replace' | 'add' | 'subtract' | 'intersect'

/** The px of a box, cut to the frame; edges between px are antialiased. */
export function selectRectangle(box: Box, frame: Frame): Paced<CoverageMask> {
  return coverPolygon([boxRing(box)], frame)
}

/** The ellipse that touches the sides of a box. */
export function selectEllipse(box: Box, frame: Frame): Paced<CoverageMask> {
  return coverPolygon([ellipseRing(box)], frame)
}

/** What a lasso encloses, closed from its last to its first point; where it crosses itself, every second area. */
export function* selectLasso(points: readonly Point[], frame: Frame): Paced<CoverageMask | Refusal> {
  if (points.length > limits.lassoPointsMax) {
    return refuse(
      'too-large',
      `This lasso has ${points.length} points, and at most ${limits.lassoPointsMax} are possible: draw it in parts, and add them.`,
    )
  }
  const ring = new Float64Array(points.length * 2)
  points.forEach(({ x, y }, i) => ring.set([x, y], 2 * i))
  return yield* coverPolygon([ring], frame)
}

/** The whole frame. */
export function selectAll(frame: Frame): CoverageMask {
  const mask = new Map<number, Uint8Array>()
  const clip = clipFrame(frame, planeFrame)
  for (const index of tilesOf(clip)) {
    const bits = frameBits(clip, index)!
    mask.set(index, bits === fullBits ? fullCoverage : coverageOfBits(bits))
  }
  return mask
}

/** `now` after `drawn` replaced it, was added, subtracted, or intersected with it. */
export function combineSelections(
  now: CoverageMask,
  drawn: CoverageMask,
  change: SelectionChange,
): CoverageMask {
  const mask = new Map<number, Uint8Array>()
  switch (change) {
    case 'replace':
      return drawn
    case 'add':
      for (const [index, tile] of now) {
        const other = drawn.get(index)
        putCoverage(mask, index, other === undefined ? tile : greater(tile, other))
      }
      for (const [index, tile] of drawn) if (!now.has(index)) mask.set(index, tile)
      return mask
    case 'subtract':
      for (const [index, tile] of now) {
        const other = drawn.get(index)
        if (other === undefined) mask.set(index, tile)
        else if (other !== fullCoverage) putCoverage(mask, index, less(tile, complement(other)))
      }
      return mask
    case 'intersect':
      for (const [index, tile] of now) {
        const other = drawn.get(index)
        if (other !== undefined) putCoverage(mask, index, less(tile, other))
      }
      return mask
  }
}

/** What is not selected in the frame; outside of it nothing is. */
export function invertSelection(mask: CoverageMask, frame: Frame): CoverageMask {
  return combineSelections(selectAll(frame), mask, 'subtract')
}

function greater(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a === fullCoverage || b === fullCoverage) return fullCoverage
  const out = new Uint8Array(tilePixels)
  for (let at = 0; at < tilePixels; at++) out[at] = Math.max(a[at]!, b[at]!)
  return out
}

function less(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a === fullCoverage) return b
  if (b === fullCoverage) return a
  const out = new Uint8Array(tilePixels)
  for (let at = 0; at < tilePixels; at++) out[at] = Math.min(a[at]!, b[at]!)
  return out
}

function complement(a: Uint8Array): Uint8Array {
  const out = new Uint8Array(tilePixels)
  for (let at = 0; at < tilePixels; at++) out[at] = 255 - a[at]!
  return out
}
