// What several families do with vectors of two pixels: 8 lanes of 16 bits.

/** The alpha of each pixel in all of its lanes. */
@inline
export function alphas(pixels: v128): v128 {
  return v128.shuffle<i16>(pixels, pixels, 3, 3, 3, 3, 7, 7, 7, 7)
}

/** The product of channels, rounded to the nearest: see ../share.ts. */
@inline
export function share(x: v128, y: v128): v128 {
  const high = i16x8.q15mulr_sat_s(x, y)
  const low = v128.and(i16x8.add(i16x8.mul(x, y), i16x8.splat(0x4000)), i16x8.splat(0x7fff))
  return i16x8.add(high, i16x8.shr_u(i16x8.add(low, high), 15))
}

/** Products of numbers up to 32768 that stand for 1.0, cut off. */
@inline
export function cutProduct(x: v128, y: v128): v128 {
  return i16x8.narrow_i32x4_u(
    i32x4.shr_u(i32x4.extmul_low_i16x8_u(x, y), 15),
    i32x4.shr_u(i32x4.extmul_high_i16x8_u(x, y), 15),
  )
}

/** 8 bytes 0..255 as coverage 0..32768: see widenByte in ../twin-merge-kernel.ts. */
@inline
export function widenBytes(pointer: usize): v128 {
  const bytes = v128.load8x8_u(pointer)
  const wide = i16x8.shl(bytes, 7)
  const rest = i16x8.add(wide, i16x8.splat(127))
  const part = i16x8.shr_u(i16x8.add(i16x8.add(rest, i16x8.splat(1)), i16x8.shr_u(rest, 8)), 8)
  return i16x8.add(wide, part)
}
