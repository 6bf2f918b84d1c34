import {
  buildUpRule,
  type DabKernel,
  dabWords,
  tileClosed,
  tilePointerMask,
  tileReached,
} from './dab-kernel.ts'
import { type Falloff, falloffOf, profileOf } from './dab-profile.ts'
import type { KernelMemory } from './kernel-memory.ts'

// A dab's profile p follows from the distance of a pixel's centre (./dab-profile.ts), and is scaled by the grain, 1..256:
//
//   p' = (p·grain + 128) >> 8
//
// How it changes the coverage c of the mask, with limit L and flow f (1.0 = 32768):
//
//   wash       T = (p·L + 16384) >> 15; where T > c:  c += ((T − c)·f + 16384) >> 15     f = 1 is the maximum: no beads
//   build-up   a = (p·(L·f >> 15) + 16384) >> 15;     c += ((32768 − c)·a + 16384) >> 15
//
// Units: 1/256 px, shifted down for radii of 64 px and more, so that squares fit 32-bit lanes. Pixel centres are at +128.
// Math.sqrt only says which pixels of a row are visited (two units wider than needed, or narrower for the core), so
// its rounding can't change a result. Rejected: ellipses per pixel (floats).

const shiftedRadiusMax = 16383
const pixel = 256
const half = 128

const one = 32768
const byMaximum = 0
const byWash = 1
const byBuildUp = 2

export function twinDabKernel(memory: KernelMemory): DabKernel {
  return {
    paintDabs(dabs, count, table, tileX, tileY, across, down, rule, grain) {
      const { i32 } = memory
      const window = {
        entries: table >>> 2,
        tileX,
        tileY,
        across,
        right: (tileX + across) * 64 - 1,
        bottom: (tileY + down) * 64 - 1,
      }
      for (let n = 0; n < count; n++) {
        const at = (dabs >>> 2) + n * dabWords
        const isBuildUp = rule === buildUpRule
        const flow = i32[at + 5]!
        const full = i32[at + 4]!
        const limit = isBuildUp ? (full * flow) >> 15 : full
        if (limit === 0 || flow === 0) continue
        const way = isBuildUp ? byBuildUp : flow === one ? byMaximum : byWash
        const dab = shapeOf(i32[at]!, i32[at + 1]!, i32[at + 2]!, i32[at + 3]!)
        if (!paintDab(memory, dab, window, limit, flow, way, grain)) return n
      }
      return count
    },
  }
}

interface Shape {
  readonly x: number
  readonly y: number
  /** Units are 1/256 px shifted down by this; `outer` and `inner` are squares in such units. */
  readonly shift: number
  readonly outer: number
  readonly inner: number
  readonly falloff: Falloff
}

interface Window {
  readonly entries: number
  readonly tileX: number
  readonly tileY: number
  readonly across: number
  readonly right: number
  readonly bottom: number
}

function shapeOf(x: number, y: number, radius: number, hardness: number): Shape {
  let shift = 0
  while ((radius + half) >> shift > shiftedRadiusMax) shift++
  const r = radius >> shift
  const edge = Math.min(r * r, r * (pixel >> shift))
  const core = ((radius * hardness) / 255) >> shift
  const outer = r * r + edge
  const inner = Math.min(r * r - edge, core * core)
  return { x, y, shift, outer, inner, falloff: falloffOf(outer, inner) }
}

/** False when a mask is missing. */
function paintDab(
  memory: KernelMemory,
  dab: Shape,
  window: Window,
  limit: number,
  flow: number,
  way: number,
  grain: number,
): boolean {
  const { i32 } = memory
  const { x, y } = dab
  const reach = ((Math.sqrt(dab.outer) | 0) + 2) << dab.shift
  const left = Math.max(window.tileX * 64, (x - reach + half - 1) >> 8)
  const right = Math.min(window.right, (x + reach - half) >> 8)
  const top = Math.max(window.tileY * 64, (y - reach + half - 1) >> 8)
  const bottom = Math.min(window.bottom, (y + reach - half) >> 8)
  if (left > right || top > bottom) return true

  const first = window.entries - window.tileY * window.across - window.tileX
  let isMissing = false
  for (const paints of [false, true]) {
    for (let ty = top >> 6; ty <= bottom >> 6; ty++) {
      const y0 = Math.max(top, ty * 64)
      const y1 = Math.min(bottom, ty * 64 + 63)
      for (let tx = left >> 6; tx <= right >> 6; tx++) {
        const x0 = Math.max(left, tx * 64)
        const x1 = Math.min(right, tx * 64 + 63)
        const entry = first + ty * window.across + tx
        if ((i32[entry]! & tileClosed) !== 0 || isBeyond(dab, x0, x1, y0, y1)) continue
        const mask = (i32[entry]! & tilePointerMask) >>> 0
        if (paints) paintPart(memory, dab, mask, x0, x1, y0, y1, limit, flow, way, grain)
        else i32[entry]! |= tileReached
        if (mask === 0) isMissing = true
      }
    }
    if (isMissing) return false
  }
  return true
}

/** Whether the pixel of the rectangle that is nearest to the centre lies outside of the dab. */
function isBeyond({ x, y, shift, outer }: Shape, x0: number, x1: number, y0: number, y1: number): boolean {
  const nearX = Math.max(x0, Math.min(x1, x >> 8))
  const nearY = Math.max(y0, Math.min(y1, y >> 8))
  const dx = (nearX * pixel + half - x) >> shift
  const dy = (nearY * pixel + half - y) >> shift
  return dx * dx + dy * dy >= outer
}

/** Paints the part of a dab that lies in the rectangle x0..x1, y0..y1 (px of the plane, inside of this one tile). */
function paintPart(
  { u8, u16 }: KernelMemory,
  { x, y, shift, outer, inner, falloff }: Shape,
  mask: number,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
  limit: number,
  flow: number,
  way: number,
  grain: number,
): void {
  const step = pixel >> shift

  for (let py = y0; py <= y1; py++) {
    const dy = (py * pixel + half - y) >> shift
    const rest = outer - dy * dy
    if (rest <= 0) continue
    const wide = ((Math.sqrt(rest) | 0) + 2) << shift
    const from = Math.max(x0, (x - wide + half - 1) >> 8)
    const to = Math.min(x1, (x + wide - half) >> 8)
    if (from > to) continue
    const row = ((py & 63) << 6) - (x0 & ~63)
    const tile = (mask >>> 1) + row

    // Pixels coreFrom..coreTo are fully covered; an empty core lies after `to`. Grain leaves no core.
    let coreFrom = to + 1
    let coreTo = to
    const coreRest = inner - dy * dy
    if (coreRest >= 16 && grain === 0) {
      const narrow = ((Math.sqrt(coreRest) | 0) - 2) << shift
      const first = Math.max(from, (x - narrow + half - 1) >> 8)
      const last = Math.min(to, (x + narrow - half) >> 8)
      if (first <= last) {
        coreFrom = first
        coreTo = last
      }
    }

    const above = falloff.sum - 2 * dy * dy
    let dx = (from * pixel + half - x) >> shift
    let px = from
    for (;;) {
      const end = px < coreFrom ? coreFrom : to + 1
      for (; px < end; px++, dx += step) {
        let p = profileOf(above - 2 * Math.imul(dx, dx), falloff)
        if (p === 0) continue
        if (grain !== 0) p = (Math.imul(p, u8[grain + row + px]! + 1) + 128) >> 8
        const before = u16[tile + px]!
        const after = raise(before, (Math.imul(p, limit) + 16384) >> 15, flow, way)
        if (after !== before) u16[tile + px] = after
      }
      if (px > to) break
      for (; px <= coreTo; px++) u16[tile + px] = raise(u16[tile + px]!, limit, flow, way)
      dx = (px * pixel + half - x) >> shift
      coreFrom = to + 1
      if (px > to) break
    }
  }
}

/** The coverage that a dab of coverage `t` makes of c. */
function raise(c: number, t: number, flow: number, way: number): number {
  if (way === byBuildUp) return c + ((Math.imul(one - c, t) + 16384) >> 15)
  if (t <= c) return c
  return way === byMaximum ? t : c + ((Math.imul(t - c, flow) + 16384) >> 15)
}
