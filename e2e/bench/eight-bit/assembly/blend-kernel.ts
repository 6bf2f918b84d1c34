// Normal mode as in sync-core/kernel/assembly/blend-kernel.ts, four pixels in a vector.

const tileEnd: usize = 16384

export function blendNormal(target: usize, source: usize, opacity: i32): i32 {
  return opacity == 255 ? layOver(target, source) : fadeOver(target, source, i16x8.splat(<i16>((opacity << 7) | (opacity >> 1))))
}

function layOver(target: usize, source: usize): i32 {
  const opaque = i32x4.splat(0xff000000)
  let changes = i8x16.splat(0)
  for (let at: usize = 0; at < tileEnd; at += 16) {
    const s = v128.load(source + at)
    // Colours are premultiplied: without alpha there is nothing.
    if (!v128.any_true(s)) continue
    const d = v128.load(target + at)
    let result = s
    if (!i32x4.all_true(i32x4.ge_u(s, opaque))) {
      const away = v128.not(s)
      const kept = i8x16.narrow_i16x8_u(
        i16x8.q15mulr_sat_s(i16x8.extend_low_i8x16_u(d), lowAlphas(away)),
        i16x8.q15mulr_sat_s(i16x8.extend_high_i8x16_u(d), highAlphas(away)),
      )
      result = i8x16.add_sat_u(s, kept)
    }
    v128.store(target + at, result)
    changes = v128.or(changes, v128.xor(d, result))
  }
  return i32(v128.any_true(changes))
}

function fadeOver(target: usize, source: usize, opacity: v128): i32 {
  let changes = i8x16.splat(0)
  for (let at: usize = 0; at < tileEnd; at += 16) {
    const s = v128.load(source + at)
    if (!v128.any_true(s)) continue
    const d = v128.load(target + at)
    const away = v128.not(s)
    const result = i8x16.narrow_i16x8_u(
      faded(i16x8.extend_low_i8x16_u(s), i16x8.extend_low_i8x16_u(d), lowAlphas(away), opacity),
      faded(i16x8.extend_high_i8x16_u(s), i16x8.extend_high_i8x16_u(d), highAlphas(away), opacity),
    )
    v128.store(target + at, result)
    changes = v128.or(changes, v128.xor(d, result))
  }
  return i32(v128.any_true(changes))
}

@inline
function faded(s: v128, d: v128, away: v128, opacity: v128): v128 {
  const step = i16x8.sub(s, i16x8.sub(d, i16x8.q15mulr_sat_s(d, away)))
  return i16x8.add(d, i16x8.q15mulr_sat_s(step, opacity))
}

/** The alphas of two pixels in all of their lanes, 0..255 as 0..32767: a byte beside itself is 257 times as much. */
@inline
function lowAlphas(pixels: v128): v128 {
  return i16x8.shr_u(v128.shuffle<u8>(pixels, pixels, 3, 3, 3, 3, 3, 3, 3, 3, 7, 7, 7, 7, 7, 7, 7, 7), 1)
}

@inline
function highAlphas(pixels: v128): v128 {
  return i16x8.shr_u(
    v128.shuffle<u8>(pixels, pixels, 11, 11, 11, 11, 11, 11, 11, 11, 15, 15, 15, 15, 15, 15, 15, 15), 1,
  )
}
