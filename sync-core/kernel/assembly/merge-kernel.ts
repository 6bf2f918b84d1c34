// See ../twin-merge-kernel.ts for the formulas. 8 coverages are looked at at once, as much of a mask is empty; then two
// pixels at a time.

import { alphas, cutProduct, share, widenBytes } from './lanes'

const pixels8: usize = 64
const tileEnd: usize = 4096

export function mergeFlat(
  pixels: usize, mask: usize, selection: usize, lock: i32, red: i32, green: i32, blue: i32, alpha: i32,
): i32 {
  const color = i64(red) | (i64(green) << 16) | (i64(blue) << 32) | (i64(lock ? 32767 : alpha) << 48)
  const source = i64x2.splat(color)
  let changes = i16x8.splat(0)
  for (let i: usize = 0; i < tileEnd; i += 8, pixels += pixels8) {
    let c = v128.load(mask + (i << 1))
    if (!v128.any_true(c)) continue
    if (selection) c = cutProduct(c, widenBytes(selection + i))
    const minus = i16x8.neg(c)
    changes = v128.or(changes, moveTwo(pixels, source, v128.shuffle<i16>(minus, minus, 0, 0, 0, 0, 1, 1, 1, 1), lock))
    changes = v128.or(changes, moveTwo(pixels + 16, source, v128.shuffle<i16>(minus, minus, 2, 2, 2, 2, 3, 3, 3, 3), lock))
    changes = v128.or(changes, moveTwo(pixels + 32, source, v128.shuffle<i16>(minus, minus, 4, 4, 4, 4, 5, 5, 5, 5), lock))
    changes = v128.or(changes, moveTwo(pixels + 48, source, v128.shuffle<i16>(minus, minus, 6, 6, 6, 6, 7, 7, 7, 7), lock))
  }
  return i32(v128.any_true(changes))
}

// Of a locked pixel, the source's alpha is 1.0, so that its alpha moves to itself.
@inline
function moveTwo(at: usize, source: v128, minus: v128, lock: i32): v128 {
  const d = v128.load(at)
  let to = source
  if (lock) to = share(source, alphas(d))
  const moved = i16x8.q15mulr_sat_s(i16x8.sub(to, d), minus)
  v128.store(at, i16x8.sub(d, moved))
  return moved
}

export function mergeColors(pixels: usize, colors: usize, mask: usize, selection: usize, lock: i32): i32 {
  let changes = i16x8.splat(0)
  let weights = i16x8.splat(0)
  for (let i: usize = 0; i < tileEnd; i += 8, pixels += pixels8, colors += pixels8) {
    let c = v128.load(mask + (i << 1))
    if (!lock && !v128.any_true(c)) continue
    if (selection) {
      weights = widenBytes(selection + i)
      c = cutProduct(c, weights)
    }
    changes = v128.or(changes, layTwo(pixels, colors,
      v128.shuffle<i16>(c, c, 0, 0, 0, 0, 1, 1, 1, 1), v128.shuffle<i16>(weights, weights, 0, 0, 0, 0, 1, 1, 1, 1), selection, lock))
    changes = v128.or(changes, layTwo(pixels + 16, colors + 16,
      v128.shuffle<i16>(c, c, 2, 2, 2, 2, 3, 3, 3, 3), v128.shuffle<i16>(weights, weights, 2, 2, 2, 2, 3, 3, 3, 3), selection, lock))
    changes = v128.or(changes, layTwo(pixels + 32, colors + 32,
      v128.shuffle<i16>(c, c, 4, 4, 4, 4, 5, 5, 5, 5), v128.shuffle<i16>(weights, weights, 4, 4, 4, 4, 5, 5, 5, 5), selection, lock))
    changes = v128.or(changes, layTwo(pixels + 48, colors + 48,
      v128.shuffle<i16>(c, c, 6, 6, 6, 6, 7, 7, 7, 7), v128.shuffle<i16>(weights, weights, 6, 6, 6, 6, 7, 7, 7, 7), selection, lock))
  }
  return i32(v128.any_true(changes))
}

@inline
function layTwo(at: usize, colors: usize, c: v128, weights: v128, selection: usize, lock: i32): v128 {
  const d = v128.load(at)
  let s = v128.load(colors)
  if (selection) s = cutProduct(s, weights)
  let result: v128
  if (lock) {
    // On the alpha lane both products are the same, and it stays.
    const a = alphas(d)
    result = i16x8.min_s(a, i16x8.add_sat_s(i16x8.sub(d, share(alphas(s), d)), share(s, a)))
  } else {
    const kept = i16x8.sub(d, i16x8.q15mulr_sat_s(i16x8.neg(c), i16x8.neg(d)))
    result = i16x8.add_sat_s(kept, v128.and(s, i16x8.ne(c, i16x8.splat(0))))
  }
  v128.store(at, result)
  return v128.xor(d, result)
}
