// The part of a dab that lies in one tile, for each of the three ways in which coverage is raised. Coordinates are relative
// to the tile: x0..x1, y0..y1 in px, cx, cy in 1/256 px.
//
// The part is painted in columns 8 or 16 px wide, from top to bottom: so dx² stays in registers, square roots are taken once
// for each column, and a dab of r = 2 px is one column of 5 rows. Row by row a dab of r = 8 px took 1.6 × as long; wide
// columns throughout take 1.4 × as long at r = 2, and narrow ones 1.02 × at r = 128.
//
// Distances need lanes of 32 bits. All that follows has 16: 8 pixels an instruction (../dab-profile.ts).

import { profile, scaled } from './dab-profile'

const viaMaximum: i32 = 0
const viaWash: i32 = 1
const viaBuildUp: i32 = 2

/** From this width of the part on, columns are 16 px wide. */
const wideFrom: i32 = 24

export function paintMaximum(
  mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, cut: i32, stretch: i32, limit: i32, flow: i32,
): void {
  paintPart(viaMaximum, mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, cut, stretch, limit, flow)
}

export function paintWash(
  mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, cut: i32, stretch: i32, limit: i32, flow: i32,
): void {
  paintPart(viaWash, mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, cut, stretch, limit, flow)
}

export function paintBuildUp(
  mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, cut: i32, stretch: i32, limit: i32, flow: i32,
): void {
  paintPart(viaBuildUp, mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, cut, stretch, limit, flow)
}

@inline
function paintPart(
  way: i32, mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, cut: i32, stretch: i32, limit: i32, flow: i32,
): void {
  // As a round dab's cut is at least 1, v can be halved before it is shifted.
  cut = cut - 1
  const stretches = i16x8.splat(<i16>stretch)
  const lacking = i16x8.splat(<i16>(32768 - limit))
  const flows = i16x8.splat(<i16>-flow)
  const cores = i16x8.splat(<i16>limit)

  // Whole rows of the core: half of the tiles under a hard brush of r = 128 px.
  const farX = max<i32>(cx - ((x0 << 8) + 128), (x1 << 8) + 128 - cx) >> shift
  const farY = max<i32>(cy - ((y0 << 8) + 128), (y1 << 8) + 128 - cy) >> shift
  if (x1 - x0 == 63 && (farX + 1) * (farX + 1) + (farY + 1) * (farY + 1) <= inner && !grain) {
    const end = mask + (<usize>(y1 + 1) << 7)
    for (let at = mask + (<usize>y0 << 7); at < end; at += 64) {
      raise(way, at, cores, flows)
      raise(way, at + 16, cores, flows)
      raise(way, at + 32, cores, flows)
      raise(way, at + 48, cores, flows)
    }
    return
  }

  // Columns end inside of the row; each pixel is in one of them.
  const width = x1 - x0 + 1
  if (width < wideFrom) {
    let px = min<i32>(x0, 64 - ((width + 7) & ~7))
    for (const end = px + width; px < end; px += 8) {
      paintColumn(way, 8, px, mask, grain, y0, y1, cx, cy, shift, outer, inner, cut, stretches, limit, lacking, cores, flows)
    }
  } else {
    let px = min<i32>(x0, 64 - ((width + 15) & ~15))
    for (const end = px + width; px < end; px += 16) {
      paintColumn(way, 16, px, mask, grain, y0, y1, cx, cy, shift, outer, inner, cut, stretches, limit, lacking, cores, flows)
    }
  }
}

@inline
function paintColumn(
  way: i32, width: i32, px: i32, mask: usize, grain: usize, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, cut: i32, stretches: v128, limit: i32, lacking: v128, cores: v128, flows: v128,
): void {
  const step = 256 >> shift
  const first = ((px << 8) + 128 - cx) >> shift
  const last = first + step * (width - 1)
  let top = y0
  let bottom = y1
  if (first > 0 || last < 0) {
    const near = first > 0 ? first : last
    const rest = outer - near * near
    if (rest <= 0) return
    const tall = (<i32>sqrt<f64>(<f64>rest) + 2) << shift
    top = max<i32>(y0, (cy - tall + 127) >> 8)
    bottom = min<i32>(y1, (cy + tall - 128) >> 8)
  }

  // Rows coreTop..coreBottom are fully covered; an empty core lies below. Grain leaves no core.
  let coreTop = bottom + 1
  let coreBottom = bottom
  const coreRest = inner - max<i32>(first * first, last * last)
  if (coreRest >= 16 && !grain) {
    const short = (<i32>sqrt<f64>(<f64>coreRest) - 2) << shift
    const from = max<i32>(top, (cy - short + 127) >> 8)
    const to = min<i32>(bottom, (cy + short - 128) >> 8)
    if (from <= to) {
      coreTop = from
      coreBottom = to
    }
  }

  // dx² of 4 pixels each.
  const steps = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(step))
  const squares0 = squaresOf(steps, first)
  const squares4 = squaresOf(steps, first + 4 * step)
  const squares8 = squaresOf(steps, first + 8 * step)
  const squares12 = squaresOf(steps, first + 12 * step)
  const middle = (outer + inner) >> 1
  let py = top
  let at: usize = <usize>((py << 6) + px)
  for (;;) {
    const end = py < coreTop ? coreTop : bottom + 1
    let dy = ((py << 8) + 128 - cy) >> shift
    for (; py < end; py++, at += 64, dy += step) {
      const rests = i32x4.splat(middle - dy * dy)
      const left = coverages(rests, squares0, squares4, cut, stretches, grain, at, limit, lacking)
      if (width == 8) {
        raise(way, mask + (at << 1), left, flows)
      } else {
        const right = coverages(rests, squares8, squares12, cut, stretches, grain, at + 8, limit, lacking)
        raise(way, mask + (at << 1), left, flows)
        raise(way, mask + (at << 1) + 16, right, flows)
      }
    }
    if (py > bottom) break
    for (; py <= coreBottom; py++, at += 64) {
      raise(way, mask + (at << 1), cores, flows)
      if (width == 16) raise(way, mask + (at << 1) + 16, cores, flows)
    }
    if (py > bottom) break
    coreTop = bottom + 1
  }
}

@inline
function squaresOf(steps: v128, first: i32): v128 {
  const dx = i32x4.add(steps, i32x4.splat(first))
  return i32x4.mul(dx, dx)
}

/** 8 coverages of the dab: the profile, the grain at pixel `at` of the tile, and the limit. */
@inline
function coverages(
  rests: v128, low: v128, high: v128, cut: i32, stretches: v128, grain: usize, at: usize, limit: i32, lacking: v128,
): v128 {
  const v = i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.sub(rests, low), cut),
    i32x4.shr_s(i32x4.sub(rests, high), cut),
  )
  let p = profile(v, stretches)
  if (grain) {
    p = scaled(p, i16x8.shl(i16x8.sub(i16x8.splat(255), v128.load8x8_u(grain + at)), 7))
  }
  if (limit == 32768) return p
  return scaled(p, lacking)
}

@inline
function raise(way: i32, at: usize, t: v128, flows: v128): void {
  const c = v128.load(at)
  if (way == viaMaximum) {
    v128.store(at, i16x8.max_u(c, t))
  } else if (way == viaWash) {
    // Both factors are negative, so that 32768 fits and halves are rounded up.
    const missing = i16x8.neg(i16x8.sub_sat_u(t, c))
    v128.store(at, i16x8.add(c, i16x8.q15mulr_sat_s(missing, flows)))
  } else {
    // c − 32768 is c with its top bit turned. The product saturates where both are 1.0; there t is the result.
    const room = v128.xor(c, i16x8.splat(-32768))
    const raised = i16x8.add(c, i16x8.q15mulr_sat_s(room, i16x8.neg(t)))
    v128.store(at, i16x8.max_u(raised, t))
  }
}
