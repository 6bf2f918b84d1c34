import type { PictureMemory } from '../kernel/picture-memory.ts'
import { type Effect, type EndedAction, marksOf } from './action.ts'
import { mergeTiles } from './merge-tiles.ts'
import type { LayerOperation } from './layer-operation.ts'
import type { LayerId } from './structure.ts'
import type { TileSheets } from './tile-sheets.ts'
import { WorkColumn } from './work-column.ts'

/**
 * Lays actions, in the order given, on the columns with these indices and nowhere else; `isInEffect` leaves out what is undone.
 * The sheets stay as they are; the result has the columns that something was laid on.
 */
export function replayActions(
  memory: PictureMemory,
  sheets: TileSheets,
  indices: ReadonlySet<number>,
  actions: Iterable<EndedAction>,
  isInEffect: (action: EndedAction) => boolean,
): Map<number, WorkColumn> {
  const columns = new Map<number, WorkColumn>()
  const column = (index: number): WorkColumn => {
    let work = columns.get(index)
    if (work === undefined) {
      work = new WorkColumn(memory, sheets, index)
      columns.set(index, work)
    }
    return work
  }
  const laid = [...actions].filter(isInEffect)
  const isHidden = hiddenIn(laid, indices)
  for (const [at, action] of laid.entries()) {
    const { effect } = action
    if (effect.kind === 'layers') {
      if (movesPixels(effect.operation))
        for (const index of indices) moveColumn(memory, column(index), effect.operation)
      continue
    }
    const both = intersection(effect.touched, indices).filter((index) => !isHidden(at, effect.layer, index))
    if (both.length === 0) continue
    const marks = marksOf(memory, action, effect, new Set(both))
    for (const index of both) {
      if (marks.has(index)) column(index).paint(effect.layer, (pixels) => marks.layOn(index, pixels))
    }
    if (marks !== effect.marks) marks.free()
  }
  return columns
}

type IsHidden = (at: number, layer: LayerId, index: number) => boolean

/** Says of the action at a place in the list whether something later hides all that it lays on a layer's tile. */
function hiddenIn(laid: readonly EndedAction[], indices: ReadonlySet<number>): IsHidden {
  /** Of the last thing that hides, by layer and tile. */
  const last = new Map<LayerId, Map<number, number>>()
  let seenUpTo = -1
  for (const [at, { effect }] of laid.entries()) {
    if (effect.kind === 'layers') {
      if (!movesPixels(effect.operation)) continue
      // What is copied or merged is seen elsewhere.
      last.clear()
      seenUpTo = at
      continue
    }
    const { marks, layer, touched } = effect
    if (marks?.hides === undefined) continue
    const tiles = last.get(layer) ?? new Map<number, number>()
    last.set(layer, tiles)
    for (const index of intersection(touched, indices)) if (marks.hides(index)) tiles.set(index, at)
  }
  return (at, layer, index) => at > seenUpTo && at < (last.get(layer)?.get(index) ?? 0)
}

/** Whether the action lays anything on the column. */
export function touches({ effect }: { readonly effect: Effect }, index: number): boolean {
  return effect.kind === 'marks' ? effect.touched.has(index) : movesPixels(effect.operation)
}

/** Whether the operation changes pixels of whole layers. */
export function movesPixels(operation: LayerOperation): boolean {
  return operation.kind === 'layer-copy' || operation.kind === 'layer-merge'
}

/** The tiles that such an operation may change when it is done or undone. */
export function movedIndices(operation: LayerOperation, ...sheets: readonly TileSheets[]): Set<number> {
  const layers = movedLayers(operation)
  const indices = new Set<number>()
  for (const sheet of sheets) {
    for (const layer of layers) for (const index of sheet.tilesOf(layer).keys()) indices.add(index)
  }
  return indices
}

/** The layers whose pixels such an operation changes. */
export function paintedLayers(operation: LayerOperation): readonly LayerId[] {
  if (operation.kind === 'layer-copy') return [operation.id]
  return operation.kind === 'layer-merge' ? [operation.below] : []
}

/** The layers whose pixels such an operation reads or changes. */
export function movedLayers(operation: LayerOperation): readonly LayerId[] {
  if (operation.kind === 'layer-copy') return [operation.from, operation.id]
  return operation.kind === 'layer-merge' ? [operation.top, operation.below] : []
}

function moveColumn({ kernel }: PictureMemory, column: WorkColumn, operation: LayerOperation): void {
  if (operation.kind === 'layer-copy') column.replace(operation.id, column.tile(operation.from))
  if (operation.kind !== 'layer-merge') return
  const top = column.tile(operation.top)
  if (top === undefined) return
  column.paint(operation.below, (pixels) => mergeTiles(kernel, pixels, top.pointer, operation))
}

/** What is in both. */
export function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): number[] {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  const both: number[] = []
  for (const index of small) if (large.has(index)) both.push(index)
  return both
}
