import { assert } from '../base/assert.ts'
import { ProtocolError } from '../base/errors.ts'
import type { CanvasSize } from './canvas-size.ts'
import type { BrushSource } from './merge-mask.ts'
import { decodeOperation } from './operation-codec.ts'
import type { Update } from './operation.ts'
import { StrokePainter } from './stroke-painter.ts'

/** A stroke that its author still draws. */
export interface OpenStroke {
  readonly author: number
  /** The clientSeq of its stroke-begin: its name for undo and redo. */
  readonly stroke: number
  readonly painter: StrokePainter
}

/** An open stroke as the Timeline keeps it. */
export interface GrowingStroke extends OpenStroke {
  /** Its stroke-begin and stroke-points, in order; from these it can be painted again. */
  readonly updates: Update[]
  sampleCount: number
}

/** A stroke that ended after the horizon: part of the layer, and can be undone. */
export interface EndedStroke {
  readonly author: number
  readonly stroke: number
  readonly endSeq: number
  readonly updates: readonly Update[]
  readonly source: BrushSource
  /** Indices of the tiles that its mask has. */
  readonly touched: ReadonlySet<number>
  /** The finished mask, or undefined when its memory was given back. */
  masks: ReadonlyMap<number, Uint16Array> | undefined
  undone: boolean
}

/** Ends the painter and makes the stroke part of the window. */
export function endStroke(open: GrowingStroke, endSeq: number): EndedStroke {
  open.painter.end()
  return {
    author: open.author,
    stroke: open.stroke,
    endSeq,
    updates: open.updates,
    source: open.painter.source,
    touched: new Set(open.painter.tiles.keys()),
    masks: open.painter.tiles,
    undone: false,
  }
}

/** The finished mask of an ended stroke, at least on `clip`: kept, or painted again from its updates. */
export function masksOf(
  size: CanvasSize,
  stroke: EndedStroke,
  clip: ReadonlySet<number>,
): ReadonlyMap<number, Uint16Array> {
  if (stroke.masks !== undefined) return stroke.masks
  let painter: StrokePainter | undefined
  for (const update of stroke.updates) {
    const operation = decodeOperation(update.operation)
    if (operation.kind === 'stroke-begin') painter = new StrokePainter(size, operation.brush, clip)
    assert('samples' in operation && painter !== undefined, 'a stroke is its begin and its points')
    painter.add(operation.samples)
  }
  assert(painter !== undefined, 'a stroke has a begin')
  painter.end()
  return painter.tiles
}

/** The refusal of a base whose carried updates are not the beginnings of open strokes. */
export function brokenCarried(update: Update): ProtocolError {
  return new ProtocolError(
    'malformed',
    `The picture can't be read: carried update ${update.seq} of author ${update.author} belongs to no open stroke.`,
  )
}
