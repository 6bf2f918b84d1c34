import { tileSidePx } from '../kernel/tile-layout.ts'
import { planeSidePx, tileIndexOf } from '../raster/plane.ts'
import type { Frame } from '../raster/structure.ts'

/** The whole plane. */
export const planeFrame: Frame = { x: 0, y: 0, width: planeSidePx, height: planeSidePx }

/** The part of a rectangle that lies in another, in whole px outwards; its sides are 0 where there is none. */
export function clipFrame(frame: Frame, to: Frame): Frame {
  const x = Math.max(Math.floor(frame.x), to.x)
  const y = Math.max(Math.floor(frame.y), to.y)
  const width = Math.max(0, Math.min(Math.ceil(frame.x + frame.width), to.x + to.width) - x)
  const height = Math.max(0, Math.min(Math.ceil(frame.y + frame.height), to.y + to.height) - y)
  return { x, y, width, height }
}

/** Columns and rows of the tiles that a frame in the plane touches, the last ones included; none: last below first. */
export interface TileRange {
  readonly firstColumn: number
  readonly lastColumn: number
  readonly firstRow: number
  readonly lastRow: number
}

export function tileRangeOf({ x, y, width, height }: Frame): TileRange {
  if (width <= 0 || height <= 0) return { firstColumn: 0, lastColumn: -1, firstRow: 0, lastRow: -1 }
  return {
    firstColumn: Math.floor(x / tileSidePx),
    lastColumn: Math.floor((x + width - 1) / tileSidePx),
    firstRow: Math.floor(y / tileSidePx),
    lastRow: Math.floor((y + height - 1) / tileSidePx),
  }
}

/** The tiles that a frame in the plane touches, row by row. */
export function* tilesOf(frame: Frame): Generator<number, void, void> {
  const { firstColumn, lastColumn, firstRow, lastRow } = tileRangeOf(frame)
  for (let ty = firstRow; ty <= lastRow; ty++) {
    for (let tx = firstColumn; tx <= lastColumn; tx++) yield tileIndexOf(tx, ty)
  }
}

/** How many these are. */
export function tileCountOf(frame: Frame): number {
  const { firstColumn, lastColumn, firstRow, lastRow } = tileRangeOf(frame)
  return (lastColumn - firstColumn + 1) * (lastRow - firstRow + 1)
}

/** Whether a px of the plane lies in the frame. */
export function isInFrame({ x, y, width, height }: Frame, px: number, py: number): boolean {
  return px >= x && py >= y && px < x + width && py < y + height
}
