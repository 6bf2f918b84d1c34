import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'

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
