// Tiles full of a gradient, two pixels at a time: see ../twin-gradient-kernel.ts for the formulas. Lanes are doubles that hold
// whole numbers: up to 2^53 sums and products are exact, and quotients and roots are never rounded up to a whole number.

import { channelOne, tileSidePx } from '../tile-layout'

const linear = 0

const wayOne: f64 = 32768
const divisorMax: f64 = 17179869184 // 2^34
const squareMin: f64 = 70368744177664 // 2^46

export function gradientTile(
  out: usize,
  shape: i32,
  x: i32,
  y: i32,
  fromX: i32,
  fromY: i32,
  toX: i32,
  toY: i32,
  start: u32,
  stop: u32,
): void {
  const first = premultiplied(start)
  const difference = i32x4.sub(premultiplied(stop), first)
  const dx = <f64>(toX - fromX)
  const dy = <f64>(toY - fromY)
  const whole = dx * dx + dy * dy
  let scale: f64 = 1
  if (shape == linear) {
    while (whole * scale >= divisorMax) scale /= 2
  } else if (whole > 0) {
    while (whole * scale < squareMin) scale *= 4
  }
  const divisor = shape == linear ? Math.floor(whole * scale) : Math.floor(Math.sqrt(whole * scale))
  // Both pixels of a pair; 16 is a px.
  const left = f64x2.replace_lane(f64x2.splat(<f64>(x * 16 + 8 - fromX)), 1, <f64>(x * 16 + 24 - fromX))
  let pointer = out
  for (let row = 0; row < tileSidePx; row++) {
    const down = <f64>((y + row) * 16 + 8 - fromY)
    let across = left
    for (let column = 0; column < tileSidePx; column += 2) {
      const ways =
        shape == linear
          ? linearWays(f64x2.add(f64x2.mul(across, f64x2.splat(dx)), f64x2.splat(down * dy)), whole, scale, divisor)
          : radialWays(f64x2.add(f64x2.mul(across, across), f64x2.splat(down * down)), whole, scale, divisor)
      const t = i32x4.trunc_sat_f64x2_s_zero(ways)
      const even = mixed(first, difference, v128.shuffle<i32>(t, t, 0, 0, 0, 0))
      const odd = mixed(first, difference, v128.shuffle<i32>(t, t, 1, 1, 1, 1))
      v128.store(pointer, i16x8.narrow_i32x4_u(even, odd))
      pointer += 16
      across = f64x2.add(across, f64x2.splat(32))
    }
  }
}

@inline
function linearWays(lengths: v128, whole: f64, scale: f64, divisor: f64): v128 {
  const rest = f64x2.sub(f64x2.splat(whole), lengths)
  const isFar = f64x2.gt(lengths, rest)
  const near = f64x2.pmax(f64x2.splat(0), f64x2.pmin(lengths, rest))
  const part = quotients(f64x2.floor(f64x2.mul(near, f64x2.splat(scale))), divisor)
  const way = v128.bitselect(f64x2.sub(f64x2.splat(wayOne), part), part, isFar)
  return v128.bitselect(f64x2.splat(wayOne), way, f64x2.ge(lengths, f64x2.splat(whole)))
}

@inline
function radialWays(squares: v128, whole: f64, scale: f64, divisor: f64): v128 {
  const roots = f64x2.floor(f64x2.sqrt(f64x2.mul(squares, f64x2.splat(scale))))
  return v128.bitselect(f64x2.splat(wayOne), quotients(roots, divisor), f64x2.ge(squares, f64x2.splat(whole)))
}

@inline
function quotients(lengths: v128, divisor: f64): v128 {
  const dividend = f64x2.add(f64x2.mul(lengths, f64x2.splat(2 * wayOne)), f64x2.splat(divisor))
  return f64x2.floor(f64x2.div(dividend, f64x2.splat(2 * divisor)))
}

@inline
function mixed(first: v128, difference: v128, t: v128): v128 {
  const step = i32x4.add(i32x4.mul(difference, t), i32x4.splat(16384))
  return i32x4.add(first, i32x4.shr_s(step, 15))
}

function premultiplied(color: u32): v128 {
  const alpha = widened(color & 0xff)
  let pixel = i32x4.splat(alpha)
  pixel = i32x4.replace_lane(pixel, 0, share(widened(color >> 24), alpha))
  pixel = i32x4.replace_lane(pixel, 1, share(widened((color >> 16) & 0xff), alpha))
  return i32x4.replace_lane(pixel, 2, share(widened((color >> 8) & 0xff), alpha))
}

function widened(value: u32): i32 {
  return (value * channelOne + 127) / 255
}

function share(x: i32, y: i32): i32 {
  const t = x * y + 16384
  return (t + (t >> 15)) >> 15
}
