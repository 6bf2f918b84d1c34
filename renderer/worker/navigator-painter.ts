// The whole picture, small. It shows what chunks of the overview show already and has them made exact at a calm pace: never while
// something in view waits, so it costs the painter in front of the large canvas nothing.

import type { Frame } from '../../sync-core/index.ts'
import { upright, type View } from '../view/view-transform.ts'
import { chunksInView } from './chunk-grid.ts'
import type { ChunkPyramid } from './chunk-pyramid.ts'
import { paintUpright } from './paint-upright.ts'

/** Four times a second at most. */
const paintEveryMs = 250

/** One turn of making tiles; a pen sample waits for no longer. */
const turnMs = 3

/** Between turns, while there is more to make. */
const restMs = 20

const look = { ground: '#ffffff', hasPixelGrid: false } as const

export class NavigatorPainter {
  private readonly pyramid: ChunkPyramid
  private readonly isViewBusy: () => boolean
  private canvas: OffscreenCanvas | undefined
  private context: OffscreenCanvasRenderingContext2D | undefined
  private frame: Frame | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private paintedMs = Number.NEGATIVE_INFINITY

  constructor(pyramid: ChunkPyramid, isViewBusy: () => boolean) {
    this.pyramid = pyramid
    this.isViewBusy = isViewBusy
  }

  /** A canvas of the proportions that the picture had when it was made; it is filled by the picture whatever it has now. */
  setCanvas(canvas: OffscreenCanvas | undefined): void {
    this.canvas = canvas
    this.context = canvas?.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D | undefined
    this.wake()
  }

  setFrame(frame: Frame): void {
    this.frame = frame
    this.wake()
  }

  /** The picture changed. */
  wake(): void {
    if (this.canvas === undefined || this.timer !== undefined) return
    this.again(Math.max(0, this.paintedMs + paintEveryMs - performance.now()))
  }

  private again(afterMs: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.turn()
    }, afterMs)
  }

  private turn(): void {
    const { canvas, context, frame, pyramid } = this
    if (canvas === undefined || context === undefined || frame === undefined) return
    if (this.isViewBusy()) return this.again(restMs)
    const scale = Math.min(canvas.width / frame.width, canvas.height / frame.height)
    const view: View = {
      scale,
      x: (canvas.width - frame.width * scale) / 2 - frame.x * scale,
      y: (canvas.height - frame.height * scale) / 2 - frame.y * scale,
      ...upright,
    }
    const whole = { x: 0, y: 0, width: canvas.width, height: canvas.height }
    const chunks = pyramid.use(chunksInView(view, frame, { ...whole, ratio: 1 }), frame)
    const until = performance.now() + turnMs
    for (const chunk of chunks) if (performance.now() < until) pyramid.refresh(chunk, until)
    if (chunks.some((chunk) => chunk.dirty.size > 0)) return this.again(restMs)
    paintUpright(context, frame, chunks, view, whole, look)
    this.paintedMs = performance.now()
  }
}
