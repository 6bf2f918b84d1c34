// What undo and redo would take next. Both are operations that everybody replays, so the answer comes from the confirmed
// picture, corrected by own updates that are still on their way. Only what was undone since the last own stroke can be redone.

import type { StrokeState } from '../raster/timeline.ts'
import type { OwnUpdate, Renaming } from './own-updates.ts'

export class OwnStrokes {
  private undone: number[] = []

  /** A new stroke makes what was undone before it history. */
  forgetUndone(): void {
    this.undone = []
  }

  noteUndo(stroke: number): void {
    this.undone.push(stroke)
  }

  noteRedo(stroke: number): void {
    this.undone = this.undone.filter((other) => other !== stroke)
  }

  /** Strokes are called differently from now on; one that is gone can't be redone. */
  rename(renaming: Renaming): void {
    this.undone = this.undone.map(renaming).filter((stroke) => stroke !== undefined)
  }

  /** The newest stroke that is not undone. */
  undoTarget(strokes: ReadonlyMap<number, 'done' | 'undone'>): number | undefined {
    let newest: number | undefined
    for (const [stroke, state] of strokes) if (state === 'done') newest = stroke
    return newest
  }

  /** What was undone last, when it still can come back. */
  redoTarget(strokes: ReadonlyMap<number, 'done' | 'undone'>): number | undefined {
    for (let i = this.undone.length - 1; i >= 0; i--) {
      const stroke = this.undone[i]!
      if (strokes.get(stroke) === 'undone') return stroke
    }
    return undefined
  }
}

/**
 * Own ended strokes in order of their end, as they will be once everything under way has arrived. `openStroke` is the one
 * that is open in the confirmed picture.
 */
export function foreseeStrokes(
  confirmed: readonly StrokeState[],
  openStroke: number | undefined,
  unconfirmed: readonly OwnUpdate[],
): ReadonlyMap<number, 'done' | 'undone'> {
  const strokes = new Map<number, 'done' | 'undone'>()
  for (const { stroke, undone } of confirmed) strokes.set(stroke, undone ? 'undone' : 'done')
  let open = openStroke
  for (const { clientSeq, operation } of unconfirmed) {
    const { kind } = operation
    if ((kind === 'stroke-begin' || kind === 'end') && open !== undefined) {
      strokes.set(open, 'done')
      open = undefined
    }
    if (kind === 'stroke-begin') open = clientSeq
    if (kind === 'undo' && strokes.has(operation.stroke)) strokes.set(operation.stroke, 'undone')
    if (kind === 'redo' && strokes.has(operation.stroke)) strokes.set(operation.stroke, 'done')
  }
  return strokes
}
