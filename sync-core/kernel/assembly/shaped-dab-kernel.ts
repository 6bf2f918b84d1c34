// Flat, textured and coloured dabs: ../twin-shaped-dab-kernel.ts, whose rows give the formulas. The part of a dab that lies in a
// tile is painted in groups of 8 px, row by row; pixels of a group that the dab does not cover get a profile of 0, which
// changes nothing. Groups never leave their row of the tile, and each pixel is in one group only.

import { cutOf, profile, scaled, stretchOf } from './dab-profile'

const shiftedReachMax: i32 = 16383
const dabBytes: usize = 64
const maskBytes: usize = 8192
const reached: u32 = 1
const closed: u32 = 2
const pointerMask: u32 = ~15
const one: i32 = 32768
const reliefStride: i32 = 192
const hairs: i32 = 64

const washRule: i32 = 0
const buildUpRule: i32 = 1
const tipOnPlane: i32 = 0
const tipOnNib: i32 = 2

export function paintShapedDabs(
  dabs: usize,
  count: i32,
  table: usize,
  tileX: i32,
  tileY: i32,
  across: i32,
  down: i32,
  rule: i32,
  tip: usize,
): i32 {
  for (let n: i32 = 0; n < count; n++, dabs += dabBytes) {
    const x = load<i32>(dabs)
    const y = load<i32>(dabs, 4)
    const radius256 = load<i32>(dabs, 8)
    const hardness = load<i32>(dabs, 12)
    const limit = load<i32>(dabs, 16)
    const flow = load<i32>(dabs, 20)
    const flat256 = load<i32>(dabs, 24)
    if (limit == 0 || flow == 0) continue
    const weight = <i32>(<u32>(limit * flow) >> 15)
    if (rule != washRule && weight == 0) continue

    let shift: i32 = 0
    while ((radius256 + flat256 + 128) >> shift > shiftedReachMax) shift++
    const r = radius256 >> shift
    const flat = flat256 >> shift
    const edge = min<i32>(r * r, r * (256 >> shift))
    const outer = r * r + edge
    const core = <i32>((radius256 * hardness) / 255) >> shift
    const inner = min<i32>(r * r - edge, core * core)
    const halfReach = <i32>sqrt<f64>(<f64>outer) + 2 + flat
    const reach = halfReach << shift
    const radius = r + min<i32>(r, 256 >> shift) + 2
    const beyond = flat == 0 ? outer : (radius + flat) * (radius + flat)
    const cos = load<i32>(dabs, 28)
    const sin = load<i32>(dabs, 32)

    const left = max<i32>(tileX << 6, (x - reach + 127) >> 8)
    const right = min<i32>(((tileX + across) << 6) - 1, (x + reach - 128) >> 8)
    const top = max<i32>(tileY << 6, (y - reach + 127) >> 8)
    const bottom = min<i32>(((tileY + down) << 6) - 1, (y + reach - 128) >> 8)
    if (left > right || top > bottom) continue

    let isMissing = false
    for (let paints = 0; paints < 2; paints++) {
      for (let ty = top >> 6; ty <= bottom >> 6; ty++) {
        const y0 = max<i32>(top, ty << 6)
        const y1 = min<i32>(bottom, (ty << 6) + 63)
        for (let tx = left >> 6; tx <= right >> 6; tx++) {
          const entryAt = table + (<usize>((ty - tileY) * across + tx - tileX) << 2)
          const entry = load<u32>(entryAt)
          if (entry & closed) continue
          const x0 = max<i32>(left, tx << 6)
          const x1 = min<i32>(right, (tx << 6) + 63)
          const dx = ((max<i32>(x0, min<i32>(x1, x >> 8)) << 8) + 128 - x) >> shift
          const dy = ((max<i32>(y0, min<i32>(y1, y >> 8)) << 8) + 128 - y) >> shift
          if (dx * dx + dy * dy >= beyond) continue
          if (flat != 0) {
            const middleX = (((x0 + x1 + 1) << 7) - x) >> shift
            const middleY = (((y0 + y1 + 1) << 7) - y) >> shift
            const wide = ((x1 - x0 + 2) << 7) >> shift
            const tall = ((y1 - y0 + 2) << 7) >> shift
            const aside = abs<i32>(middleY * cos - middleX * sin)
            if (aside > (radius << 14) + wide * abs<i32>(sin) + tall * abs<i32>(cos)) continue
          }
          const mask = <usize>(entry & pointerMask)
          if (mask == 0) isMissing = true
          if (!paints) store<u32>(entryAt, entry | reached)
          else {
            paintPart(
              dabs, mask, rule, tip, x0, x1, y0, y1, x, y,
              shift, r, flat, outer, inner, limit, flow, weight,
            )
          }
        }
      }
      if (isMissing) return n
    }
  }
  return count
}

function paintPart(
  dab: usize, mask: usize, rule: i32, tip: usize, x0: i32, x1: i32, y0: i32, y1: i32, x: i32, y: i32,
  shift: i32, r: i32, flat: i32, outer: i32, inner: i32,
  limit: i32, flow: i32, weight: i32,
): void {
  // A round nib has no direction: its axes are the plane's, and products with 1.0 give the offsets back.
  const cos = flat == 0 ? 16384 : load<i32>(dab, 28)
  const sin = flat == 0 ? 0 : load<i32>(dab, 32)
  const hairCos = load<i32>(dab, 28)
  const hairSin = load<i32>(dab, 32)
  const grainX = load<i32>(dab, 36)
  const grainY = load<i32>(dab, 40)
  let lies: i32 = -1
  let gain: i32 = 0
  let heights: usize = 0
  if (tip) {
    lies = load<i32>(tip)
    gain = load<i32>(tip, 4)
    heights = tip + 16
  }
  const pressed = lies == tipOnPlane || lies == tipOnNib ? flow : one
  const hairReach = r + flat
  const hairScale = (hairs << 16) / (2 * hairReach)

  const step = 256 >> shift
  const lanes = i32x4(0, 1, 2, 3)
  const alongSteps = i32x4.mul(lanes, i32x4.splat(step * cos))
  const asideSteps = i32x4.mul(lanes, i32x4.splat(step * sin))
  const flats = i32x4.splat(flat)
  const sums = i32x4.splat(outer + inner)
  const range = outer - inner
  const cut = cutOf(range)
  const half = range >> cut
  const lift = max<i32>(0, <i32>clz<i32>(range) - 17)
  const halves = i16x8.splat(<i16>half)
  const stretches = i16x8.splat(<i16>stretchOf(half << lift))
  const zero = i32x4.splat(0)
  const pressures = i32x4.splat(pressed)
  const gains = i32x4.splat(gain)
  const ones = i32x4.splat(one)
  const lacking = i16x8.splat(<i16>(one - (rule == washRule ? limit : weight)))
  const flows = i16x8.splat(<i16>-flow)

  const radius = <i32>sqrt<f64>(<f64>outer) + 2
  const rowEnd = (x0 & ~63) + 64
  for (let py = y0; py <= y1; py++) {
    const dy = ((py << 8) + 128 - y) >> shift
    const row = (py & 63) << 6
    // As findSpan of ../dab-shape.ts.
    let low = -(radius + flat)
    let high = radius + flat
    if (flat == 0) {
      const rest = outer - dy * dy
      if (rest <= 0) continue
      high = <i32>sqrt<f64>(<f64>rest) + 2
      low = -high
    } else {
      if (sin != 0) {
        const one = <f64>(dy * cos - (radius << 14)) / <f64>sin
        const other = <f64>(dy * cos + (radius << 14)) / <f64>sin
        low = <i32>max<f64>(<f64>low, floor<f64>(min<f64>(one, other)) - 2)
        high = <i32>min<f64>(<f64>high, ceil<f64>(max<f64>(one, other)) + 2)
      }
      if (cos != 0) {
        const one = <f64>(-dy * sin - ((radius + flat) << 14)) / <f64>cos
        const other = <f64>(-dy * sin + ((radius + flat) << 14)) / <f64>cos
        low = <i32>max<f64>(<f64>low, floor<f64>(min<f64>(one, other)) - 2)
        high = <i32>min<f64>(<f64>high, ceil<f64>(max<f64>(one, other)) + 2)
      }
      if (low > high) continue
    }
    const from = max<i32>(x0, (x + (low << shift) + 127) >> 8)
    const to = min<i32>(x1, (x + (high << shift) - 128) >> 8)
    if (from > to) continue
    const columns = (to - from + 8) >> 3
    const first = min<i32>(from, rowEnd - (columns << 3))
    for (let column = 0; column < columns; column++) {
      const px = first + (column << 3)
      const dx = ((px << 8) + 128 - x) >> shift
      const along = i32x4.add(i32x4.splat(dx * cos + dy * sin), alongSteps)
      const aside = i32x4.sub(i32x4.splat(dy * cos - dx * sin), asideSteps)
      const alongRight = i32x4.add(along, i32x4.splat(step * cos * 4))
      const asideRight = i32x4.sub(aside, i32x4.splat(step * sin * 4))
      const above = i16x8.narrow_i32x4_s(
        i32x4.shr_s(i32x4.sub(sums, doubleSquares(along, aside, flats, zero)), cut),
        i32x4.shr_s(i32x4.sub(sums, doubleSquares(alongRight, asideRight, flats, zero)), cut),
      )
      const v = i16x8.max_s(i16x8.neg(halves), i16x8.min_s(halves, above))
      let p = profile(i16x8.shl(v, lift), stretches)
      if (!v128.any_true(p)) continue

      if (tip) {
        let low: v128
        let high: v128
        if (lies == tipOnNib) {
          const start = dx * hairCos + dy * hairSin
          const hairStep = step * hairCos
          low = i32x4(
            hair(start, hairReach, hairScale, heights),
            hair(start + hairStep, hairReach, hairScale, heights),
            hair(start + 2 * hairStep, hairReach, hairScale, heights),
            hair(start + 3 * hairStep, hairReach, hairScale, heights),
          )
          high = i32x4(
            hair(start + 4 * hairStep, hairReach, hairScale, heights),
            hair(start + 5 * hairStep, hairReach, hairScale, heights),
            hair(start + 6 * hairStep, hairReach, hairScale, heights),
            hair(start + 7 * hairStep, hairReach, hairScale, heights),
          )
        } else {
          const at = heights + (<usize>(((py + grainY) & 127) * reliefStride + ((px + grainX) & 127)) << 1)
          low = v128.load16x4_u(at)
          high = v128.load16x4_u(at + 8)
        }
        p = i16x8.narrow_i32x4_u(
          press(i32x4.extend_low_i16x8_u(p), low, pressures, gains, zero, ones),
          press(i32x4.extend_high_i16x8_u(p), high, pressures, gains, zero, ones),
        )
      }

      const t = scaled(p, lacking)
      const at = mask + (<usize>(row + (px & 63)) << 1)
      const c = v128.load(at)
      if (rule == washRule) {
        // Both factors are negative, so that 32768 fits and halves are rounded up.
        const missing = i16x8.neg(i16x8.sub_sat_u(t, c))
        const raised = i16x8.q15mulr_sat_s(missing, flows)
        // −32768 · −32768 saturates at 32767, where 32768 is meant.
        const whole = v128.and(i16x8.eq(missing, flows), i16x8.eq(flows, i16x8.splat(-32768)))
        v128.store(at, i16x8.sub(i16x8.add(c, raised), whole))
        continue
      }
      // c − 32768 is c with its top bit turned. The product saturates where both are 1.0; there t is the result.
      const room = v128.xor(c, i16x8.splat(-32768))
      v128.store(at, i16x8.max_u(i16x8.add(c, i16x8.q15mulr_sat_s(room, i16x8.neg(t))), t))
      if (rule != buildUpRule) paintColors(dab, mask + maskBytes + (<usize>(row + (px & 63)) << 3), t)
    }
  }
}

/** 2·d² of 4 pixels, d being the distance to the nib's spine, from offsets along and aside of it in 1/16384 of a unit. */
@inline
function doubleSquares(along: v128, aside: v128, flats: v128, zero: v128): v128 {
  const u = i32x4.max_s(zero, i32x4.sub(i32x4.abs(i32x4.shr_s(along, 14)), flats))
  const v = i32x4.shr_s(aside, 14)
  return i32x4.shl(i32x4.add(i32x4.mul(u, u), i32x4.mul(v, v)), 1)
}

/** What a tip lets through of 4 profiles. */
@inline
function press(profile: v128, heights: v128, pressures: v128, gains: v128, zero: v128, ones: v128): v128 {
  const above = i32x4.sub(i32x4.shr_u(i32x4.mul(profile, pressures), 15), heights)
  return i32x4.min_s(ones, i32x4.mul(i32x4.max_s(zero, above), gains))
}

/** The height of the hair at an offset along the nib's longer diameter. */
@inline
function hair(along: i32, reach: i32, scale: i32, heights: usize): i32 {
  const at = min<i32>((hairs << 16) - 1, max<i32>(0, ((along >> 14) + reach) * scale))
  const pointer = heights + (<usize>(at >> 16) << 1)
  const into = (at >> 8) & 0xff
  return (<i32>load<u16>(pointer) * (256 - into) + <i32>load<u16>(pointer, 2) * into) >> 8
}

/** Moves the colours of 8 pixels towards the dab's by t. */
@inline
function paintColors(dab: usize, colors: usize, t: v128): void {
  const parts = v128.load(dab, 44)
  const narrow = i16x8.narrow_i32x4_s(parts, parts)
  const away = i16x8.neg(t)
  moveColors(colors, narrow, v128.shuffle<i16>(away, away, 0, 0, 0, 0, 1, 1, 1, 1))
  moveColors(colors + 16, narrow, v128.shuffle<i16>(away, away, 2, 2, 2, 2, 3, 3, 3, 3))
  moveColors(colors + 32, narrow, v128.shuffle<i16>(away, away, 4, 4, 4, 4, 5, 5, 5, 5))
  moveColors(colors + 48, narrow, v128.shuffle<i16>(away, away, 6, 6, 6, 6, 7, 7, 7, 7))
}

@inline
function moveColors(at: usize, color: v128, away: v128): void {
  const before = v128.load(at)
  v128.store(at, i16x8.sub(before, i16x8.q15mulr_sat_s(away, i16x8.sub(color, before))))
}
