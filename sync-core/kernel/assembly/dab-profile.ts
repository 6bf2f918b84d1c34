// The profile of a dab, 8 pixels in lanes of 16 bits: ../dab-profile.ts has the formula, and says why it is exact.

/** By how much distances are shifted down where the squares of the dab's edge are `range` apart. */
@inline
export function cutOf(range: i32): i32 {
  return max<i32>(0, 17 - <i32>clz<i32>(range))
}

/** Of 16384..32767. Negative, so that 1.0 fits. */
@inline
export function stretchOf(half: i32): i32 {
  return -((((32768 - half) << 15) + half - 1) / half)
}

/** 8 profiles 0..32768 from v. That the difference saturates is all that clamps y. */
@inline
export function profile(v: v128, stretches: v128): v128 {
  const y = v128.or(i16x8.sub_sat_s(v, i16x8.q15mulr_sat_s(v, stretches)), i16x8.splat(1))
  const slope = i16x8.sub(i16x8.splat(24576), i16x8.shr_u(i16x8.q15mulr_sat_s(y, y), 2))
  return i16x8.add(i16x8.q15mulr_sat_s(y, slope), i16x8.splat(16384))
}

/**
 * p·f of numbers up to 32768 that stand for 1.0, rounded to the nearest; `lacking` is 32768 − f, at most 32767. As
 * p − p·(1 − f) no product saturates, and f = 1.0 leaves p as it is.
 */
@inline
export function scaled(p: v128, lacking: v128): v128 {
  return i16x8.add(p, i16x8.q15mulr_sat_s(i16x8.neg(p), lacking))
}
