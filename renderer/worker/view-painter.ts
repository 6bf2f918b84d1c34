// Paints the part of the picture in view, at most once a frame and only what changed: a new view or size repaints all
// of it, changed tiles repaint their own rectangle. What lies outside of the picture's frame is never shown. Frames stop by themselves
// when nothing is left to do.
//
//   upright view           chunks ──whole device px──▶ screen
//   turned or flipped one  chunks ──whole device px──▶ sheet (upright, as large as what is in view) ──turned──▶ screen
//
// Chunks that were drawn turned one by one would show a seam along every edge; a sheet has none, whatever the angle.

import type { Frame } from '../../sync-core/index.ts'
import { isSameFrame } from '../view/is-same-frame.ts'
import { isUpright, type Box, type View, type Viewport } from '../view/view-transform.ts'
import { chunksInView } from './chunk-grid.ts'
import { ChunkPyramid, type Chunk, type RenderTile } from './chunk-pyramid.ts'
import { NavigatorPainter } from './navigator-painter.ts'
import { boxOnUpright, joinBoxes, paintUpright } from './paint-upright.ts'
import { TurnedSheet } from './turned-sheet.ts'
import type { ViewLook } from './view-contract.ts'

/** One turn of making tiles. A pen sample or a message waits for no longer than this. */
const turnMs = 6

/** One chunk's share of a turn, so that the whole view gets sharp together. */
const shareMs = 1.5

export class ViewPainter {
  private readonly takeDirty: () => Iterable<number>
  private readonly pyramid: ChunkPyramid
  private readonly navigator: NavigatorPainter
  private readonly sheet = new TurnedSheet()
  private canvas: OffscreenCanvas | undefined
  private context: OffscreenCanvasRenderingContext2D | undefined
  private frame: Frame | undefined
  private view: View | undefined
  private viewport: Viewport | undefined
  /** The chunks of the last frame. */
  private inView: readonly Chunk[] = []
  /** Of the view when it was painted last. */
  private look: ViewLook = { ground: '#191919', hasPixelGrid: false }
  /** The view that chunks are painted for: the window's own, or the sheet's. */
  private upright: View | undefined
  /** Made but not on the screen yet, in device px of the upright view. */
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
    this.navigator = new NavigatorPainter(this.pyramid, () => this.isBusy)
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
    this.navigator.setFrame(frame)
    this.repaint()
  }

  setView(view: View, viewport: Viewport, look: ViewLook): void {
    this.view = view
    this.viewport = viewport
    this.look = look
    this.repaint()
  }

  /** Another small canvas for the whole picture, or none. */
  setNavigator(canvas: OffscreenCanvas | undefined): void {
    this.navigator.setCanvas(canvas)
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

  /** Something in view is not as it will be. */
  get isBusy(): boolean {
    return this.inView.some((chunk) => chunk.dirty.size > 0)
  }

  private repaint(): void {
    this.wholeViewDue = true
    this.wake()
  }

  private paintFrame(): void {
    const { canvas, context, pyramid, frame, view, viewport, look } = this
    if (canvas === undefined || context === undefined || viewport === undefined) return
    if (canvas.width !== viewport.width || canvas.height !== viewport.height) {
      canvas.width = viewport.width
      canvas.height = viewport.height
      this.wholeViewDue = true
    }
    if (frame === undefined || view === undefined) {
      context.fillStyle = look.ground
      context.fillRect(0, 0, canvas.width, canvas.height)
      return
    }
    if (pyramid.markDirty(this.takeDirty())) this.navigator.wake()
    const isTurned = !isUpright(view)
    this.upright = isTurned ? this.sheet.place(view, frame, viewport) : view
    if (!isTurned) this.sheet.release()
    this.inView = pyramid.use(chunksInView(view, frame, viewport), frame)
    this.makeTiles(this.upright)
    const whole = isTurned ? this.sheet.canvas : canvas
    if (this.wholeViewDue) this.changed = { x: 0, y: 0, width: whole.width, height: whole.height }
    if (this.changed !== undefined) {
      const target = isTurned ? this.sheet.context : context
      paintUpright(target, frame, this.inView, this.upright, this.changed, look)
      if (isTurned) this.sheet.show(context, view, look, this.wholeViewDue ? undefined : this.changed)
    }
    this.wholeViewDue = false
    this.changed = undefined
    if (this.isBusy) return
    const { waiting } = this
    this.waiting = []
    waiting.forEach((resolve) => resolve())
  }

  /** Makes the dirty tiles in view for one turn, each chunk its share in rotation, and goes on later with the rest. */
  private makeTiles(upright: View): void {
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
        if (part !== undefined) this.changed = joinBoxes(this.changed, boxOnUpright(chunk, part, upright))
      }
      waiting = waiting.filter((chunk) => chunk.dirty.size > 0)
    }
    if (waiting.length === 0) return
    this.turnTimer ??= setTimeout(() => {
      this.turnTimer = undefined
      if (this.upright === undefined) return
      this.makeTiles(this.upright)
      this.wake()
    })
  }
}
