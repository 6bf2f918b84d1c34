// The part of a dab that lies in one tile, as in sync-core/kernel/assembly/dab-columns.ts, for masks of 0..255.
//
// Distances are as exact as there, and the profile is the same, but 1.0 = 32767, which saves limits and grain a sign. Coverage
// is raised 16 pixels at once; parts that are too narrow for that are painted 8 by 8.

const viaMaximum: i32 = 0
const viaWash: i32 = 1
const viaBuildUp: i32 = 2

/** From this width on, columns are 16 px wide. */
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
  cut = cut - 1
  const stretches = i16x8.splat(<i16>stretch)
  const byte = (limit * 255 + 16384) >> 15
  const limits = i16x8.splat(<i16>byte)
  const isWhole = byte == 255
  const cores = i8x16.splat(<i8>byte)
  const flows = i16x8.splat(<i16>flow)

  const far = max<i32>(cx - ((x0 << 8) + 128), (x1 << 8) + 128 - cx) >> shift
  const farY = max<i32>(cy - ((y0 << 8) + 128), (y1 << 8) + 128 - cy) >> shift
  if (x1 - x0 == 63 && (far + 1) * (far + 1) + (farY + 1) * (farY + 1) <= inner && !grain) {
    const end = mask + (<usize>(y1 + 1) << 6)
    for (let at = mask + (<usize>y0 << 6); at < end; at += 64) {
      raise(way, at, cores, flows)
      raise(way, at + 16, cores, flows)
      raise(way, at + 32, cores, flows)
      raise(way, at + 48, cores, flows)
    }
    return
  }

  const wide = x1 - x0 + 1
  if (wide < wideFrom) {
    const columns = (wide + 7) >> 3
    let px = min<i32>(x0, 64 - (columns << 3))
    for (let column = 0; column < columns; column++, px += 8) {
      paintColumn(way, 8, mask, grain, px, y0, y1, cx, cy, shift, outer, inner, cut, stretches, isWhole, limits, cores, flows)
    }
  } else {
    const columns = (wide + 15) >> 4
    let px = min<i32>(x0, 64 - (columns << 4))
    for (let column = 0; column < columns; column++, px += 16) {
      paintColumn(way, 16, mask, grain, px, y0, y1, cx, cy, shift, outer, inner, cut, stretches, isWhole, limits, cores, flows)
    }
  }
}

@inline
function paintColumn(
  way: i32, width: i32, mask: usize, grain: usize, px: i32, y0: i32, y1: i32, cx: i32, cy: i32,
  shift: i32, outer: i32, inner: i32, cut: i32, stretches: v128, isWhole: bool, limits: v128, cores: v128, flows: v128,
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

  const fourSteps = i32x4.splat(step << 2)
  const a = i32x4.add(i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(step)), i32x4.splat(first))
  const b = i32x4.add(a, fourSteps)
  const c = i32x4.add(b, fourSteps)
  const d = i32x4.add(c, fourSteps)
  const aSquares = i32x4.mul(a, a)
  const bSquares = i32x4.mul(b, b)
  const cSquares = i32x4.mul(c, c)
  const dSquares = i32x4.mul(d, d)
  const middle = (outer + inner) >> 1
  let py = top
  let at: usize = <usize>((py << 6) + px)
  for (;;) {
    const end = py < coreTop ? coreTop : bottom + 1
    let dy = ((py << 8) + 128 - cy) >> shift
    for (; py < end; py++, at += 64, dy += step) {
      const rests = i32x4.splat(middle - dy * dy)
      const left = coverages(i32x4.sub(rests, aSquares), i32x4.sub(rests, bSquares), cut, stretches, isWhole, limits, grain, at)
      if (width == 8) {
        raiseHalf(way, mask + at, i8x16.narrow_i16x8_u(left, left), flows)
      } else {
        const right = coverages(i32x4.sub(rests, cSquares), i32x4.sub(rests, dSquares), cut, stretches, isWhole, limits, grain, at + 8)
        raise(way, mask + at, i8x16.narrow_i16x8_u(left, right), flows)
      }
    }
    if (py > bottom) break
    for (; py <= coreBottom; py++, at += 64) {
      if (width == 8) raiseHalf(way, mask + at, cores, flows)
      else raise(way, mask + at, cores, flows)
    }
    if (py > bottom) break
    coreTop = bottom + 1
  }
}

/** 8 coverages 0..255 from (outer² + inner²)/2 − d², in lanes of 16 bits. */
@inline
function coverages(
  low: v128, high: v128, cut: i32, stretches: v128, isWhole: bool, limits: v128, grain: usize, at: usize,
): v128 {
  const v = i16x8.narrow_i32x4_s(i32x4.shr_s(low, cut), i32x4.shr_s(high, cut))
  const y = i16x8.sub_sat_s(v, i16x8.q15mulr_sat_s(v, stretches))
  // One less than ours, so that also the lowest y gives 0 and needs no care; 1.0 saturates at 32767.
  const slope = i16x8.sub(i16x8.splat(24575), i16x8.shr_u(i16x8.q15mulr_sat_s(y, y), 2))
  let p = i16x8.add_sat_s(i16x8.q15mulr_sat_s(y, slope), i16x8.splat(16384))
  if (grain) {
    const grains = v128.or(i16x8.shl(v128.load8x8_u(grain + at), 7), i16x8.splat(127))
    p = i16x8.q15mulr_sat_s(p, grains)
  }
  if (isWhole) return i16x8.shr_u(p, 7)
  return i16x8.q15mulr_sat_s(p, limits)
}

@inline
function raise(way: i32, at: usize, t: v128, flows: v128): void {
  v128.store(at, raised(way, v128.load(at), t, flows))
}

@inline
function raiseHalf(way: i32, at: usize, t: v128, flows: v128): void {
  v128.store64_lane(at, raised(way, v128.load64_zero(at), t, flows), 0)
}

@inline
function raised(way: i32, c: v128, t: v128, flows: v128): v128 {
  if (way == viaMaximum) return i8x16.max_u(c, t)
  if (way == viaWash) {
    const missing = i8x16.sub_sat_u(t, c)
    const low = i16x8.q15mulr_sat_s(i16x8.extend_low_i8x16_u(missing), flows)
    const high = i16x8.q15mulr_sat_s(i16x8.extend_high_i8x16_u(missing), flows)
    return i8x16.add(c, i8x16.narrow_i16x8_u(low, high))
  }
  const room = v128.not(c)
  const low = i16x8.q15mulr_sat_s(i16x8.extend_low_i8x16_u(room), widened(i16x8.extend_low_i8x16_u(t)))
  const high = i16x8.q15mulr_sat_s(i16x8.extend_high_i8x16_u(room), widened(i16x8.extend_high_i8x16_u(t)))
  return i8x16.add(c, i8x16.narrow_i16x8_u(low, high))
}

/** 0..255 as 0..32767. */
@inline
function widened(t: v128): v128 {
  return v128.or(i16x8.shl(t, 7), i16x8.shr_u(t, 1))
}
