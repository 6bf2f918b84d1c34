// Round dabs: ../twin-dab-kernel.ts has the formulas, ../dab-kernel.ts the records and the table. Here is what makes it
// fast: 8 pixels at a time, the shape of a dab kept for the next one of the same radius and hardness, one group and no
// square root for rows of up to 8 pixels, and three instructions for 8 pixels of the core.
//
// Whole vectors are computed, also where the dab covers only some of their pixels: the formula gives 0 for the others.
// They never leave their row of the tile, and each pixel is in one group only, as flow and build-up count.

import { paintMaximum, paintWash, paintBuildUp } from './dab-columns'
import { cutOf, stretchOf } from './dab-profile'

const shiftedRadiusMax: i32 = 16383
const dabBytes: usize = 24
const reached: u32 = 1
const closed: u32 = 2
const pointerMask: u32 = ~15
const one: i32 = 32768

export function paintDabs(
  dabs: usize,
  count: i32,
  table: usize,
  tileX: i32,
  tileY: i32,
  across: i32,
  down: i32,
  rule: i32,
  grain: usize,
): i32 {
  const windowLeft = tileX << 6
  const windowTop = tileY << 6
  const windowRight = ((tileX + across) << 6) - 1
  const windowBottom = ((tileY + down) << 6) - 1

  let radius: i32 = -1
  let hardness: i32 = -1
  let shift: i32 = 0
  let outer: i32 = 0
  let inner: i32 = 0
  let reach: i32 = 0
  let cut: i32 = 0
  let stretch: i32 = 0

  for (let n: i32 = 0; n < count; n++, dabs += dabBytes) {
    const x = load<i32>(dabs)
    const y = load<i32>(dabs, 4)
    const flow = load<i32>(dabs, 20)
    let limit = load<i32>(dabs, 16)
    if (rule == 1) limit = (limit * flow) >> 15
    if (limit == 0 || flow == 0) continue

    const r256 = load<i32>(dabs, 8)
    const hard = load<i32>(dabs, 12)
    if (r256 != radius || hard != hardness) {
      radius = r256
      hardness = hard
      shift = 0
      while ((radius + 128) >> shift > shiftedRadiusMax) shift++
      const r = radius >> shift
      const square = r * r
      const edge = min<i32>(square, r * (256 >> shift))
      const core = <i32>((radius * hardness) / 255) >> shift
      outer = square + edge
      inner = min<i32>(square - edge, core * core)
      reach = (<i32>sqrt<f64>(<f64>outer) + 2) << shift
      const range = outer - inner
      cut = cutOf(range)
      stretch = stretchOf(range >> cut)
    }

    const left = max<i32>(windowLeft, (x - reach + 127) >> 8)
    const right = min<i32>(windowRight, (x + reach - 128) >> 8)
    const top = max<i32>(windowTop, (y - reach + 127) >> 8)
    const bottom = min<i32>(windowBottom, (y + reach - 128) >> 8)
    if (left > right || top > bottom) continue

    const tx0 = left >> 6
    const tx1 = right >> 6
    const ty0 = top >> 6
    const ty1 = bottom >> 6
    let isMissing = false
    for (let ty = ty0; ty <= ty1; ty++) {
      const y0 = max<i32>(top, ty << 6)
      const y1 = min<i32>(bottom, (ty << 6) + 63)
      let entryAt = table + (<usize>((ty - tileY) * across + tx0 - tileX) << 2)
      for (let tx = tx0; tx <= tx1; tx++, entryAt += 4) {
        const entry = load<u32>(entryAt)
        if (entry & closed) continue
        const x0 = max<i32>(left, tx << 6)
        const x1 = min<i32>(right, (tx << 6) + 63)
        if (isBeyond(x, y, x0, x1, y0, y1, shift, outer)) continue
        store<u32>(entryAt, entry | reached)
        if ((entry & pointerMask) == 0) isMissing = true
      }
    }
    if (isMissing) return n

    for (let ty = ty0; ty <= ty1; ty++) {
      const originY = ty << 6
      const y0 = max<i32>(top - originY, 0)
      const y1 = min<i32>(bottom - originY, 63)
      let entryAt = table + (<usize>((ty - tileY) * across + tx0 - tileX) << 2)
      for (let tx = tx0; tx <= tx1; tx++, entryAt += 4) {
        const entry = load<u32>(entryAt)
        // It may have been an earlier dab that reached it: then there is nothing to paint.
        if ((entry & (closed | reached)) != reached) continue
        const mask = <usize>(entry & pointerMask)
        if (mask == 0) continue
        const originX = tx << 6
        const x0 = max<i32>(left - originX, 0)
        const x1 = min<i32>(right - originX, 63)
        const cx = x - (originX << 8)
        const cy = y - (originY << 8)
        if (rule == 1) {
          paintBuildUp(mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, cut, stretch, limit, flow)
        } else if (flow == one) {
          paintMaximum(mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, cut, stretch, limit, flow)
        } else {
          paintWash(mask, grain, x0, x1, y0, y1, cx, cy, shift, outer, inner, cut, stretch, limit, flow)
        }
      }
    }
  }
  return count
}

/** Whether the pixel of the rectangle that is nearest to the centre lies outside of the dab. */
@inline
function isBeyond(x: i32, y: i32, x0: i32, x1: i32, y0: i32, y1: i32, shift: i32, outer: i32): bool {
  const nearX = max<i32>(x0, min<i32>(x1, x >> 8))
  const nearY = max<i32>(y0, min<i32>(y1, y >> 8))
  const dx = ((nearX << 8) + 128 - x) >> shift
  const dy = ((nearY << 8) + 128 - y) >> shift
  return dx * dx + dy * dy >= outer
}
