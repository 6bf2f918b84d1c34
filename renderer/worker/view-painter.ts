// Paints the part of the picture in view, at most once a frame and only what changed: a new view or size repaints all
// of it, changed tiles repaint their own rectangle. Frames stop by themselves when nothing is left to do.

import { chunkOnScreen, chunksInView } from './chunk-grid.ts'
import type { Chunk, ChunkPyramid } from './chunk-pyramid.ts'
import type { View, Viewport } from '../view/view-transform.ts'

/** One turn of making tiles. A pen sample or a message waits for no longer than this. */
const turnMs = 6

/** One chunk's share of a turn, so that the whole view gets sharp together. */
const shareMs = 1.5

/** From here on pixels are shown as squares. */
const crispFromScale = 2

const surround = '#191919'
const paperEdge = '#0b0b0b'

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export class ViewPainter {
  private readonly takeDirty: () => Iterable<number>
  private canvas: OffscreenCanvas | undefined
  private context: OffscreenCanvasRenderingContext2D | undefined
  private pyramid: ChunkPyramid | undefined
  private view: View | undefined
  private viewport: Viewport | undefined
  /** The chunks of the last frame. */
  private inView: readonly Chunk[] = []
  /** Made but not on the screen yet, in device px. */
  private changed: Box | undefined
  private wholeViewDue = false
  private frameDue = false
  /** Counted, so that each turn begins with another chunk. */
  private turns = 0
  private turnTimer: ReturnType<typeof setTimeout> | undefined

  constructor(takeDirty: () => Iterable<number>) {
    this.takeDirty = takeDirty
  }

  setCanvas(canvas: OffscreenCanvas): void {
    this.canvas = canvas
    this.context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D
    this.repaint()
  }

  setPyramid(pyramid: ChunkPyramid): void {
    this.pyramid = pyramid
    this.repaint()
  }

  setView(view: View, viewport: Viewport): void {
    this.view = view
    this.viewport = viewport
    this.repaint()
  }

  /** Some tiles changed. */
  wake(): void {
    if (this.frameDue) return
    this.frameDue = true
    requestAnimationFrame(() => {
      this.frameDue = false
      this.paintFrame()
    })
  }

  private repaint(): void {
    this.wholeViewDue = true
    this.wake()
  }

  private paintFrame(): void {
    const { canvas, context, pyramid, view, viewport } = this
    if (canvas === undefined || context === undefined || viewport === undefined) return
    if (canvas.width !== viewport.width || canvas.height !== viewport.height) {
      canvas.width = viewport.width
      canvas.height = viewport.height
      this.wholeViewDue = true
    }
    if (pyramid === undefined || view === undefined) {
      context.fillStyle = surround
      context.fillRect(0, 0, canvas.width, canvas.height)
      return
    }
    pyramid.markDirty(this.takeDirty())
    this.inView = pyramid.use(chunksInView(view, pyramid.picture, viewport))
    this.makeTiles(pyramid, view)
    if (this.wholeViewDue) this.changed = { x: 0, y: 0, width: canvas.width, height: canvas.height }
    if (this.changed !== undefined) paintPart(context, pyramid, this.inView, view, this.changed)
    this.wholeViewDue = false
    this.changed = undefined
  }

  /** Makes the dirty tiles in view for one turn, each chunk its share in rotation, and goes on later with the rest. */
  private makeTiles(pyramid: ChunkPyramid, view: View): void {
    const until = performance.now() + turnMs
    let waiting = this.inView.filter((chunk) => chunk.dirty.size > 0)
    this.turns += 1
    const first = this.turns % Math.max(1, waiting.length)
    waiting = [...waiting.slice(first), ...waiting.slice(0, first)]
    while (waiting.length > 0 && performance.now() < until) {
      for (const chunk of waiting) {
        const now = performance.now()
        if (now >= until) break
        const part = pyramid.refresh(chunk, Math.min(until, now + shareMs))
        if (part !== undefined)
          this.changed = joinBoxes(this.changed, boxOnScreen(chunk, part, view, pyramid))
      }
      waiting = waiting.filter((chunk) => chunk.dirty.size > 0)
    }
    if (waiting.length === 0) return
    this.turnTimer ??= setTimeout(() => {
      this.turnTimer = undefined
      if (this.pyramid !== pyramid || this.view === undefined) return
      this.makeTiles(pyramid, this.view)
      this.wake()
    })
  }
}

function boxOnScreen(chunk: Chunk, part: Box, view: View, pyramid: ChunkPyramid): Box {
  const at = chunkOnScreen(chunk.place, view, pyramid.picture)
  const scale = view.scale * (1 << chunk.place.level)
  // One pixel more on each side: smoothing reaches over the edge of a patch.
  const x = Math.floor(at.x + part.x * scale) - 1
  const y = Math.floor(at.y + part.y * scale) - 1
  return { x, y, width: Math.ceil(part.width * scale) + 3, height: Math.ceil(part.height * scale) + 3 }
}

function joinBoxes(a: Box | undefined, b: Box): Box {
  if (a === undefined) return b
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

function paintPart(
  context: OffscreenCanvasRenderingContext2D,
  pyramid: ChunkPyramid,
  chunks: readonly Chunk[],
  view: View,
  part: Box,
): void {
  context.save()
  context.beginPath()
  context.rect(part.x, part.y, part.width, part.height)
  context.clip()
  context.fillStyle = surround
  context.fillRect(part.x, part.y, part.width, part.height)
  paintPaperEdge(context, pyramid, view)
  context.imageSmoothingEnabled = view.scale < crispFromScale
  context.imageSmoothingQuality = 'medium'
  for (const chunk of chunks) {
    const at = chunkOnScreen(chunk.place, view, pyramid.picture)
    const isOutside =
      at.x >= part.x + part.width ||
      at.y >= part.y + part.height ||
      at.x + at.width <= part.x ||
      at.y + at.height <= part.y
    if (isOutside) continue
    context.drawImage(chunk.canvas, 0, 0, at.sourceWidth, at.sourceHeight, at.x, at.y, at.width, at.height)
  }
  context.restore()
}

function paintPaperEdge(context: OffscreenCanvasRenderingContext2D, pyramid: ChunkPyramid, view: View): void {
  const x = Math.round(view.x)
  const y = Math.round(view.y)
  const width = Math.round(view.x + pyramid.picture.width * view.scale) - x
  const height = Math.round(view.y + pyramid.picture.height * view.scale) - y
  context.fillStyle = paperEdge
  context.fillRect(x - 1, y - 1, width + 2, height + 2)
}
