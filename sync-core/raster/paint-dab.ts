import { tileSidePx } from './canvas-size.ts'
import type { StrokeMask } from './stroke-mask.ts'

// A dab is one round stamp. Its coverage follows from the squared distance d² to its centre, in whole numbers:
//
//   coverage          inner² = core that is fully covered (hardness of the radius, but at least one px of soft edge)
//   1 ┤─────╮         outer² = r² + r·1px   nothing beyond; with inner² = r² − r·1px the edge of a hard dab
//     │      ╲                              is half covered exactly at r (a radius below 1 px: 2r² and 0)
//   0 ┼───────╰───    u = clamp(outer² − d², 0, outer² − inner²), scaled to 0..32768, then c²(3 − 2c), then times alpha
//         inner r outer
//
// Dabs of one stroke are combined by maximum: overlapping ones leave no beads, and the spacing can't be seen (wash).
// Units: 1/256 px, shifted down for radii of 64 px and more, so that squares fit 32-bit lanes. Pixel centres are at +128.
// Math.sqrt only says which pixels of a row are visited (two units wider than needed, or narrower for the core), so
// its rounding can't change a result. Rejected: stamp caches and tables (slower), ellipses per pixel (floats).

const shiftedRadiusMax = 16383
const pixel = 256
const half = 128

/**
 * Raises the mask to a dab at x, y (1/256 px, may be outside) with a radius of at least 128 (1/256 px), hardness 0..255
 * and alpha 0..32768.
 */
export function paintDab(
  mask: StrokeMask,
  x: number,
  y: number,
  radius: number,
  hardness: number,
  alpha: number,
): void {
  if (alpha === 0) return
  let shift = 0
  while ((radius + half) >> shift > shiftedRadiusMax) shift++
  const r = radius >> shift
  const step = pixel >> shift
  const edge = Math.min(r * r, r * step)
  const outer = r * r + edge
  const core = ((radius * hardness) / 255) >> shift
  const inner = Math.min(r * r - edge, core * core)

  const reach = ((Math.sqrt(outer) | 0) + 2) << shift
  const left = Math.max(0, (x - reach + half - 1) >> 8)
  const right = Math.min(mask.size.width - 1, (x + reach - half) >> 8)
  const top = Math.max(0, (y - reach + half - 1) >> 8)
  const bottom = Math.min(mask.size.height - 1, (y + reach - half) >> 8)
  if (left > right || top > bottom) return

  for (let ty = top >> 6; ty <= bottom >> 6; ty++) {
    const y0 = Math.max(top, ty * tileSidePx)
    const y1 = Math.min(bottom, ty * tileSidePx + tileSidePx - 1)
    for (let tx = left >> 6; tx <= right >> 6; tx++) {
      const x0 = Math.max(left, tx * tileSidePx)
      const x1 = Math.min(right, tx * tileSidePx + tileSidePx - 1)
      if (isBeyond(x0, x1, x, y0, y1, y, shift, outer)) continue
      const tile = mask.touch(ty * mask.tilesAcross + tx)
      if (tile !== undefined) paintPart(tile, x0, x1, y0, y1, x, y, shift, outer, inner, alpha)
    }
  }
}

/** Whether the pixel of the rectangle that is nearest to the centre lies outside of the dab. */
function isBeyond(
  x0: number,
  x1: number,
  x: number,
  y0: number,
  y1: number,
  y: number,
  shift: number,
  outer: number,
): boolean {
  const nearX = Math.max(x0, Math.min(x1, x >> 8))
  const nearY = Math.max(y0, Math.min(y1, y >> 8))
  const dx = (nearX * pixel + half - x) >> shift
  const dy = (nearY * pixel + half - y) >> shift
  return dx * dx + dy * dy >= outer
}

/** Paints the part of a dab that lies in the rectangle x0..x1, y0..y1 (picture px, inside of this one tile). */
function paintPart(
  tile: Uint16Array,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
  x: number,
  y: number,
  shift: number,
  outer: number,
  inner: number,
  alpha: number,
): void {
  const step = pixel >> shift
  const range = outer - inner
  // range is at least 2^15; brought to 16 bits, its reciprocal (rounded up: the full range gives exactly 32768) makes
  // u·K fit 32 unsigned bits.
  const rangeShift = Math.max(0, 16 - Math.clz32(range))
  const scale = Math.ceil(0x80000000 / (range >> rangeShift))

  for (let py = y0; py <= y1; py++) {
    const dy = (py * pixel + half - y) >> shift
    const rest = outer - dy * dy
    if (rest <= 0) continue
    const wide = ((Math.sqrt(rest) | 0) + 2) << shift
    const from = Math.max(x0, (x - wide + half - 1) >> 8)
    const to = Math.min(x1, (x + wide - half) >> 8)
    if (from > to) continue
    const row = ((py & 63) << 6) - (x0 & ~63)

    // Pixels coreFrom..coreTo are fully covered; an empty core lies after `to`.
    let coreFrom = to + 1
    let coreTo = to
    const coreRest = inner - dy * dy
    if (coreRest >= 16) {
      const narrow = ((Math.sqrt(coreRest) | 0) - 2) << shift
      const first = Math.max(from, (x - narrow + half - 1) >> 8)
      const last = Math.min(to, (x + narrow - half) >> 8)
      if (first <= last) {
        coreFrom = first
        coreTo = last
      }
    }

    let dx = (from * pixel + half - x) >> shift
    let px = from
    for (;;) {
      const end = px < coreFrom ? coreFrom : to + 1
      for (; px < end; px++, dx += step) {
        let u = rest - Math.imul(dx, dx)
        if (u <= 0) continue
        if (u > range) u = range
        let c = Math.imul(u >> rangeShift, scale) >>> 16
        c = Math.imul(Math.imul(c, c) >> 15, 98304 - 2 * c) >> 15
        c = Math.imul(c, alpha) >> 15
        if (c > tile[row + px]!) tile[row + px] = c
      }
      if (px > to) break
      for (; px <= coreTo; px++) if (alpha > tile[row + px]!) tile[row + px] = alpha
      dx = (px * pixel + half - x) >> shift
      coreFrom = to + 1
      if (px > to) break
    }
  }
}
