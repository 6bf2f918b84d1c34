import { tileSidePx } from '../kernel/tile-layout.ts'

// Every picture lies in the same plane of 256 × 256 tiles, so a tile has one number for ever, whatever becomes of the picture's
// size: the picture is a frame in the plane (structure.ts), and resizing or cropping moves the frame only.
//
//      0 ─────────────────────── 16384 px        index = ty * 256 + tx
//      │        ┌─ frame ─┐        │             positions of pens, views and cursors are of the plane
//      │        │ picture │ hidden │             what is painted outside of the frame is kept, and hidden
//      │        └─────────┘        │
//
// Rejected: numbering tiles by the picture's width (a resize would renumber all of them, and undo across it would need every
// earlier stroke in new coordinates).

/** Tiles of the plane from left to right, and from top to bottom. */
export const planeTilesAcross = 256
/** Side of the plane in px. */
export const planeSidePx = planeTilesAcross * tileSidePx
/** How many tile indices there are. */
export const planeTiles = planeTilesAcross * planeTilesAcross

/** The index of the tile in this column and row, each 0..255. */
export function tileIndexOf(tx: number, ty: number): number {
  return ty * planeTilesAcross + tx
}

/** The plane's px where the tile begins, from the left. */
export function tileLeft(index: number): number {
  return (index % planeTilesAcross) * tileSidePx
}

/** The plane's px where the tile begins, from the top. */
export function tileTop(index: number): number {
  return Math.floor(index / planeTilesAcross) * tileSidePx
}

/** The px of the plane that tiles take together; undefined for none. */
export function boxOfTiles(
  indices: Iterable<number>,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined {
  let left = planeSidePx
  let top = planeSidePx
  let right = 0
  let bottom = 0
  for (const index of indices) {
    const x = tileLeft(index)
    const y = tileTop(index)
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + tileSidePx)
    bottom = Math.max(bottom, y + tileSidePx)
  }
  return right === 0 ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}

/** The tiles that such a box lies on, row by row. */
export function tilesOfBox(box: {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}): number[] {
  const from = (px: number): number => Math.max(0, Math.floor(px / tileSidePx))
  const until = (px: number): number => Math.min(planeTilesAcross, Math.ceil(px / tileSidePx))
  const indices: number[] = []
  for (let ty = from(box.y); ty < until(box.y + box.height); ty++) {
    for (let tx = from(box.x); tx < until(box.x + box.width); tx++) indices.push(tileIndexOf(tx, ty))
  }
  return indices
}
