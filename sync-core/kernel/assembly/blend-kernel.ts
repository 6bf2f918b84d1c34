// Tiles laid on tiles, two pixels at a time: see ../twin-blend-kernel.ts for the formulas, and the names that are theirs.
// Lanes are 16 bits wide. For quotients and roots, floats make a guess that is at most 1 beside the whole number, and what
// remains of the dividend decides. Division by zero saturates (0/0 gives 0), which is just what the modes want.

import { channelOne, pixelTileBytes } from '../tile-layout'
import { alphas, share } from './lanes'

// Places in ../blend-mode.ts.
const normal = 0
const multiply = 1
const screen = 2
const overlay = 3
const darken = 4
const lighten = 5
const colorDodge = 6
const colorBurn = 7
const hardLight = 8
const softLight = 9
const difference = 10
const add = 11

const over = 0

export function blendTile(target: usize, source: usize, opacity: i32, mode: i32, rule: i32): i32 {
  // −1.0 fits into a lane and 1.0 does not, so that full opacity is exact.
  const minus = i16x8.splat(-opacity as i16)
  const beside = i16x8.splat(rule == over ? -1 : 0)
  if (mode == normal) {
    if (rule != over) return mix(normal, target, source, minus, beside)
    return opacity == 32768 ? layOver(target, source) : fadeOver(target, source, minus)
  }
  if (mode == multiply) return mix(multiply, target, source, minus, beside)
  if (mode == screen) return mix(screen, target, source, minus, beside)
  if (mode == overlay) return mix(overlay, target, source, minus, beside)
  if (mode == darken) return mix(darken, target, source, minus, beside)
  if (mode == lighten) return mix(lighten, target, source, minus, beside)
  if (mode == colorDodge) return mix(colorDodge, target, source, minus, beside)
  if (mode == colorBurn) return mix(colorBurn, target, source, minus, beside)
  if (mode == hardLight) return mix(hardLight, target, source, minus, beside)
  if (mode == softLight) return mix(softLight, target, source, minus, beside)
  if (mode == difference) return mix(difference, target, source, minus, beside)
  return mix(add, target, source, minus, beside)
}

// `mode` is known where this is used, so that each mode has a loop of its own.
@inline
function mix(mode: i32, target: usize, source: usize, minus: v128, beside: v128): i32 {
  let changes = i16x8.splat(0)
  for (let at: usize = 0; at < <usize>pixelTileBytes; at += 16) {
    const s = v128.load(source + at)
    const a = alphas(s)
    if (!v128.any_true(a)) continue
    const d = v128.load(target + at)
    const b = alphas(d)
    const result = mode == add ? added(s, d, b, minus, beside) : mixed(mode, s, a, d, b, minus, beside)
    v128.store(target + at, result)
    changes = v128.or(changes, v128.xor(d, result))
  }
  return i32(v128.any_true(changes))
}

// Normal mode as it mostly is: much of a layer is empty or opaque, and what is neither is s + (1 − a)·d, the sum of both parts.
function layOver(target: usize, source: usize): i32 {
  let changes = i16x8.splat(0)
  for (let at: usize = 0; at < <usize>pixelTileBytes; at += 32) {
    const s0 = v128.load(source + at)
    const s1 = v128.load(source + at, 16)
    const a0 = alphas(s0)
    const a1 = alphas(s1)
    if (!v128.any_true(v128.or(a0, a1))) continue
    const d0 = v128.load(target + at)
    const d1 = v128.load(target + at, 16)
    let result0 = s0
    let result1 = s1
    if (!i16x8.all_true(i16x8.eq(v128.and(a0, a1), one()))) {
      result0 = i16x8.add(s0, share(i16x8.sub(one(), a0), d0))
      result1 = i16x8.add(s1, share(i16x8.sub(one(), a1), d1))
    }
    v128.store(target + at, result0)
    v128.store(target + at, result1, 16)
    changes = v128.or(changes, v128.or(v128.xor(d0, result0), v128.xor(d1, result1)))
  }
  return i32(v128.any_true(changes))
}

function fadeOver(target: usize, source: usize, minus: v128): i32 {
  let changes = i16x8.splat(0)
  for (let at: usize = 0; at < <usize>pixelTileBytes; at += 16) {
    const s = v128.load(source + at)
    const a = alphas(s)
    if (!v128.any_true(a)) continue
    const d = v128.load(target + at)
    const result = moved(d, i16x8.add(s, share(i16x8.sub(one(), a), d)), minus)
    v128.store(target + at, result)
    changes = v128.or(changes, v128.xor(d, result))
  }
  return i32(v128.any_true(changes))
}

@inline
function mixed(mode: i32, s: v128, a: v128, d: v128, b: v128, minus: v128, beside: v128): v128 {
  const alone = v128.and(share(s, i16x8.sub(one(), b)), beside)
  return moved(d, i16x8.add(alone, on(mode, s, a, d, b)), minus)
}

@inline
function added(s: v128, d: v128, b: v128, minus: v128, beside: v128): v128 {
  const scaled = i16x8.neg(i16x8.q15mulr_sat_s(s, minus))
  const light = v128.bitselect(scaled, share(scaled, b), beside)
  const ceiling = v128.bitselect(one(), b, beside)
  return i16x8.min_s(i16x8.add_sat_s(d, light), ceiling)
}

// On the alpha lanes, s = a and d = b, every formula gives b.
@inline
function on(mode: i32, s: v128, a: v128, d: v128, b: v128): v128 {
  if (mode == normal) {
    return i16x8.add(share(s, b), share(i16x8.sub(one(), a), d))
  }
  if (mode == multiply) return i16x8.sub(d, share(i16x8.sub(a, s), d))
  if (mode == screen) return i16x8.add(d, share(s, i16x8.sub(b, d)))
  if (mode == darken) return i16x8.add(d, i16x8.min_s(gain(s, a, d, b), i16x8.splat(0)))
  if (mode == lighten) return i16x8.add(d, i16x8.max_s(gain(s, a, d, b), i16x8.splat(0)))
  if (mode == difference) {
    const lower = share(a, d)
    const apart = i16x8.abs(i16x8.sub(share(s, b), lower))
    return v128.bitselect(b, i16x8.add(i16x8.sub(d, lower), apart), alphaLanes())
  }
  if (mode == colorDodge) {
    const dodged = i16x8.min_s(b, quotient(a, d, i16x8.sub(a, s)))
    return i16x8.add(d, share(a, i16x8.sub(dodged, d)))
  }
  if (mode == colorBurn) {
    const gap = i16x8.sub(b, d)
    const missing = i16x8.min_s(b, quotient(a, gap, s))
    return i16x8.sub(d, share(a, i16x8.sub(missing, gap)))
  }
  if (mode == overlay) {
    const room = i16x8.min_s(d, i16x8.sub(b, d))
    return leaning(d, lean(s, a), room, room)
  }
  if (mode == hardLight) return leaning(d, lean(s, a), i16x8.sub(b, d), d)
  return softLit(s, a, d, b)
}

// Neighbours lean to the same side mostly, and each side is costly; on alpha lanes either is 0.
@inline
function softLit(s: v128, a: v128, d: v128, b: v128): v128 {
  const isUp = i16x8.gt_s(lean(s, a), i16x8.splat(0))
  let above = i16x8.splat(0)
  let below = i16x8.splat(0)
  if (v128.any_true(v128.andnot(isUp, alphaLanes()))) above = softLightRoom(d, b)
  if (!i16x8.all_true(v128.or(isUp, alphaLanes()))) below = quotient(d, i16x8.sub(b, d), b)
  return leaning(d, lean(s, a), above, below)
}

@inline
function one(): v128 {
  return i16x8.splat(<i16>channelOne)
}

@inline
function alphaLanes(): v128 {
  return i64x2.splat(0xffff000000000000)
}

@inline
function moved(d: v128, to: v128, minus: v128): v128 {
  return i16x8.sub(d, i16x8.q15mulr_sat_s(i16x8.sub(to, d), minus))
}

@inline
function gain(s: v128, a: v128, d: v128, b: v128): v128 {
  return i16x8.sub(share(s, b), share(a, d))
}

@inline
function lean(s: v128, a: v128): v128 {
  // 2s may not fit into a lane, but s − (a − s) does.
  return i16x8.sub(s, i16x8.sub(a, s))
}

@inline
function leaning(d: v128, lean: v128, above: v128, below: v128): v128 {
  const isUp = i16x8.gt_s(lean, i16x8.splat(0))
  const step = share(i16x8.abs(lean), v128.bitselect(above, below, isUp))
  return v128.bitselect(i16x8.add(d, step), i16x8.sub(d, step), isUp)
}

// x·y / divisor, rounded, at most 32767.
@inline
function quotient(x: v128, y: v128, divisor: v128): v128 {
  const low = quotients(i32x4.extmul_low_i16x8_s(x, y), i32x4.extend_low_i16x8_s(divisor))
  const high = quotients(i32x4.extmul_high_i16x8_s(x, y), i32x4.extend_high_i16x8_s(divisor))
  return i16x8.narrow_i32x4_s(low, high)
}

// The guess is right within 1 up to 2^16, and anything above is as good as 2^16.
@inline
function quotients(x: v128, y: v128): v128 {
  const dividend = i32x4.add(x, i32x4.shr_u(y, 1))
  const guess = i32x4.trunc_sat_f32x4_s(f32x4.div(f32x4.convert_i32x4_s(dividend), f32x4.convert_i32x4_s(y)))
  const rest = i32x4.sub(dividend, i32x4.mul(guess, y))
  const isMore = v128.and(i32x4.ge_s(rest, y), i32x4.ne(y, i32x4.splat(0)))
  // What holds is −1.
  return i32x4.add(i32x4.sub(guess, isMore), i32x4.lt_s(rest, i32x4.splat(0)))
}

@inline
function upper(lanes: v128): v128 {
  return v128.shuffle<i32>(lanes, lanes, 2, 3, 2, 3)
}

@inline
function joined(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 1, 4, 5)
}

function softLightRoom(d: v128, b: v128): v128 {
  const isRoot = i16x8.gt_s(d, i16x8.shr_u(b, 2))
  const roots = i16x8.narrow_i32x4_s(
    nearestRoots(i32x4.extmul_low_i16x8_s(d, b)),
    nearestRoots(i32x4.extmul_high_i16x8_s(d, b)),
  )
  if (i16x8.all_true(isRoot)) return i16x8.sub(roots, d)
  const cubics = i16x8.narrow_i32x4_s(
    softLightCubics(i32x4.extend_low_i16x8_s(d), i32x4.extend_low_i16x8_s(b)),
    softLightCubics(i32x4.extend_high_i16x8_s(d), i32x4.extend_high_i16x8_s(b)),
  )
  return v128.bitselect(i16x8.sub(roots, d), cubics, isRoot)
}

// The guess r is right within 1; (r ± 1/2)² is between r² ± r and the next whole number.
@inline
function nearestRoots(values: v128): v128 {
  const guess = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.sqrt(f32x4.convert_i32x4_s(values))))
  const rest = i32x4.sub(values, i32x4.mul(guess, guess))
  const isMore = i32x4.gt_s(rest, guess)
  const isLess = i32x4.le_s(rest, i32x4.neg(guess))
  // What holds is −1; 0 is its own root.
  return i32x4.add(i32x4.sub(guess, isMore), v128.and(isLess, i32x4.ne(guess, i32x4.splat(0))))
}

@inline
function softLightCubics(d: v128, b: v128): v128 {
  const rest = i32x4.sub(b, i32x4.shl(d, 2))
  return joined(
    softLightCubicsOfDoubles(f64x2.convert_low_i32x4_s(rest), f64x2.convert_low_i32x4_s(b)),
    softLightCubicsOfDoubles(f64x2.convert_low_i32x4_s(upper(rest)), f64x2.convert_low_i32x4_s(upper(b))),
  )
}

// (b³ − rest³) / 4b², rounded. Doubles hold these numbers whole, and never round a quotient of them up to a whole number.
@inline
function softLightCubicsOfDoubles(rest: v128, b: v128): v128 {
  const square = f64x2.mul(b, b)
  const parted = f64x2.sub(f64x2.mul(square, b), f64x2.mul(f64x2.mul(rest, rest), rest))
  const half = f64x2.mul(square, f64x2.splat(2))
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.div(f64x2.add(parted, half), f64x2.add(half, half)))
}
