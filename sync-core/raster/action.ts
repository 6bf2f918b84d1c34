import { assert } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { LayerOperation } from './layer-operation.ts'
import type { Marks } from './marks.ts'
import { GradientMarks } from './gradient-marks.ts'
import { decodeOperation } from './operation-codec.ts'
import type { Operation, Update } from './operation.ts'
import { PatchMarks } from './patch-marks.ts'
import type { SelectedTiles } from './encoded-selection.ts'
import { StrokePainter } from './stroke-painter.ts'
import { fromOffsets } from './sample-offsets.ts'
import type { LayerId } from './structure.ts'

/** An action that its author still draws or sends. */
export interface OpenAction {
  readonly author: number
  /** The clientSeq of its begin: its name for undo and redo. */
  readonly action: number
  readonly marks: Marks
}

/** An open action as the Timeline keeps it. */
export interface GrowingAction extends OpenAction {
  readonly marks: StrokePainter | PatchMarks
  readonly selection: SelectedTiles | undefined
  /** Its begin and what continued it, in order; from these it can be painted again. */
  readonly updates: Update[]
  /** Samples of a stroke, or what a patch weighs. */
  weight: number
}

/** What an ended action does to the picture. */
export type Effect =
  | {
      readonly kind: 'marks'
      readonly layer: LayerId
      readonly touched: ReadonlySet<number>
      readonly selection: SelectedTiles | undefined
      /** The finished marks, or undefined when their memory was given back. */
      marks: Marks | undefined
    }
  | {
      readonly kind: 'layers'
      readonly operation: LayerOperation
      /** Whether it makes sense among the actions that are not undone now. */
      isEffective: boolean
    }

/** An action that ended after the horizon: part of the picture, and can be undone. */
export interface EndedAction {
  readonly author: number
  readonly action: number
  readonly endSeq: number
  readonly updates: readonly Update[]
  readonly effect: Effect
  undone: boolean
}

/** The marks of an action's first operation; undefined for an operation that makes none. */
export function beginMarks(
  memory: PictureMemory,
  operation: Operation,
  selection: SelectedTiles | undefined,
  clip?: ReadonlySet<number>,
): StrokePainter | PatchMarks | GradientMarks | undefined {
  switch (operation.kind) {
    case 'stroke-begin': {
      const { layer, brush, alphaLock } = operation
      const painter = new StrokePainter(memory, { layer, brush, alphaLock, selection, clip })
      painter.add(operation.samples)
      return painter
    }
    case 'patch-begin':
      return new PatchMarks(memory, operation)
    case 'gradient':
      return new GradientMarks(memory, operation, selection)
    default:
      return undefined
  }
}

/** Adds what continues an open action; says whether it was of the right kind. */
export function continueMarks(marks: Marks, operation: Operation): boolean {
  if (operation.kind === 'stroke-points' && marks instanceof StrokePainter) {
    marks.add(fromOffsets(marks.last, operation.samples))
    return true
  }
  if (operation.kind === 'patch-parts' && marks instanceof PatchMarks) {
    marks.add(operation.parts)
    return true
  }
  return false
}

/** The finished marks of an ended action, at least on `clip` of those it touches: kept, or made again, to be freed. */
export function marksOf(
  memory: PictureMemory,
  action: EndedAction,
  effect: Extract<Effect, { kind: 'marks' }>,
  clip: ReadonlySet<number>,
): Marks {
  if (effect.marks !== undefined) return effect.marks
  const [first, ...others] = action.updates
  assert(first !== undefined, 'an action has a first update')
  const marks = beginMarks(memory, decodeOperation(first.operation), effect.selection, clip)
  assert(marks !== undefined, 'an action with marks begins with an operation that makes them')
  for (const update of others) continueMarks(marks, decodeOperation(update.operation))
  if (marks instanceof StrokePainter) marks.end()
  return marks
}

/** The refusal of a base whose carried updates are not the beginnings of open actions, or selections. */
export function brokenCarried(update: Update): ProtocolError {
  return new ProtocolError(
    'malformed',
    `The picture can't be read: carried update ${update.seq} of author ${update.author} belongs to no open action.`,
  )
}
