// Whose work is shown. A view only: the confirmed picture, its hash, what is predicted and what is sent know nothing of it.
//
//   base ─▶ actions of the window, without what hidden people laid down ─▶ as ShownPicture goes on
//
// Strokes, patches and gradients are hidden; layers and the frame stay as they are for everybody, or one's own strokes would vanish
// with the layer that somebody else made for them. What is part of the base can't be taken apart and is shown. Columns are made
// when a tile is asked for, and kept while they are made of the same tiles and actions: a hidden person's busy pen costs a look.
// Rejected: a second Timeline (its memory and all of its work again, also for tiles that nobody looks at).

import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { ActionWatcher } from '../raster/action-watcher.ts'
import type { EndedAction } from '../raster/action.ts'
import type { ColumnView } from '../raster/column-view.ts'
import type { Timeline } from '../raster/timeline.ts'
import type { Column } from '../raster/work-column.ts'

/** Whose work is shown; one's own always is. */
export type WorkFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'only-own' }
  | { readonly kind: 'without'; readonly authors: readonly number[] }

export const everybodysWork: WorkFilter = { kind: 'all' }

export class WorkView implements Pick<ActionWatcher, 'onEnded' | 'onUndone' | 'onFolded'> {
  private readonly you: () => number | undefined
  private readonly columnsKept: number
  private readonly dirty: Set<number>
  private wanted: WorkFilter = everybodysWork
  /** In order of use, the longest unused first. */
  private readonly columns = new Map<number, ColumnView>()

  /** Indices of tiles that look different are added to `dirty`. */
  constructor(you: () => number | undefined, columnsKept: number, dirty: Set<number>) {
    this.you = you
    this.columnsKept = columnsKept
    this.dirty = dirty
  }

  get filter(): WorkFilter {
    return this.wanted
  }

  get isFiltering(): boolean {
    return this.wanted.kind !== 'all'
  }

  /** Shows other people's work from now on. */
  setFilter(filter: WorkFilter, timeline: Timeline | undefined): void {
    const before = this.wanted
    const isSame = (author: number): boolean => this.hidesBy(before, author) === this.hidesBy(filter, author)
    this.wanted = filter
    if (!this.isFiltering) this.columns.clear()
    if (timeline === undefined) return
    const changed = timeline.endedActions.filter(({ author }) => !isSame(author))
    if (changed.length > 0) {
      const hasCopies = timeline.endedActions.some(({ effect }) => effect.kind === 'layers')
      if (hasCopies) this.markEverything(timeline)
      for (const { effect } of changed) if (effect.kind === 'marks') this.markAll(effect.touched)
    }
    for (const { author, marks } of timeline.openActions()) if (!isSame(author)) this.markAll(marks.indices())
  }

  hides(author: number): boolean {
    return this.hidesBy(this.wanted, author)
  }

  /** The column without hidden work; undefined when none lies there. */
  column(
    timeline: Timeline | undefined,
    index: number,
    asIf: ReadonlyMap<string, boolean>,
  ): Column | undefined {
    if (!this.isFiltering || timeline === undefined) return undefined
    const isWanted = ({ author, effect }: EndedAction): boolean =>
      effect.kind === 'layers' || !this.hides(author)
    const view = timeline.columnView(index, asIf, isWanted, this.columns.get(index))
    this.columns.delete(index)
    if (view === undefined) return undefined
    this.columns.set(index, view)
    for (const oldest of this.columns.keys()) {
      if (this.columns.size <= this.columnsKept) break
      this.columns.delete(oldest)
    }
    return view.column
  }

  /** Marks the pixels of the columns that are kept. */
  mark(mark: (block: PixelBlock) => void): void {
    for (const { column } of this.columns.values()) column.mark(mark)
  }

  // What changes nothing in the picture, as erasing where it is blank, may change the view.

  onEnded({ author, effect }: EndedAction): void {
    if (this.isFiltering && effect.kind === 'marks' && !this.hides(author)) this.markAll(effect.touched)
  }

  onUndone(action: EndedAction): void {
    this.onEnded(action)
  }

  /** What was hidden is part of the base now. */
  onFolded(actions: readonly EndedAction[]): void {
    if (!this.isFiltering) return
    for (const { author, undone, effect } of actions) {
      if (effect.kind === 'marks' && !undone && this.hides(author)) this.markAll(effect.touched)
    }
  }

  /** Every tile that may have a pixel in the view: also those that somebody erased since. */
  markEverything(timeline: Timeline): void {
    this.markAll(timeline.presentIndices())
    for (const { effect } of timeline.endedActions) if (effect.kind === 'marks') this.markAll(effect.touched)
  }

  private hidesBy(filter: WorkFilter, author: number): boolean {
    if (author === this.you() || filter.kind === 'all') return false
    return filter.kind === 'only-own' || filter.authors.includes(author)
  }

  private markAll(indices: Iterable<number>): void {
    for (const index of indices) this.dirty.add(index)
  }
}
