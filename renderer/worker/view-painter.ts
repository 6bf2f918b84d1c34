// Paints the part of the picture in view, at most once a frame and only what changed: a new view or size repaints all
// of it, changed tiles repaint their own rectangle. What lies outside of the picture's frame is never shown. Frames stop by themselves when nothing is left to do.

import type { Frame } from '../../sync-core/index.ts'
import { isSameFrame } from '../view/is-same-frame.ts'
import { frameOnScreen, type View, type Viewport } from '../view/view-transform.ts'
import { chunkOnScreen, chunksInView } from './chunk-grid.ts'
import { ChunkPyramid, type Chunk, type RenderTile } from './chunk-pyramid.ts'

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
  private readonly pyramid: ChunkPyramid
  private canvas: OffscreenCanvas | undefined
  private context: OffscreenCanvasRenderingContext2D | undefined
  private frame: Frame | undefined
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
  private waiting: (() => void)[] = []

  constructor(takeDirty: () => Iterable<number>, renderTile: RenderTile) {
    this.takeDirty = takeDirty
    this.pyramid = new ChunkPyramid(renderTile)
  }

  setCanvas(canvas: OffscreenCanvas): void {
    this.canvas = canvas
    this.context = canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D
    this.repaint()
  }

  /** The picture's place in the plane, whenever it changes. */
  setFrame(frame: Frame): void {
    if (this.frame !== undefined && isSameFrame(this.frame, frame)) return
    this.frame = frame
    this.repaint()
  }

  setView(view: View, viewport: Viewport): void {
    this.view = view
    this.viewport = viewport
    this.repaint()
  }

  /** Resolves when everything that has changed until now is on the screen. */
  whenPainted(): Promise<void> {
    this.wake()
    return new Promise((resolve) => this.waiting.push(resolve))
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
    const { canvas, context, pyramid, frame, view, viewport } = this
    if (canvas === undefined || context === undefined || viewport === undefined) return
    if (canvas.width !== viewport.width || canvas.height !== viewport.height) {
      canvas.width = viewport.width
      canvas.height = viewport.height
      this.wholeViewDue = true
    }
    if (frame === undefined || view === undefined) {
      context.fillStyle = surround
      context.fillRect(0, 0, canvas.width, canvas.height)
      return
    }
    pyramid.markDirty(this.takeDirty())
    this.inView = pyramid.use(chunksInView(view, frame, viewport), frame)
    this.makeTiles(view)
    if (this.wholeViewDue) this.changed = { x: 0, y: 0, width: canvas.width, height: canvas.height }
    if (this.changed !== undefined) paintPart(context, frame, this.inView, view, this.changed)
    this.wholeViewDue = false
    this.changed = undefined
    if (this.inView.some((chunk) => chunk.dirty.size > 0)) return
    const { waiting } = this
    this.waiting = []
    waiting.forEach((resolve) => resolve())
  }

  /** Makes the dirty tiles in view for one turn, each chunk its share in rotation, and goes on later with the rest. */
  private makeTiles(view: View): void {
    const until = performance.now() + turnMs
    let waiting = this.inView.filter((chunk) => chunk.dirty.size > 0)
    this.turns += 1
    const first = this.turns % Math.max(1, waiting.length)
    waiting = [...waiting.slice(first), ...waiting.slice(0, first)]
    while (waiting.length > 0 && performance.now() < until) {
      for (const chunk of waiting) {
        const now = performance.now()
        if (now >= until) break
        const part = this.pyramid.refresh(chunk, Math.min(until, now + shareMs))
        if (part !== undefined) this.changed = joinBoxes(this.changed, boxOnScreen(chunk, part, view))
      }
      waiting = waiting.filter((chunk) => chunk.dirty.size > 0)
    }
    if (waiting.length === 0) return
    this.turnTimer ??= setTimeout(() => {
      this.turnTimer = undefined
      if (this.view === undefined) return
      this.makeTiles(this.view)
      this.wake()
    })
  }
}

function boxOnScreen(chunk: Chunk, part: Box, view: View): Box {
  const at = chunkOnScreen(chunk.place, view)
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
  frame: Frame,
  chunks: readonly Chunk[],
  view: View,
  part: Box,
): void {
  const paper = frameOnScreen(view, frame)
  context.save()
  clipTo(context, part)
  context.fillStyle = surround
  context.fillRect(part.x, part.y, part.width, part.height)
  context.fillStyle = paperEdge
  context.fillRect(paper.x - 1, paper.y - 1, paper.width + 2, paper.height + 2)
  clipTo(context, paper)
  context.imageSmoothingEnabled = view.scale < crispFromScale
  context.imageSmoothingQuality = 'medium'
  for (const chunk of chunks) {
    const at = chunkOnScreen(chunk.place, view)
    const isOutside =
      at.x >= part.x + part.width ||
      at.y >= part.y + part.height ||
      at.x + at.width <= part.x ||
      at.y + at.height <= part.y
    if (!isOutside) context.drawImage(chunk.canvas, at.x, at.y, at.width, at.height)
  }
  context.restore()
}

function clipTo(context: OffscreenCanvasRenderingContext2D, { x, y, width, height }: Box): void {
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
}
