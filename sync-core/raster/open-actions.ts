import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { beginMarks, continueMarks, type EndedAction, type GrowingAction } from './action.ts'
import { GradientMarks } from './gradient-marks.ts'
import { continuesAction, type Operation, type Update } from './operation.ts'
import type { SelectedTiles } from './encoded-selection.ts'
import { patchWeight } from './patch-weight.ts'
import { StrokePainter } from './stroke-painter.ts'

type Begin = Extract<Operation, { kind: 'stroke-begin' | 'patch-begin' }>

/** What each author draws or sends and has not ended: one action an author at most. */
export class OpenActions {
  private readonly memory: PictureMemory
  /** By author, in order of begin. */
  private readonly byAuthor = new Map<number, GrowingAction>()

  constructor(memory: PictureMemory) {
    this.memory = memory
  }

  /** In order of their begin. */
  all(): GrowingAction[] {
    return [...this.byAuthor.values()]
  }

  of(author: number): GrowingAction | undefined {
    return this.byAuthor.get(author)
  }

  /** Opens an action of an author who has none open; the selection is the author's. */
  begin(update: Update, operation: Begin, selected: SelectedTiles | undefined): void {
    const isSelected = operation.kind === 'stroke-begin' && operation.selected
    const selection = isSelected ? selected : undefined
    const marks = beginMarks(this.memory, operation, selection)
    assert(marks !== undefined && !(marks instanceof GradientMarks), 'only strokes and patches are begun')
    const { author, clientSeq: action } = update
    const opened = {
      author,
      action,
      marks,
      selection,
      updates: [update],
      weight: weightOf(update, operation),
    }
    this.byAuthor.set(author, opened)
  }

  /** Adds to the author's open action what is of its kind and does not make it too large; anything else has no effect. */
  continue(update: Update, operation: Operation): void {
    const opened = this.of(update.author)
    if (opened === undefined) return
    const isStroke = operation.kind === 'stroke-points'
    const weight = opened.weight + weightOf(update, operation)
    if (weight > (isStroke ? limits.samplesPerStrokeMax : limits.patchBytesMax)) return
    if (!continueMarks(opened.marks, operation)) return
    opened.updates.push(update)
    opened.weight = weight
  }

  /** Does again what was done before the horizon; says whether it belongs to an open action. */
  carry(update: Update, operation: Operation, selected: SelectedTiles | undefined): boolean {
    const opened = this.of(update.author)
    if (opened === undefined) {
      if (operation.kind !== 'stroke-begin' && operation.kind !== 'patch-begin') return false
      this.begin(update, operation, selected)
      return true
    }
    if (!continuesAction(operation) || !continueMarks(opened.marks, operation)) return false
    opened.updates.push(update)
    opened.weight += weightOf(update, operation)
    return true
  }

  /** Ends the author's open action. The tiles that showed it are added to `dirty`: they lose it even where a merge changes nothing. */
  end(author: number, endSeq: number, dirty: Set<number>): EndedAction | undefined {
    const opened = this.of(author)
    if (opened === undefined) return undefined
    this.byAuthor.delete(author)
    const { action, marks, selection, updates } = opened
    if (marks instanceof StrokePainter) marks.end()
    const touched = new Set(marks.indices())
    for (const indices of [marks.takeDirty(), touched]) for (const index of indices) dirty.add(index)
    const effect = { kind: 'marks', layer: marks.layer, touched, selection, marks } as const
    return { author, action, endSeq, updates, effect, undone: false }
  }

  /** The tiles that look different since they were last asked for. */
  takeDirty(): Set<number> {
    return new Set(this.all().flatMap(({ marks }) => [...marks.takeDirty()]))
  }

  /** The tiles that show any of them. */
  indices(): Set<number> {
    return new Set(this.all().flatMap(({ marks }) => [...marks.indices()]))
  }

  /** Gives the memory of their marks back. */
  free(): void {
    for (const { marks } of this.byAuthor.values()) marks.free()
  }
}

/** Samples of a stroke, or what a patch weighs. */
function weightOf(update: Update, operation: Operation): number {
  return 'samples' in operation ? operation.samples.length : patchWeight(operation, update.operation.length)
}
