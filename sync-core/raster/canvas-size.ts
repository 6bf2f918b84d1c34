import { limits } from '../base/limits.ts'

/** The side of a tile in px. */
export const tileSidePx = 64

/** A picture's size in px, each side in limits.pictureSidePxMin..pictureSidePxMax. */
export interface CanvasSize {
  readonly width: number
  readonly height: number
}

export function isCanvasSize(size: CanvasSize): boolean {
  const fits = (side: number): boolean =>
    Number.isInteger(side) && side >= limits.pictureSidePxMin && side <= limits.pictureSidePxMax
  return fits(size.width) && fits(size.height)
}

export function tilesAcross(size: CanvasSize): number {
  return Math.ceil(size.width / tileSidePx)
}

export function tilesDown(size: CanvasSize): number {
  return Math.ceil(size.height / tileSidePx)
}

/** Tiles are numbered row by row: index = tileY * tilesAcross + tileX. */
export function tileCount(size: CanvasSize): number {
  return tilesAcross(size) * tilesDown(size)
}
