// Own strokes that the host has not put into the picture yet, painted here at once. Each is shown above the confirmed tiles
// until its end comes back; as the confirmed stroke has the same samples, nothing changes on the screen at that moment.
// The pen's newest samples are painted before any update has them ("ahead"), and skipped when the update comes.
//
// Rejected: replaying own operations on a second Timeline (twice the memory, and all of it again for each update of
// somebody else); showing the confirmed part of an own open stroke and painting only the rest (a seam in every stroke).

import { unreachable } from '../base/assert.ts'
import { AssertionError } from '../base/errors.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Sample } from '../raster/sample.ts'
import { StrokePainter } from '../raster/stroke-painter.ts'
import type { OwnUpdate, OwnUpdates } from './own-updates.ts'

interface PredictedStroke {
  /** The clientSeq of its stroke-begin. */
  readonly stroke: number
  readonly painter: StrokePainter
  /** The clientSeq of its end, once there is one. */
  end: number | undefined
  visibility: 'shown' | 'undone'
}

export class PredictedStrokes {
  private readonly size: CanvasSize
  private readonly dirty: Set<number>
  private strokes: PredictedStroke[] = []
  private ahead = 0
  private drawing: PredictedStroke | undefined

  /** Indices of tiles that look different are added to `dirty`. */
  constructor(size: CanvasSize, dirty: Set<number>) {
    this.size = size
    this.dirty = dirty
  }

  /** What to show, in order of begin. */
  shown(): StrokePainter[] {
    return this.strokes.filter(({ visibility }) => visibility === 'shown').map(({ painter }) => painter)
  }

  /** Whether the own stroke of this name is painted here, so that its confirmed part is not to be shown. */
  covers(stroke: number): boolean {
    return this.strokes.some((predicted) => predicted.stroke === stroke)
  }

  /** Paints the pen's samples before an update has them. */
  paintAhead(samples: readonly Sample[]): void {
    if (this.drawing === undefined) return
    this.drawing.painter.add(samples)
    this.ahead += samples.length
    this.collectDirty(this.drawing)
  }

  /**
   * Takes a new own update. Says 'stale' when a stroke was cut at a sample that is painted already: then everything is to
   * be built again.
   */
  add(update: OwnUpdate): 'fresh' | 'stale' {
    const { clientSeq, operation } = update
    const state = this.ahead > 0 && operation.kind !== 'stroke-points' ? 'stale' : 'fresh'
    switch (operation.kind) {
      case 'stroke-begin': {
        const painter = new StrokePainter(this.size, operation.brush)
        this.drawing = { stroke: clientSeq, painter, end: undefined, visibility: 'shown' }
        this.strokes.push(this.drawing)
        painter.add(operation.samples)
        this.collectDirty(this.drawing)
        return state
      }
      case 'stroke-points': {
        const painted = Math.min(this.ahead, operation.samples.length)
        this.ahead -= painted
        if (this.drawing === undefined) return state
        this.drawing.painter.add(operation.samples.slice(painted))
        this.collectDirty(this.drawing)
        return state
      }
      case 'end':
        if (this.drawing === undefined) return state
        this.drawing.end = clientSeq
        this.drawing.painter.end()
        this.collectDirty(this.drawing)
        this.drawing = undefined
        return state
      case 'undo':
      case 'redo': {
        const found = this.strokes.find(({ stroke }) => stroke === operation.stroke)
        if (found === undefined) return state
        found.visibility = operation.kind === 'undo' ? 'undone' : 'shown'
        this.markAll(found)
        return state
      }
      case 'close':
        throw new AssertionError('a client never ends the strokes of others')
      default:
        return unreachable(operation)
    }
  }

  /** The own update of this number is in the confirmed picture: a stroke that ends there needs no prediction. */
  confirm(clientSeq: number): void {
    const first = this.strokes[0]
    if (first?.end === undefined || first.end > clientSeq) return
    this.strokes.shift()
    this.markAll(first)
  }

  /** Builds everything again from the kept updates. `openStroke` is the own stroke that is open in the confirmed picture. */
  rebuild(own: OwnUpdates, openStroke: number | undefined, waiting: readonly Sample[]): void {
    for (const predicted of this.strokes) this.markAll(predicted)
    this.strokes = []
    this.drawing = undefined
    this.ahead = 0
    const updates = own.all()
    const confirmed = own.confirmedOfAll
    let skip = 0
    updates.forEach(({ clientSeq, operation }, place) => {
      if (place >= confirmed) return
      if (operation.kind !== 'stroke-points') skip = place + 1
      if (operation.kind === 'stroke-begin' && clientSeq === openStroke) skip = place
    })
    for (const update of updates.slice(skip)) this.add(update)
    this.paintAhead(waiting)
  }

  private collectDirty(stroke: PredictedStroke): void {
    for (const index of stroke.painter.takeDirty()) this.dirty.add(index)
  }

  private markAll(stroke: PredictedStroke): void {
    for (const index of stroke.painter.tiles.keys()) this.dirty.add(index)
  }
}
