// As sync-core/kernel/assembly/merge-kernel.ts: 16 coverages are looked at at once, then 4 pixels lie in a vector.

const tileEnd: usize = 4096

export function mergeFlat(pixels: usize, mask: usize, red: u32, green: u32, blue: u32, alpha: u32): i32 {
  const color = red | (green << 8) | (blue << 16) | (alpha << 24)
  const source = i16x8.extend_low_i8x16_u(i32x4.splat(color))
  let changes = i8x16.splat(0)
  for (let i: usize = 0; i < tileEnd; i += 16, pixels += 64) {
    const c = v128.load(mask + i)
    if (!v128.any_true(c)) continue
    const low = widened(i16x8.extend_low_i8x16_u(c))
    const high = widened(i16x8.extend_high_i8x16_u(c))
    changes = v128.or(changes, moveFour(pixels, source, low, 0))
    changes = v128.or(changes, moveFour(pixels + 16, source, low, 1))
    changes = v128.or(changes, moveFour(pixels + 32, source, high, 0))
    changes = v128.or(changes, moveFour(pixels + 48, source, high, 1))
  }
  return i32(v128.any_true(changes))
}

@inline
function moveFour(at: usize, source: v128, c: v128, half: i32): v128 {
  const d = v128.load(at)
  const first = half == 0
    ? v128.shuffle<i16>(c, c, 0, 0, 0, 0, 1, 1, 1, 1) : v128.shuffle<i16>(c, c, 4, 4, 4, 4, 5, 5, 5, 5)
  const second = half == 0
    ? v128.shuffle<i16>(c, c, 2, 2, 2, 2, 3, 3, 3, 3) : v128.shuffle<i16>(c, c, 6, 6, 6, 6, 7, 7, 7, 7)
  const halves = i8x16.splat(-128)
  const result = i8x16.narrow_i16x8_u(
    moved(v128.shuffle<u8>(halves, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), source, first),
    moved(v128.shuffle<u8>(halves, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), source, second),
  )
  v128.store(at, result)
  return v128.xor(d, result)
}

/** 256·d + 128 + c·(source − d), of which the upper byte is what d becomes. */
@inline
function moved(d: v128, source: v128, c: v128): v128 {
  return i16x8.shr_u(i16x8.add(d, i16x8.mul(i16x8.sub(source, i16x8.shr_u(d, 8)), c)), 8)
}

/** 0..255 as 0..256. */
@inline
function widened(c: v128): v128 {
  return i16x8.add(c, i16x8.shr_u(c, 7))
}
