import { addCounts, type BlockCounts } from '../kernel/block-arena.ts'
import type { GrowingAction } from './action.ts'
import type { History } from './history.ts'
import { isLayerOperation } from './layer-operation.ts'
import { continuesAction, type Operation } from './operation.ts'
import { planeTiles } from './plane.ts'
import { fromOffsets } from './sample-offsets.ts'
import { strokeNeed } from './stroke-need.ts'
import { StrokePainter } from './stroke-painter.ts'

/** The most memory that an author's operation may take, but for a moving horizon; `opened` is the action that it continues or ends. */
export function updateNeed(
  history: History,
  opened: GrowingAction | undefined,
  author: number,
  operation: Operation,
): BlockCounts {
  if (!continuesAction(operation))
    return addCounts(opened?.marks.endNeed() ?? {}, startNeed(history, author, operation))
  const isStroke = opened?.marks instanceof StrokePainter && operation.kind === 'stroke-points'
  return isStroke ? opened.marks.needOf(fromOffsets(opened.marks.last, operation.samples)) : {}
}

function startNeed(history: History, author: number, operation: Operation): BlockCounts {
  switch (operation.kind) {
    case 'stroke-begin':
      return strokeNeed(operation.brush, 'colored-mask', [], operation.samples)
    case 'gradient': {
      const { width, height } = operation.area
      return { pixels: Math.min(planeTiles, (Math.ceil(width / 64) + 1) * (Math.ceil(height / 64) + 1)) }
    }
    case 'undo':
    case 'redo':
      return history.undoNeed(author, operation.action)
    default:
      return isLayerOperation(operation) ? history.moveNeed(operation) : {}
  }
}
