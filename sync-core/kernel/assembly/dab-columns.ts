// The part of a dab that lies in one tile, for each of the three ways in which coverage is raised. Coordinates are relative
// to the tile: x0..x1, y0..y1 in px, cx, cy in 1/256 px.
//
// The part is painted in columns 8 px wide, from top to bottom: so dx² stays in registers, square roots are taken once for
// each column, and a dab of r = 2 px is one column of 5 rows. Row by row a dab of r = 8 px took 1.6 × as long.
//
// Numbers up to 32768 are multiplied as signed 16-bit halves of a lane (the other half 0), where 32768 reads as −32768: that
// is right for products of two that are 1.0 together (c·c, c²·c), and with its sign dropped for those with a limit. Most
// are kept in the upper half, where an `and` does what would be a shift.

const viaMaximum: i32 = 0
const viaWash: i32 = 1
const viaBuildUp: i32 = 2

export function paintMaximum(
  mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, rangeShift: i32, scale: i32, limit: i32, flow: i32,
): void {
  paintPart(viaMaximum, mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, rangeShift, scale, limit, flow)
}

export function paintWash(
  mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, rangeShift: i32, scale: i32, limit: i32, flow: i32,
): void {
  paintPart(viaWash, mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, rangeShift, scale, limit, flow)
}

export function paintBuildUp(
  mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, rangeShift: i32, scale: i32, limit: i32, flow: i32,
): void {
  paintPart(viaBuildUp, mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, rangeShift, scale, limit, flow)
}

@inline
function paintPart(
  way: i32, mask: usize, grain: usize, x0: i32, x1: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, rangeShift: i32, scale: i32, limit: i32, flow: i32,
): void {
  const ranges = i16x8.splat(<i16>((outer - inner) >> rangeShift))
  const scales = i32x4.splat(scale)
  const limits = i32x4.splat(limit << 16)
  const flows = i16x8.splat(<i16>-flow)
  const cores = i16x8.splat(<i16>limit)
  const upper = i32x4.splat(0xffff0000)
  const step = 256 >> shift
  const fourSteps = i32x4.splat(step << 2)
  const steps = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(step))

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

  // Groups of 8 that end inside of the row; each pixel is in one of them.
  const columns = (x1 - x0 + 8) >> 3
  let px = min<i32>(x0, 64 - (columns << 3))
  for (let column = 0; column < columns; column++, px += 8) {
    const first = ((px << 8) + 128 - cx) >> shift
    const last = first + step * 7
    let top = y0
    let bottom = y1
    if (first > 0 || last < 0) {
      const near = first > 0 ? first : last
      const rest = outer - near * near
      if (rest <= 0) continue
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

    const low = i32x4.add(steps, i32x4.splat(first))
    const high = i32x4.add(low, fourSteps)
    const lowSquares = i32x4.mul(low, low)
    const highSquares = i32x4.mul(high, high)
    let py = top
    let at: usize = <usize>((py << 6) + px)
    for (;;) {
      const end = py < coreTop ? coreTop : bottom + 1
      let dy = ((py << 8) + 128 - cy) >> shift
      for (; py < end; py++, at += 64, dy += step) {
        const rests = i32x4.splat(outer - dy * dy)
        const t = coverages(
          i32x4.sub(rests, lowSquares), i32x4.sub(rests, highSquares),
          ranges, rangeShift, scales, upper, limit, limits, grain, at,
        )
        raise(way, mask + (at << 1), t, flows)
      }
      if (py > bottom) break
      for (; py <= coreBottom; py++, at += 64) raise(way, mask + (at << 1), cores, flows)
      if (py > bottom) break
      coreTop = bottom + 1
    }
  }
}

/** 8 coverages of the dab from outer² − d², the grain (at pixel `at` of the tile) and the limit. */

@inline
function coverages(
  low: v128, high: v128, ranges: v128, rangeShift: i32, scales: v128, upper: v128,
  limit: i32, limits: v128, grain: usize, at: usize,
): v128 {
  const u = i16x8.min_u(
    i16x8.narrow_i32x4_u(i32x4.shr_s(low, rangeShift), i32x4.shr_s(high, rangeShift)),
    ranges,
  )
  let p = profile(i32x4.mul(i32x4.extend_low_i16x8_u(u), scales), upper)
  let q = profile(i32x4.mul(i32x4.extend_high_i16x8_u(u), scales), upper)
  if (grain) {
    const grains = i16x8.add(v128.load8x8_u(grain + at), i16x8.splat(1))
    p = i32x4.shl(i32x4.shr_u(i32x4.mul(i32x4.shr_u(p, 16), i32x4.extend_low_i16x8_u(grains)), 8), 16)
    q = i32x4.shl(i32x4.shr_u(i32x4.mul(i32x4.shr_u(q, 16), i32x4.extend_high_i16x8_u(grains)), 8), 16)
  }
  if (limit == 32768) {
    p = i32x4.shr_u(p, 16)
    q = i32x4.shr_u(q, 16)
  } else {
    p = i32x4.shr_u(i32x4.abs(i32x4.dot_i16x8_s(p, limits)), 15)
    q = i32x4.shr_u(i32x4.abs(i32x4.dot_i16x8_s(q, limits)), 15)
  }
  return i16x8.narrow_i32x4_u(p, q)
}

/**
 * p = c²(3 − 2c) of 4 pixels in the upper halves, from c with more bits below it. 3c² − 2c³ is 3s − ceil(s·c >> 14) with
 * s = c² >> 15; that the low halves are cut off does the rounding, and what overflows the lane takes itself back.
 */
@inline
function profile(fine: v128, upper: v128): v128 {
  const c = v128.and(fine, upper)
  const square = i32x4.dot_i16x8_s(c, c)
  const s = v128.and(i32x4.add(square, square), upper)
  const cube = i32x4.shl(i32x4.dot_i16x8_s(s, c), 2)
  return v128.and(i32x4.sub(i32x4.add(i32x4.add(s, s), s), cube), upper)
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
