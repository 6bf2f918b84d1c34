import { limits } from '../base/limits.ts'
import type { Sample } from '../raster/sample.ts'
import type { Box, Point } from './shape-box.ts'

// Lines, rectangles and ellipses as samples of a stroke, so that they are drawn with the brush at hand like anything else.
// The path of a stroke (raster/stroke-path.ts) goes straight to the middle between its first two samples, then bends from
// middle to middle, and goes straight to its last one. So:
//
//   a sharp corner   is its sample twice: the middle between the two is the corner itself
//   a straight side  needs no samples between
//   an ellipse       is touched by its control points' polygon in the middles of its sides

/** Full pressure: what is drawn without a pen. */
const fullPressure: number = limits.pressureMax

/** A straight line. */
export function lineSamples(from: Point, to: Point, pressure = fullPressure): Sample[] {
  return [sampleAt(from.x, from.y, pressure), sampleAt(to.x, to.y, pressure)]
}

/** The sides of a box, from its upper left corner clockwise and back. */
export function rectangleSamples({ x, y, width, height }: Box, pressure = fullPressure): Sample[] {
  const corners: [number, number][] = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
  const samples = corners.flatMap(([cx, cy], i) => {
    const corner = sampleAt(cx, cy, pressure)
    return i === 0 ? [corner] : [corner, corner]
  })
  return [...samples, sampleAt(x, y, pressure)]
}

/** The ellipse in a box, from its rightmost point clockwise and back; nowhere further than 1/16 px from the true one. */
export function ellipseSamples({ x, y, width, height }: Box, pressure = fullPressure): Sample[] {
  const [rx, ry] = [width / 2, height / 2]
  const [cx, cy] = [x + rx, y + ry]
  const sides = Math.max(16, Math.ceil(Math.PI * Math.sqrt(4 * Math.max(rx, ry))))
  const step = (2 * Math.PI) / sides
  // The control points lie so far outside that the middles between them are on the ellipse.
  const outside = 1 / Math.cos(step / 2)
  const samples = [sampleAt(cx + rx, cy, pressure)]
  for (let i = 0; i < sides; i++) {
    const angle = (i + 0.5) * step
    samples.push(sampleAt(cx + rx * outside * Math.cos(angle), cy + ry * outside * Math.sin(angle), pressure))
  }
  samples.push(sampleAt(cx + rx, cy, pressure))
  return samples
}

/** Px of the plane as a sample, which may not be further outside than samples can be. */
function sampleAt(x: number, y: number, pressure: number): Sample {
  return { x: toSample(x), y: toSample(y), pressure }
}

function toSample(px: number): number {
  return Math.min(Math.max(Math.round(px * 16), limits.samplePositionMin), limits.samplePositionMax)
}
