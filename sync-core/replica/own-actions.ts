// What undo and redo would take next. Both are operations that everybody replays, so the answer comes from the confirmed
// picture, corrected by own updates that are still on their way. Only what was undone since the last own action can be redone.

import { isLayerOperation } from '../raster/layer-operation.ts'
import { continuesAction, opensAction } from '../raster/operation.ts'
import type { ActionState } from '../raster/timeline.ts'
import type { OwnUpdate, Renaming } from './own-updates.ts'

/** By name, in order of their end. */
export type ForeseenActions = ReadonlyMap<number, 'done' | 'undone'>

/** Steps of movements that are remembered: those of the last few, which are the ones that are undone. */
const stepsMax = 1000

export class OwnActions {
  private undone: number[] = []
  /** Of later steps of a movement (a slider under the hand), by name: the step before. They are taken back together. */
  private stepsBefore = new Map<number, number>()

  /** A new action makes what was undone before it history. */
  forgetUndone(): void {
    this.undone = []
  }

  noteUndo(action: number): void {
    this.undone.push(action)
  }

  noteRedo(action: number): void {
    this.undone = this.undone.filter((other) => other !== action)
  }

  /** `action` is a later step of the movement that `before` belongs to. */
  noteStep(action: number, before: number): void {
    this.stepsBefore.set(action, before)
    if (this.stepsBefore.size <= stepsMax) return
    for (const oldest of this.stepsBefore.keys()) return void this.stepsBefore.delete(oldest)
  }

  stepBefore(action: number): number | undefined {
    return this.stepsBefore.get(action)
  }

  /** Actions are called differently from now on; one that is gone can't be redone. */
  rename(renaming: Renaming): void {
    this.undone = this.undone.map(renaming).filter((action) => action !== undefined)
    const steps = [...this.stepsBefore].map(
      ([action, before]) => [renaming(action), renaming(before)] as const,
    )
    this.stepsBefore = new Map()
    for (const [action, before] of steps) {
      if (action !== undefined && before !== undefined) this.stepsBefore.set(action, before)
    }
  }

  /** The newest action that is not undone. */
  undoTarget(actions: ForeseenActions): number | undefined {
    let newest: number | undefined
    for (const [action, state] of actions) if (state === 'done') newest = action
    return newest
  }

  /** What was undone last, when it still can come back. */
  redoTarget(actions: ForeseenActions): number | undefined {
    return this.undone.filter((action) => actions.get(action) === 'undone').at(-1)
  }
}

/**
 * Own ended actions in order of their end, as they will be once everything under way has arrived. `openAction` is the one
 * that is open in the confirmed picture.
 */
export function foreseeActions(
  confirmed: readonly ActionState[],
  openAction: number | undefined,
  unconfirmed: readonly OwnUpdate[],
): ForeseenActions {
  const actions = new Map<number, 'done' | 'undone'>()
  for (const { action, undone } of confirmed) actions.set(action, undone ? 'undone' : 'done')
  let open = openAction
  for (const { clientSeq, operation } of unconfirmed) {
    if (continuesAction(operation)) continue
    if (open !== undefined) actions.set(open, 'done')
    open = opensAction(operation) ? clientSeq : undefined
    if (operation.kind === 'gradient' || isLayerOperation(operation)) actions.set(clientSeq, 'done')
    if (operation.kind === 'undo' && actions.has(operation.action)) actions.set(operation.action, 'undone')
    if (operation.kind === 'redo' && actions.has(operation.action)) actions.set(operation.action, 'done')
  }
  return actions
}
