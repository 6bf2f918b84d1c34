// The shown pixels of the picture, as a bounded set of chunk canvases at the levels that were looked at.
//
//   tile pixels (8 bit, over white) ──box filter──▶ patch in every chunk that is in view and holds the tile
//
// All of it lies in the plane: whatever becomes of the picture's frame, no pixel here changes. A tile that was never reported
// is blank, so an empty picture costs nothing however large it is. A new chunk starts as
// a scaled copy of what other levels already show and is made exact tile by tile, within a time budget a frame: zooming
// never flashes and a huge picture never stops the pen. Rejected: one canvas of the picture's size (1 GiB at 16384²),
// and building each level from the one below (keeps chunks alive that nobody looks at).

import { planeTiles, planeTilesAcross, tileIndexOf, tileSidePx, type Frame } from '../../sync-core/index.ts'
import { shrinkTile } from './box-filter.ts'
import {
  isOverview,
  chunkKey,
  chunkSidePx,
  chunkSpan,
  chunkTiles,
  levelMax,
  tilesOfChunk,
  type ChunkPlace,
} from './chunk-grid.ts'
import { DirtyTiles } from './dirty-tiles.ts'

/**
 * 1 MiB each, and the browser may hold a second copy. A window of 1440 × 900 has at most 35 in view; the others make
 * panning back instant.
 */
const chunksKept = 64

export interface Chunk {
  readonly place: ChunkPlace
  readonly canvas: OffscreenCanvas
  readonly context: OffscreenCanvasRenderingContext2D
  /** Numbered row by row inside the chunk. */
  readonly dirty: DirtyTiles
}

/** Writes a tile's pixels as RGBA over white: 64 × 64 × 4 bytes. */
export type RenderTile = (index: number, out: Uint8ClampedArray) => void

export class ChunkPyramid {
  private readonly renderTile: RenderTile
  /** By index in the plane; 1 = the tile was reported at least once, 0 = it is blank. */
  private readonly touched = new Uint8Array(planeTiles)
  /** In order of use, the longest unused first. */
  private readonly chunks = new Map<number, Chunk>()
  private readonly tilePixels = new Uint8ClampedArray(tileSidePx * tileSidePx * 4)
  private readonly patches: ImageData[] = []

  constructor(renderTile: RenderTile) {
    this.renderTile = renderTile
    for (let level = 0; level <= levelMax; level++) {
      this.patches.push(new ImageData(tileSidePx >> level, tileSidePx >> level))
    }
  }

  /** The tiles' pixels changed. Says whether there were any. */
  markDirty(indices: Iterable<number>): boolean {
    const chunks = [...this.chunks.values()]
    let areAny = false
    for (const index of indices) {
      areAny = true
      this.touched[index] = 1
      const column = index % planeTilesAcross
      const row = Math.floor(index / planeTilesAcross)
      for (const chunk of chunks) {
        const side = chunkTiles(chunk.place.level)
        const x = column - chunk.place.column * side
        const y = row - chunk.place.row * side
        if (x >= 0 && y >= 0 && x < side && y < side) chunk.dirty.add(y * side + x)
      }
    }
    return areAny
  }

  /** The chunks for a view, made when missing. The longest unused others are let go, but not the overview of the frame. */
  use(places: readonly ChunkPlace[], frame: Frame): Chunk[] {
    const inView = places.map((place) => this.touch(place))
    const kept = Math.max(chunksKept, inView.length)
    for (const [key, { place }] of this.chunks) {
      if (this.chunks.size <= kept) break
      if (!isOverview(place, frame)) this.chunks.delete(key)
    }
    return inView
  }

  /**
   * Paints dirty tiles of a chunk until none is left or `until` (performance.now) has passed. Returns the changed part
   * in pixels of the chunk, or undefined.
   */
  refresh(chunk: Chunk, until: number): { x: number; y: number; width: number; height: number } | undefined {
    const { level, column, row } = chunk.place
    const side = chunkTiles(level)
    const patchSide = tileSidePx >> level
    const patch = this.patches[level] as ImageData
    let left = chunkSidePx
    let top = chunkSidePx
    let right = 0
    let bottom = 0
    for (let count = 1; chunk.dirty.size > 0; count++) {
      const tile = chunk.dirty.take() as number
      const x = tile % side
      const y = Math.floor(tile / side)
      this.renderTile(tileIndexOf(column * side + x, row * side + y), this.tilePixels)
      if (level === 0) patch.data.set(this.tilePixels)
      else shrinkTile(this.tilePixels, level, patch.data)
      chunk.context.putImageData(patch, x * patchSide, y * patchSide)
      left = Math.min(left, x * patchSide)
      top = Math.min(top, y * patchSide)
      right = Math.max(right, (x + 1) * patchSide)
      bottom = Math.max(bottom, (y + 1) * patchSide)
      if (count % 4 === 0 && performance.now() > until) break
    }
    return right === 0 ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
  }

  private touch(place: ChunkPlace): Chunk {
    const key = chunkKey(place)
    const chunk = this.chunks.get(key) ?? this.makeChunk(place)
    this.chunks.delete(key)
    this.chunks.set(key, chunk)
    return chunk
  }

  private makeChunk(place: ChunkPlace): Chunk {
    const canvas = new OffscreenCanvas(chunkSidePx, chunkSidePx)
    const context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, chunkSidePx, chunkSidePx)
    this.copyOtherLevels(place, context)
    const chunk = { place, canvas, context, dirty: new DirtyTiles(chunkTiles(place.level) ** 2) }
    this.addTouchedTiles(chunk)
    return chunk
  }

  /** A first likeness: the coarser levels enlarged, the finer ones shrunk, the nearest level last. */
  private copyOtherLevels(place: ChunkPlace, context: OffscreenCanvasRenderingContext2D): void {
    const span = chunkSpan(place.level)
    const others = [...this.chunks.values()]
      .filter((other) => {
        const otherSpan = chunkSpan(other.place.level)
        const apart = (mine: number, theirs: number): boolean =>
          theirs * otherSpan >= (mine + 1) * span || (theirs + 1) * otherSpan <= mine * span
        return !apart(place.column, other.place.column) && !apart(place.row, other.place.row)
      })
      .sort((a, b) => Math.abs(b.place.level - place.level) - Math.abs(a.place.level - place.level))
    const toPixels = 1 / (1 << place.level)
    for (const other of others) {
      const otherSpan = chunkSpan(other.place.level)
      const x = (other.place.column * otherSpan - place.column * span) * toPixels
      const y = (other.place.row * otherSpan - place.row * span) * toPixels
      context.drawImage(other.canvas, x, y, otherSpan * toPixels, otherSpan * toPixels)
    }
  }

  private addTouchedTiles(chunk: Chunk): void {
    const side = chunkTiles(chunk.place.level)
    const { left, top, across, down } = tilesOfChunk(chunk.place)
    // The last added is painted first: from the bottom up here means from the top down on the screen.
    for (let y = down - 1; y >= 0; y--) {
      for (let x = across - 1; x >= 0; x--) {
        if (this.touched[tileIndexOf(left + x, top + y)] === 1) chunk.dirty.add(y * side + x)
      }
    }
  }
}
