// Whole tiles: see ../tile-kernel.ts for what each function promises, ../twin-tile-kernel.ts for the formulas.

import { alphas, share } from './lanes'

const tileBytes: usize = 32768
const rowBytes: usize = 512
const planeBytes: usize = 4096

export function copyBlock(from: usize, to: usize, bytes: u32): void {
  memory.copy(to, from, bytes)
}

export function zeroBlock(pointer: usize, bytes: u32): void {
  memory.fill(pointer, 0, bytes)
}

export function fillTile(pixels: usize, red: u32, green: u32, blue: u32, alpha: u32): void {
  const pixel = i64x2.splat((u64(alpha) << 48) | (u64(blue) << 32) | (u64(green) << 16) | u64(red))
  const end = pixels + tileBytes
  for (let at = pixels; at < end; at += 16) v128.store(at, pixel)
}

export function scaleTile(pixels: usize, selection: usize): void {
  const end = pixels + tileBytes
  for (let at = pixels; at < end; at += 64, selection += 8) {
    const parts = channelParts(selection)
    scalePair(at, v128.shuffle<i16>(parts, parts, 0, 0, 0, 0, 1, 1, 1, 1))
    scalePair(at + 16, v128.shuffle<i16>(parts, parts, 2, 2, 2, 2, 3, 3, 3, 3))
    scalePair(at + 32, v128.shuffle<i16>(parts, parts, 4, 4, 4, 4, 5, 5, 5, 5))
    scalePair(at + 48, v128.shuffle<i16>(parts, parts, 6, 6, 6, 6, 7, 7, 7, 7))
  }
}

@inline
function scalePair(at: usize, parts: v128): void {
  v128.store(at, share(v128.load(at), parts))
}

/** 8 bytes 0..255 as channels 0..32767, rounded: v·32767/255 is 128·v + (127·v + 127)/255. */
@inline
function channelParts(selection: usize): v128 {
  const bytes = v128.load8x8_u(selection)
  const rest = i16x8.mul(i16x8.add(bytes, i16x8.splat(1)), i16x8.splat(127))
  const part = i16x8.shr_u(i16x8.add(i16x8.add(rest, i16x8.splat(1)), i16x8.shr_u(rest, 8)), 8)
  return i16x8.add(i16x8.shl(bytes, 7), part)
}

export function isBlank(pixels: usize): i32 {
  const end = pixels + tileBytes
  for (let at = pixels; at < end; at += 64) {
    const some = v128.or(
      v128.or(v128.load(at), v128.load(at, 16)),
      v128.or(v128.load(at, 32), v128.load(at, 48)),
    )
    if (v128.any_true(v128.and(some, alphaLanes()))) return 0
  }
  return 1
}

export function isWellFormed(pixels: usize): i32 {
  const end = pixels + tileBytes
  // The top bit of a lane is set where a number is above alpha or above 32767.
  let wrong = i16x8.splat(0)
  for (let at = pixels; at < end; at += 16) {
    const p = v128.load(at)
    wrong = v128.or(wrong, v128.or(p, i16x8.gt_u(p, alphas(p))))
  }
  return i32(i16x8.bitmask(wrong) == 0)
}

export function showTile(pixels: usize, out: usize): void {
  const end = pixels + tileBytes
  const full = i16x8.splat(255)
  for (; pixels < end; pixels += 32, out += 16) {
    const p = v128.load(pixels)
    const q = v128.load(pixels, 16)
    // Alpha over white is always 1.0.
    v128.store(out, i8x16.narrow_i16x8_u(i16x8.q15mulr_sat_s(overWhite(p), full), i16x8.q15mulr_sat_s(overWhite(q), full)))
  }
}

@inline
function overWhite(p: v128): v128 {
  return i16x8.add(p, i16x8.sub(i16x8.splat(32767), alphas(p)))
}

export function countRepeats(pixels: usize): i32 {
  const end = pixels + tileBytes
  let counts = i64x2.eq(v128.load(pixels), v128.shuffle<i64>(v128.load(pixels), v128.load(pixels), 0, 0))
  // The first pixel was compared with itself.
  counts = i64x2.replace_lane(counts, 0, 0)
  for (let at = pixels + 16; at < end; at += 16) {
    counts = i64x2.add(counts, i64x2.eq(v128.load(at), v128.load(at - 8)))
  }
  return -i32(i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1))
}

@inline
function alphaLanes(): v128 {
  return i64x2.splat(0xffff000000000000)
}

// Both ways transpose bytes, 16 pixels of 8 at a time: `low` and `high` of two vectors move the top bit of a byte's place
// into the choice of vector, and which vector it came from to the bottom of its place. Places are written as the bits of
// the pixel p and the byte b of it, so all four steps of the way there can be read off.

export function filterTile(pixels: usize, out: usize): void {
  for (let row = 0; row < 64; row++) {
    for (let group = 0; group < 4; group++, pixels += 128, out += 16) {
      // Vector p3p2p1, place p0b2b1b0.
      const v0 = risen(pixels, row)
      const v1 = risen(pixels + 16, row)
      const v2 = risen(pixels + 32, row)
      const v3 = risen(pixels + 48, row)
      const v4 = risen(pixels + 64, row)
      const v5 = risen(pixels + 80, row)
      const v6 = risen(pixels + 96, row)
      const v7 = risen(pixels + 112, row)
      // Vector p0p2p1, place b2b1b0p3.
      const a0 = low(v0, v4)
      const a1 = low(v1, v5)
      const a2 = low(v2, v6)
      const a3 = low(v3, v7)
      const a4 = high(v0, v4)
      const a5 = high(v1, v5)
      const a6 = high(v2, v6)
      const a7 = high(v3, v7)
      // Vector p0b2p1, place b1b0p3p2.
      const b0 = low(a0, a2)
      const b1 = low(a1, a3)
      const b2 = high(a0, a2)
      const b3 = high(a1, a3)
      const b4 = low(a4, a6)
      const b5 = low(a5, a7)
      const b6 = high(a4, a6)
      const b7 = high(a5, a7)
      // Vector p0b2b1, place b0p3p2p1.
      const c0 = low(b0, b1)
      const c1 = high(b0, b1)
      const c2 = low(b2, b3)
      const c3 = high(b2, b3)
      const c4 = low(b4, b5)
      const c5 = high(b4, b5)
      const c6 = low(b6, b7)
      const c7 = high(b6, b7)
      // Vector b0b2b1, place p3p2p1p0.
      v128.store(out, low(c0, c4))
      v128.store(out + planeBytes, low(c1, c5))
      v128.store(out + 2 * planeBytes, low(c2, c6))
      v128.store(out + 3 * planeBytes, low(c3, c7))
      v128.store(out + 4 * planeBytes, high(c0, c4))
      v128.store(out + 5 * planeBytes, high(c1, c5))
      v128.store(out + 6 * planeBytes, high(c2, c6))
      v128.store(out + 7 * planeBytes, high(c3, c7))
    }
  }
}

export function unfilterTile(filtered: usize, out: usize): void {
  for (let row = 0; row < 64; row++) {
    for (let group = 0; group < 4; group++, filtered += 16, out += 128) {
      // Vector b0b2b1, place p3p2p1p0.
      const v0 = v128.load(filtered)
      const v1 = v128.load(filtered + planeBytes)
      const v2 = v128.load(filtered + 2 * planeBytes)
      const v3 = v128.load(filtered + 3 * planeBytes)
      const v4 = v128.load(filtered + 4 * planeBytes)
      const v5 = v128.load(filtered + 5 * planeBytes)
      const v6 = v128.load(filtered + 6 * planeBytes)
      const v7 = v128.load(filtered + 7 * planeBytes)
      // Vector p3b0b1, place p2p1p0b2.
      const a0 = low(v0, v2)
      const a1 = low(v1, v3)
      const a2 = low(v4, v6)
      const a3 = low(v5, v7)
      const a4 = high(v0, v2)
      const a5 = high(v1, v3)
      const a6 = high(v4, v6)
      const a7 = high(v5, v7)
      // Vector p3p2b0, place p1p0b2b1.
      const b0 = low(a0, a1)
      const b1 = low(a2, a3)
      const b2 = high(a0, a1)
      const b3 = high(a2, a3)
      const b4 = low(a4, a5)
      const b5 = low(a6, a7)
      const b6 = high(a4, a5)
      const b7 = high(a6, a7)
      // Vector p3p2p1, place p0b2b1b0.
      raise(out, row, low(b0, b1))
      raise(out + 16, row, high(b0, b1))
      raise(out + 32, row, low(b2, b3))
      raise(out + 48, row, high(b2, b3))
      raise(out + 64, row, low(b4, b5))
      raise(out + 80, row, high(b4, b5))
      raise(out + 96, row, low(b6, b7))
      raise(out + 112, row, high(b6, b7))
    }
  }
}

/** What two pixels have more than those above them. */
@inline
function risen(at: usize, row: i32): v128 {
  const here = v128.load(at)
  return row == 0 ? here : i16x8.sub(here, v128.load(at - rowBytes))
}

@inline
function raise(at: usize, row: i32, more: v128): void {
  v128.store(at, row == 0 ? more : i16x8.add(more, v128.load(at - rowBytes)))
}

@inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

@inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}
