// Own actions that the host has not put into the picture yet, made here at once. Marks are shown above the confirmed layers
// until their end comes back; as the confirmed action has the same operations, nothing changes on the screen at that moment.
// The pen's newest samples are painted before any update has them ("ahead"), and skipped when the update comes.
//
// Rejected: replaying own operations on a second Timeline (twice the memory, and all of it again for each update of
// somebody else); showing the confirmed part of an own open stroke and painting only the rest (a seam in every stroke).

import { AssertionError } from '../base/errors.ts'
import { assert } from '../base/assert.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { beginMarks } from '../raster/action.ts'
import type { GradientMarks } from '../raster/gradient-marks.ts'
import { isLayerOperation, type LayerOperation } from '../raster/layer-operation.ts'
import { continuesAction, type Operation, opensAction } from '../raster/operation.ts'
import { PatchMarks } from '../raster/patch-marks.ts'
import { fromOffsets } from '../raster/sample-offsets.ts'
import type { Sample } from '../raster/sample.ts'
import type { Selection } from '../raster/selections.ts'
import { StrokePainter } from '../raster/stroke-painter.ts'
import type { OwnUpdate, OwnUpdates } from './own-updates.ts'

type Effect =
  | { readonly kind: 'marks'; readonly marks: StrokePainter | PatchMarks | GradientMarks }
  | { readonly kind: 'layers'; readonly operation: LayerOperation }

interface PredictedAction {
  /** The clientSeq of its first operation. */
  readonly action: number
  readonly effect: Effect
  /** The clientSeq of what ends it, once there is that. */
  end: number | undefined
  visibility: 'shown' | 'undone'
}

/** What is to be done to the confirmed picture, in order. */
export type PredictedEffect = Effect

/** What was selected when the own update of this number was made. */
export type SelectionAt = (clientSeq: number) => Selection | undefined

export class PredictedActions {
  private readonly memory: PictureMemory
  private readonly dirty: Set<number>
  private readonly selectionAt: SelectionAt
  private actions: PredictedAction[] = []
  private open: PredictedAction | undefined
  /** Of the open stroke, the last sample that an update has. */
  private last: Sample | undefined
  private ahead = 0
  private changes = 0

  /** Indices of tiles that look different are added to `dirty`. */
  constructor(memory: PictureMemory, dirty: Set<number>, selectionAt: SelectionAt) {
    this.memory = memory
    this.dirty = dirty
    this.selectionAt = selectionAt
  }

  /** Grows whenever `shown()` is another list than before. */
  get version(): number {
    return this.changes
  }

  /** What to show, in order of begin. */
  shown(): PredictedEffect[] {
    return this.actions.filter(({ visibility }) => visibility === 'shown').map(({ effect }) => effect)
  }

  /** Whether the own action of this name is made here, so that its confirmed part is not to be shown. */
  covers(action: number): boolean {
    return this.actions.some((predicted) => predicted.action === action)
  }

  /** Paints the pen's samples before an update has them. */
  paintAhead(samples: readonly Sample[]): void {
    const painter = this.openPainter()
    if (painter === undefined) return
    painter.add(samples)
    this.ahead += samples.length
    this.collectDirty(painter)
  }

  /**
   * Takes a new own update. Says 'stale' when a stroke was cut at a sample that is painted already: then everything is to
   * be built again.
   */
  add({ clientSeq, operation }: OwnUpdate): 'fresh' | 'stale' {
    const state = this.ahead > 0 && operation.kind !== 'stroke-points' ? 'stale' : 'fresh'
    if (continuesAction(operation)) this.goOn(operation)
    else {
      this.endOpen(clientSeq)
      this.start(clientSeq, operation)
    }
    return state
  }

  /** The own update of this number is in the confirmed picture: an action that ends there needs no prediction. */
  confirm(clientSeq: number): void {
    for (;;) {
      const first = this.actions[0]
      if (first?.end === undefined || first.end > clientSeq) return
      this.actions.shift()
      this.giveUp(first)
    }
  }

  /** Builds everything again from the kept updates. `openAction` is the own one that is open in the confirmed picture. */
  rebuild(own: OwnUpdates, openAction: number | undefined, waiting: readonly Sample[]): void {
    for (const predicted of this.actions) this.giveUp(predicted)
    this.actions = []
    this.open = undefined
    this.last = undefined
    this.ahead = 0
    const updates = own.all()
    const confirmed = own.confirmedOfAll
    let skip = 0
    updates.forEach(({ clientSeq, operation }, place) => {
      if (place >= confirmed) return
      if (!continuesAction(operation)) skip = place + 1
      if (opensAction(operation) && clientSeq === openAction) skip = place
    })
    for (const update of updates.slice(skip)) this.add(update)
    this.paintAhead(waiting)
  }

  private start(clientSeq: number, operation: Operation): void {
    switch (operation.kind) {
      case 'stroke-begin':
      case 'patch-begin':
      case 'gradient': {
        const isSelected = 'selected' in operation && operation.selected
        const marks = beginMarks(this.memory, operation, isSelected ? this.selectionAt(clientSeq) : undefined)
        assert(marks !== undefined, 'these operations make marks')
        this.push(clientSeq, { kind: 'marks', marks }, opensAction(operation) ? undefined : clientSeq)
        if (operation.kind === 'stroke-begin') this.last = operation.samples.at(-1)
        return
      }
      case 'undo':
      case 'redo': {
        const found = this.actions.find(({ action }) => action === operation.action)
        if (found === undefined) return
        found.visibility = operation.kind === 'undo' ? 'undone' : 'shown'
        return this.markAll(found)
      }
      case 'close':
        throw new AssertionError('a client never ends the actions of others')
      default:
        if (isLayerOperation(operation)) this.push(clientSeq, { kind: 'layers', operation }, clientSeq)
    }
  }

  private push(action: number, effect: Effect, end: number | undefined): void {
    const predicted: PredictedAction = { action, effect, end, visibility: 'shown' }
    this.actions.push(predicted)
    if (end === undefined) this.open = predicted
    this.markAll(predicted)
  }

  private goOn(operation: Operation): void {
    const marks = this.open?.effect.kind === 'marks' ? this.open.effect.marks : undefined
    if (operation.kind === 'patch-parts' && marks instanceof PatchMarks) {
      marks.add(operation.parts)
      return this.collectDirty(marks)
    }
    if (operation.kind !== 'stroke-points') return
    const painted = Math.min(this.ahead, operation.samples.length)
    this.ahead -= painted
    if (!(marks instanceof StrokePainter)) return
    assert(this.last !== undefined, 'a stroke begins with a sample')
    const samples = fromOffsets(this.last, operation.samples)
    this.last = samples.at(-1)
    marks.add(samples.slice(painted))
    this.collectDirty(marks)
  }

  private endOpen(clientSeq: number): void {
    const { open } = this
    if (open === undefined) return
    const painter = this.openPainter()
    open.end = clientSeq
    this.open = undefined
    this.last = undefined
    if (painter === undefined) return
    painter.end()
    this.collectDirty(painter)
  }

  private openPainter(): StrokePainter | undefined {
    const effect = this.open?.effect
    return effect?.kind === 'marks' && effect.marks instanceof StrokePainter ? effect.marks : undefined
  }

  private collectDirty(marks: StrokePainter | PatchMarks): void {
    for (const index of marks.takeDirty()) this.dirty.add(index)
  }

  private giveUp(predicted: PredictedAction): void {
    this.markAll(predicted)
    if (predicted.effect.kind === 'marks') predicted.effect.marks.free()
  }

  private markAll({ effect }: PredictedAction): void {
    this.changes += 1
    if (effect.kind === 'marks') for (const index of effect.marks.indices()) this.dirty.add(index)
  }
}
