import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'

// A picture is cut into square tiles, numbered row by row: index = ty * tilesAcross + tx. Tiles of the right and lower
// edge may reach over the picture; their pixels out there stay 0 for ever, so that equal pictures have equal tiles.
//
//      0   64  128  150            tilesAcross = 3, tilesDown = 2
//   0  ┌───┬───┬──┐
//      │ 0 │ 1 │ 2│ ▒  ▒ outside, always 0
//  64  ├───┼───┼──┤
//      │ 3 │ 4 │ 5│ ▒
// 100  └───┴───┴──┘

/** Side of a tile in px. 64, 128 and 256 paint equally fast, but 64 hashes, copies and sends the least for a stroke. */
export const tileSidePx = 64
export const tilePixels = tileSidePx * tileSidePx

/** Width and height of a picture in px. */
export interface CanvasSize {
  readonly width: number
  readonly height: number
}

/** Throws AssertionError unless both sides are whole numbers in the allowed range; check what a peer sent before. */
export function assertCanvasSize(size: CanvasSize): void {
  assert(
    isCanvasSize(size),
    `a side of a picture is ${limits.pictureSidePxMin}..${limits.pictureSidePxMax} px`,
  )
}

export function isCanvasSize(size: CanvasSize): boolean {
  return isSide(size.width) && isSide(size.height)
}

function isSide(side: number): boolean {
  return Number.isInteger(side) && side >= limits.pictureSidePxMin && side <= limits.pictureSidePxMax
}

export function tilesAcross(size: CanvasSize): number {
  return (size.width + tileSidePx - 1) >> 6
}

export function tilesDown(size: CanvasSize): number {
  return (size.height + tileSidePx - 1) >> 6
}

export function tileCount(size: CanvasSize): number {
  return tilesAcross(size) * tilesDown(size)
}
