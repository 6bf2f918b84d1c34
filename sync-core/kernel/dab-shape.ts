// Where the pixels of a dab lie: the squared distance d² to the nib's spine, from which the profile follows (./dab-profile.ts).
// The spine is the centre of a round nib, otherwise the segment of 2·flat along its longer diameter, so that a flat nib has
// round ends, parallel sides and the same soft edge all around.
//
//   spine    u = |dx·cos + dy·sin| − flat, at least 0; v = dy·cos − dx·sin; d² = u² + v²       (cos, sin: 1.0 = 2^14)
//
// Units: 1/256 px, shifted down for nibs of 64 px and more, so that squares fit 32-bit lanes. Pixel centres are at +128.
// Rejected: an ellipse (its soft edge is as much thinner as the nib is flat, or needs a division a pixel).

import { type Falloff, falloffOf, profileOf } from './dab-profile.ts'

export const pixelUnits = 256
export const halfPixel = 128
const shiftedReachMax = 16_383

/** What is the same for all pixels of a dab. */
export interface DabShape {
  readonly x: number
  readonly y: number
  /** The unit of what follows is 2^shift/256 px. */
  readonly shift: number
  readonly step: number
  readonly round: number
  readonly flat: number
  readonly cos: number
  readonly sin: number
  /** A square. */
  readonly outer: number
  readonly falloff: Falloff
  /** Beyond this distance from the centre nothing is covered, in 1/256 px. */
  readonly reach: number
}

export function shapeOf(
  x: number,
  y: number,
  radius: number,
  flat: number,
  cos: number,
  sin: number,
  hardness: number,
): DabShape {
  let shift = 0
  while ((radius + flat + halfPixel) >> shift > shiftedReachMax) shift++
  const r = radius >> shift
  const step = pixelUnits >> shift
  const edge = Math.min(r * r, r * step)
  const outer = r * r + edge
  const core = ((radius * hardness) / 255) >> shift
  const inner = Math.min(r * r - edge, core * core)
  // Math.sqrt only says which pixels are visited, two units wider than needed, so its rounding can't change a result.
  const reach = ((Math.sqrt(outer) | 0) + 2 + (flat >> shift)) << shift
  return {
    x,
    y,
    shift,
    step,
    round: r,
    flat: flat >> shift,
    cos,
    sin,
    outer,
    falloff: falloffOf(outer, inner),
    reach,
  }
}

/** Whether all of the rectangle (px of the plane) lies outside of the dab, or of the band and circle around a flat one. */
export function isBeyond(shape: DabShape, x0: number, x1: number, y0: number, y1: number): boolean {
  const { x, y, shift, step, round, flat, cos, sin, outer } = shape
  const nearX = Math.max(x0, Math.min(x1, x >> 8))
  const nearY = Math.max(y0, Math.min(y1, y >> 8))
  const dx = (nearX * pixelUnits + halfPixel - x) >> shift
  const dy = (nearY * pixelUnits + halfPixel - y) >> shift
  if (flat === 0) return dx * dx + dy * dy >= outer
  const radius = round + Math.min(round, step) + 2
  const furthest = radius + flat
  if (dx * dx + dy * dy >= furthest * furthest) return true
  // How far the middle of the rectangle is from the line of the spine, and how far the rectangle reaches towards it.
  const middleX = ((x0 + x1 + 1) * halfPixel - x) >> shift
  const middleY = ((y0 + y1 + 1) * halfPixel - y) >> shift
  const wide = ((x1 - x0 + 2) * halfPixel) >> shift
  const tall = ((y1 - y0 + 2) * halfPixel) >> shift
  const aside = Math.abs(middleY * cos - middleX * sin)
  return aside > radius * 16384 + wide * Math.abs(sin) + tall * Math.abs(cos)
}

/**
 * Writes which pixels of row py are visited, first and last (px of the plane, unbounded; none when the first is greater). Never
 * too few; quotients and roots only widen, by two units and more.
 */
export function findSpan(shape: DabShape, py: number, span: Int32Array): void {
  const { x, y, shift, reach, flat, cos, sin, outer } = shape
  const dy = (py * pixelUnits + halfPixel - y) >> shift
  let low = -(reach >> shift)
  let high = -low
  if (flat === 0) {
    const rest = outer - dy * dy
    high = rest <= 0 ? -1 : (Math.sqrt(rest) | 0) + 2
    low = rest <= 0 ? 0 : -high
  } else {
    // Beside the spine |dy·cos − dx·sin| is at most the nib's radius, and along it |dx·cos + dy·sin| that and `flat`.
    const radius = (Math.sqrt(outer) | 0) + 2
    for (const [at, slope, most] of [
      [dy * cos, sin, radius * 16384],
      [-dy * sin, cos, (radius + flat) * 16384],
    ] as const) {
      if (slope === 0) continue
      const one = (at - most) / slope
      const other = (at + most) / slope
      low = Math.max(low, Math.floor(Math.min(one, other)) - 2)
      high = Math.min(high, Math.ceil(Math.max(one, other)) + 2)
    }
  }
  span[0] = low > high ? 1 : (x + low * 2 ** shift + halfPixel - 1) >> 8
  span[1] = low > high ? 0 : (x + high * 2 ** shift - halfPixel) >> 8
}

/** Writes the profile of the pixels from..to of row py (px of the plane, inside of one tile) to `out` from 0 on. */
export function profileRow(shape: DabShape, py: number, from: number, to: number, out: Uint16Array): void {
  const { x, y, shift, step, falloff } = shape
  const count = to - from + 1
  const dx = (from * pixelUnits + halfPixel - x) >> shift
  const dy = (py * pixelUnits + halfPixel - y) >> shift
  if (shape.flat === 0) roundRow(out, count, dx, falloff.sum - 2 * dy * dy, step, falloff)
  else nibRow(out, count, dx, dy, shape)
}

function roundRow(
  out: Uint16Array,
  count: number,
  dx: number,
  above: number,
  step: number,
  falloff: Falloff,
): void {
  let offset = dx
  for (let i = 0; i < count; i++, offset += step) {
    out[i] = profileOf(above - 2 * Math.imul(offset, offset), falloff)
  }
}

function nibRow(out: Uint16Array, count: number, dx: number, dy: number, shape: DabShape): void {
  const { step, flat, cos, sin, falloff } = shape
  // Offsets are below 2^14.1, so sums of products with 2^14 stay below 2^30.
  let along = Math.imul(dx, cos) + Math.imul(dy, sin)
  let aside = Math.imul(dy, cos) - Math.imul(dx, sin)
  const alongStep = Math.imul(step, cos)
  const asideStep = Math.imul(step, sin)
  for (let i = 0; i < count; i++) {
    const u = Math.max(0, Math.abs(along >> 14) - flat)
    const v = aside >> 14
    along += alongStep
    aside -= asideStep
    out[i] = profileOf(falloff.sum - 2 * (Math.imul(u, u) + Math.imul(v, v)), falloff)
  }
}
