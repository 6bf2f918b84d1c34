// Which chunks show a view. A chunk is a square of 512 × 512 pixels at one level; at level L each of them stands for
// 2^L × 2^L px. Chunks lie in the plane, not in the picture's frame, so they stay as they are when the frame changes. The level is the coarsest that still has at least one pixel for each pixel of the
// screen, so a 16384 px picture seen whole costs no more than a small one.

import { planeTilesAcross, tileSidePx, type Frame } from '../../sync-core/index.ts'
import {
  boundsOnScreen,
  isRightAngled,
  visiblePart,
  wholeOf,
  type View,
  type Viewport,
} from '../view/view-transform.ts'

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

/** Px of the plane along the side of a chunk. */
export function chunkSpan(level: number): number {
  return chunkSidePx << level
}

/** 0..levelMax for a scale in device px per picture px. */
export function levelOf(scale: number): number {
  if (scale >= 1) return 0
  return Math.min(levelMax, Math.floor(Math.log2(1 / scale) + 1e-9))
}

/** The chunks in view, row by row; of a turned view only those that reach into the window. */
export function chunksInView(view: View, frame: Frame, viewport: Viewport): ChunkPlace[] {
  const part = visiblePart(view, frame, wholeOf(viewport))
  if (part.width <= 0 || part.height <= 0) return []
  const level = levelOf(view.scale)
  const span = chunkSpan(level)
  const places: ChunkPlace[] = []
  for (let row = Math.floor(part.y / span); row * span < part.y + part.height; row++) {
    for (let column = Math.floor(part.x / span); column * span < part.x + part.width; column++) {
      const place = { level, column, row }
      if (isRightAngled(view) || isInWindow(place, view, viewport)) places.push(place)
    }
  }
  return places
}

function isInWindow(place: ChunkPlace, view: View, { width, height }: Viewport): boolean {
  const span = chunkSpan(place.level)
  const seen = boundsOnScreen(view, {
    x: place.column * span,
    y: place.row * span,
    width: span,
    height: span,
  })
  return seen.x < width && seen.y < height && seen.x + seen.width > 0 && seen.y + seen.height > 0
}

/**
 * Whether the place belongs to a level that shows the whole picture with at most 5 × 5 chunks. Those (38 at the most) are
 * worth keeping: one always zooms out again, and they are the first likeness of everything else.
 */
export function isOverview({ level }: ChunkPlace, frame: Frame): boolean {
  return Math.max(frame.width, frame.height) <= 4 * chunkSpan(level)
}

/** One number for each place, for use as a key. */
export function chunkKey({ level, column, row }: ChunkPlace): number {
  return (level * 256 + row) * 256 + column
}

/** The tiles of a chunk that are in the plane: from `left`, `top` on (in tiles), so many in both directions. */
export function tilesOfChunk({ level, column, row }: ChunkPlace): {
  left: number
  top: number
  across: number
  down: number
} {
  const side = chunkTiles(level)
  const left = column * side
  const top = row * side
  return {
    left,
    top,
    across: Math.min(side, planeTilesAcross - left),
    down: Math.min(side, planeTilesAcross - top),
  }
}

/**
 * Where a chunk lands in an upright view, in whole device px. Neighbours share their edges exactly, so no seam shows between
 * them. It may reach over the picture's edge: whoever draws it clips it to the frame.
 */
export function chunkOnScreen(
  place: ChunkPlace,
  view: View,
): { x: number; y: number; width: number; height: number } {
  const span = chunkSpan(place.level)
  const left = place.column * span
  const top = place.row * span
  const x = Math.round(view.x + left * view.scale)
  const y = Math.round(view.y + top * view.scale)
  return {
    x,
    y,
    width: Math.round(view.x + (left + span) * view.scale) - x,
    height: Math.round(view.y + (top + span) * view.scale) - y,
  }
}
