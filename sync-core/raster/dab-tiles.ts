import { halfPixel, isBeyond, shapeOf } from '../kernel/dab-shape.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import type { Dab } from './dab.ts'
import { planeSidePx, tileIndexOf } from './plane.ts'

/** Calls `visit` with each tile that the dab may cover something of. */
export function visitTilesOf(
  { x, y, radius, flat, cos, sin, hardness }: Dab,
  visit: (index: number) => void,
): void {
  const shape = shapeOf(x, y, radius, flat, cos, sin, hardness)
  const { reach } = shape
  const left = Math.max(0, (x - reach + halfPixel - 1) >> 8)
  const right = Math.min(planeSidePx - 1, (x + reach - halfPixel) >> 8)
  const top = Math.max(0, (y - reach + halfPixel - 1) >> 8)
  const bottom = Math.min(planeSidePx - 1, (y + reach - halfPixel) >> 8)
  if (left > right || top > bottom) return
  for (let ty = top >> 6; ty <= bottom >> 6; ty++) {
    const y0 = Math.max(top, ty * tileSidePx)
    const y1 = Math.min(bottom, ty * tileSidePx + tileSidePx - 1)
    for (let tx = left >> 6; tx <= right >> 6; tx++) {
      const x0 = Math.max(left, tx * tileSidePx)
      const x1 = Math.min(right, tx * tileSidePx + tileSidePx - 1)
      if (!isBeyond(shape, x0, x1, y0, y1)) visit(tileIndexOf(tx, ty))
    }
  }
}
