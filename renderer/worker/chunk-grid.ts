// Which chunks show a view. A chunk is a square of 512 × 512 pixels at one level; at level L each of them stands for
// 2^L × 2^L px of the picture. The level is the coarsest that still has at least one pixel for each pixel of the
// screen, so a 16384 px picture seen whole costs no more than a small one.

import { tileSidePx, type CanvasSize } from '../../sync-core/index.ts'
import { visiblePart, type View, type Viewport } from '../view/view-transform.ts'

export const chunkSidePx = 512

/** At level 6 a tile is one pixel; the smallest zoom needs no more. */
export const levelMax = 6

export interface ChunkPlace {
  readonly level: number
  readonly column: number
  readonly row: number
}

/** Tiles along the side of a chunk. */
export function chunkTiles(level: number): number {
  return (chunkSidePx / tileSidePx) << level
}

/** Picture px along the side of a chunk. */
export function chunkSpan(level: number): number {
  return chunkSidePx << level
}

/** 0..levelMax for a scale in device px per picture px. */
export function levelOf(scale: number): number {
  if (scale >= 1) return 0
  return Math.min(levelMax, Math.floor(Math.log2(1 / scale) + 1e-9))
}

/** The chunks in view, row by row. */
export function chunksInView(view: View, picture: CanvasSize, viewport: Viewport): ChunkPlace[] {
  const part = visiblePart(view, picture, viewport)
  if (part.width <= 0 || part.height <= 0) return []
  const level = levelOf(view.scale)
  const span = chunkSpan(level)
  const places: ChunkPlace[] = []
  for (let row = Math.floor(part.y / span); row * span < part.y + part.height; row++) {
    for (let column = Math.floor(part.x / span); column * span < part.x + part.width; column++) {
      places.push({ level, column, row })
    }
  }
  return places
}

/**
 * Whether the place belongs to a level that shows the whole picture with at most 4 × 4 chunks. Those (21 at the most) are
 * worth keeping: one always zooms out again, and they are the first likeness of everything else.
 */
export function isOverview({ level }: ChunkPlace, picture: CanvasSize): boolean {
  return Math.max(picture.width, picture.height) <= 4 * chunkSpan(level)
}

/** One number for each place, for use as a key. */
export function chunkKey({ level, column, row }: ChunkPlace): number {
  return (level * 256 + row) * 256 + column
}

/**
 * Where a chunk lands on the screen, in whole device px, cut off at the picture's edge. Neighbours share their edges
 * exactly, so no seam shows between them. The source is in pixels of the chunk.
 */
export function chunkOnScreen(
  place: ChunkPlace,
  view: View,
  picture: CanvasSize,
): { sourceWidth: number; sourceHeight: number; x: number; y: number; width: number; height: number } {
  const span = chunkSpan(place.level)
  const left = place.column * span
  const top = place.row * span
  const right = Math.min(picture.width, left + span)
  const bottom = Math.min(picture.height, top + span)
  const x = Math.round(view.x + left * view.scale)
  const y = Math.round(view.y + top * view.scale)
  return {
    sourceWidth: (right - left) / (1 << place.level),
    sourceHeight: (bottom - top) / (1 << place.level),
    x,
    y,
    width: Math.round(view.x + right * view.scale) - x,
    height: Math.round(view.y + bottom * view.scale) - y,
  }
}
