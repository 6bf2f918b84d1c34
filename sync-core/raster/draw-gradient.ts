import { gradientShapes } from '../kernel/gradient-kernel.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import type { Gradient, Rgba } from './operation.ts'
import { tileLeft, tileTop } from './plane.ts'

/** Writes the pixels of a gradient into the tile at `out`; outside of its area they are 0. */
export function drawGradient(
  kernel: Kernel,
  { shape, area, from, to, start, stop }: Omit<Gradient, 'layer' | 'alphaLock' | 'selected'>,
  index: number,
  out: number,
): void {
  const [left, top] = [tileLeft(index), tileTop(index)]
  const number = gradientShapes.indexOf(shape)
  kernel.gradientTile(out, number, left, top, from.x, from.y, to.x, to.y, pack(start), pack(stop))
  const [right, bottom] = [area.x + area.width, area.y + area.height]
  if (area.x <= left && area.y <= top && right >= left + tileSidePx && bottom >= top + tileSidePx) return
  for (let row = 0; row < tileSidePx; row++) {
    const isInside = top + row >= area.y && top + row < bottom
    const first = isInside ? Math.max(0, Math.min(tileSidePx, area.x - left)) : tileSidePx
    const end = isInside ? Math.max(first, Math.min(tileSidePx, right - left)) : tileSidePx
    const at = (column: number): number => out / 2 + (row * tileSidePx + column) * 4
    kernel.u16.fill(0, at(0), at(first))
    kernel.u16.fill(0, at(end), at(tileSidePx))
  }
}

/** As 0xRRGGBBAA. */
function pack({ red, green, blue, alpha }: Rgba): number {
  return ((red << 24) | (green << 16) | (blue << 8) | alpha) >>> 0
}
