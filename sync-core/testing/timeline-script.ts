import { decodeOperation, encodeOperation } from '../raster/operation-codec.ts'
import { type Brush, roundBrush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import type { Operation, Update } from '../raster/operation.ts'
import { composeTile } from '../raster/show-tile.ts'
import { tileValues } from '../raster/tile.ts'
import { type Base, Timeline, type TimelineOptions } from '../raster/timeline.ts'
import { xxh64 } from '../raster/xxh64.ts'
import { authors } from './painting-script.ts'

export const size = { width: 200, height: 150 }
export const tileIndices = Array.from({ length: 12 }, (_, i) => i)
/** Bounds under which the horizon moves several times in a short script. */
export const horizonLimits = {
  pendingUpdatesMax: 14,
  pendingUpdatesKept: 8,
  pendingBytesMax: 400,
  pendingBytesKept: 250,
}

export const brush = roundBrush({
  size: 160,
  opacity: 255,
  hardness: 255,
  color: 0xff0000,
})
export const dot = (x: number, y: number): Sample[] => [{ x: x * 16, y: y * 16, pressure: 1023 }]
export const begin = (x: number, y: number, change: Partial<Brush> = {}): Operation => ({
  kind: 'stroke-begin',
  brush: { ...brush, ...change },
  samples: dot(x, y),
})
export const points = (x: number, y: number): Operation => ({ kind: 'stroke-points', samples: dot(x, y) })
export const end: Operation = { kind: 'end' }
export const undo = (stroke: number): Operation => ({ kind: 'undo', stroke })
export const redo = (stroke: number): Operation => ({ kind: 'redo', stroke })

/** Applies operations of authors; the clientSeq of each is its place among all, from 1 on. */
export function play(
  timeline: Timeline,
  ...steps: readonly (readonly [author: number, operation: Operation])[]
): Timeline {
  for (const [author, operation] of steps) {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author, clientSeq: seq, operation: encodeOperation(operation) })
  }
  return timeline
}

export function replay(updates: readonly Update[], base?: Base, options?: TimelineOptions): Timeline {
  const timeline = new Timeline(size, base, { horizonLimits, ...options })
  for (const update of updates) timeline.apply(update)
  return timeline
}

export function isUndoOrRedo(update: Update): boolean {
  const { kind } = decodeOperation(update.operation)
  return kind === 'undo' || kind === 'redo'
}

/** Everything about a timeline that can be seen from outside. */
export function stateOf(timeline: Timeline): unknown {
  return {
    seq: timeline.seq,
    horizon: timeline.horizon,
    hash: timeline.hash(),
    bytes: timeline.pendingBytes,
    open: timeline.openStrokes().map(({ author, stroke, painter }) => ({
      author,
      stroke,
      masks: [...painter.tiles]
        .sort(([a], [b]) => a - b)
        .map(([index, mask]) => ({ index, hash: xxh64(new Uint8Array(mask.buffer)) })),
    })),
    strokes: authors.map((author) => timeline.strokesOf(author)),
    carried: timeline.base().carried,
    base: timeline.base().tiles.map((tile) => tile?.hash),
  }
}

export function shownOf(timeline: Timeline): Map<number, string> {
  const out = new Uint16Array(tileValues)
  const overlays = timeline.openStrokes().map(({ painter }) => painter)
  return new Map(
    tileIndices.map((index) => {
      composeTile(index, timeline.tile(index), overlays, out)
      return [index, Buffer.from(out.buffer).toString('latin1')]
    }),
  )
}

export const alphaAt = (timeline: Timeline, x: number, y: number): number =>
  timeline.tile((y >> 6) * 4 + (x >> 6))?.pixels[(((y & 63) << 6) + (x & 63)) * 4 + 3] ?? 0
