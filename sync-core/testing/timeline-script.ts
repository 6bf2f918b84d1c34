import { blankBase, type Base } from '../raster/base.ts'
import { type Brush, roundBrush } from '../raster/brush.ts'
import { coverageOne, tileValues } from '../kernel/tile-layout.ts'
import { encodeCoverage } from '../raster/coverage-codec.ts'
import type { LayerOperation } from '../raster/layer-operation.ts'
import type { Marks } from '../raster/marks.ts'
import { decodeOperation, encodeOperation } from '../raster/operation-codec.ts'
import type { Operation, PatchPart, Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { Sample } from '../raster/sample.ts'
import { createStructure, firstLayer, type LayerId } from '../raster/structure.ts'
import type { Timeline, TimelineOptions } from '../raster/timeline.ts'
import { xxh64 } from '../base/xxh64.ts'
import { authors, layers } from './painting-script.ts'
import { layMarks, newTimeline } from './picture-memories.ts'

// Short scripts of operations on a small picture. Positions are in px of the picture; the plane's are added here.

export const size = { width: 200, height: 150 }
export const blank = blankBase(size)
export const frame = createStructure(size).frame
/** The tiles that the picture shows, row by row. */
export const tileIndices = Array.from({ length: 12 }, (_, i) =>
  tileIndexOf((frame.x >> 6) + (i % 4), (frame.y >> 6) + Math.floor(i / 4)),
)
/** Bounds under which the horizon moves several times in a short script. */
export const horizonLimits = {
  pendingUpdatesMax: 14,
  pendingUpdatesKept: 8,
  pendingUpdatesHardMax: 24,
  pendingBytesMax: 600,
  pendingBytesKept: 350,
  pendingBytesHardMax: 2000,
  undoActionsKept: 2,
  horizonEverySeqs: 1,
}

export const brush: Brush = roundBrush({ size: 160, color: 0xff0000 })
/** A point of the picture, in the plane's 1/16 px. */
export const at = (x: number, y: number) => ({ x: (frame.x + x) * 16, y: (frame.y + y) * 16 })
export const dot = (x: number, y: number): Sample[] => [{ ...at(x, y), pressure: 1023 }]
export const begin = (x: number, y: number, change: Partial<Brush> = {}, layer = firstLayer): Operation => ({
  kind: 'stroke-begin',
  layer,
  alphaLock: false,
  selected: false,
  brush: { ...brush, ...change },
  samples: dot(x, y),
})
/** Goes on by so many px. */
export const points = (dx: number, dy: number): Operation => ({
  kind: 'stroke-points',
  samples: [{ x: dx * 16, y: dy * 16, pressure: 0 }],
})
export const end: Operation = { kind: 'end' }
export const undo = (action: number): Operation => ({ kind: 'undo', action })
export const redo = (action: number): Operation => ({ kind: 'redo', action })
export const add = (id: LayerId, above: LayerId = firstLayer): LayerOperation => ({
  kind: 'layer-add',
  id,
  above,
  name: `Layer ${id}`,
})
export const set = (id: LayerId, field: Extract<LayerOperation, { kind: 'layer-set' }>['field']) =>
  ({ kind: 'layer-set', id, field }) satisfies LayerOperation

/** A part that covers one tile of the picture (0..11) evenly. */
export const part = (place: number, value = 255, form: 'cover' | 'erase' = 'cover'): PatchPart => ({
  index: tileIndices[place]!,
  form,
  bytes: encodeCoverage(new Uint8Array(4096).fill(value)),
})
/** Selects the left half of tiles of the picture; none selects nothing in particular. */
export const select = (...places: readonly number[]): Operation => ({
  kind: 'select',
  stage: 'whole',
  parts: places.map((place) => ({
    index: tileIndices[place]!,
    bytes: encodeCoverage(Uint8Array.from({ length: 4096 }, (_, i) => ((i & 63) < 32 ? 255 : 0))),
  })),
})

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

export function replay(
  updates: readonly Update[],
  base: Base = blank,
  options?: Partial<TimelineOptions>,
): Timeline {
  const timeline = newTimeline(base, { horizonLimits, ...options })
  for (const update of updates) timeline.apply(update)
  return timeline
}

export function isUndoOrRedo(update: Update): boolean {
  const { kind } = decodeOperation(update.operation)
  return kind === 'undo' || kind === 'redo'
}

/** Everything about a timeline that can be seen from outside. */
export function stateOf(timeline: Timeline): unknown {
  const base = timeline.base()
  return {
    seq: timeline.seq,
    horizon: timeline.horizon,
    structure: timeline.structure,
    hash: timeline.hash(),
    bytes: timeline.pendingBytes,
    open: timeline.openActions().map(({ author, action, marks }) => ({
      author,
      action,
      layer: marks.layer,
      marks: marksOf(timeline, marks),
    })),
    actions: authors.map((author) => timeline.actionsOf(author)),
    selections: authors.map((author) => [timeline.selectionUpdateOf(author), timeline.selectionOf(author)]),
    tiles: tileHashes((layer) => timeline.layerTiles(layer)),
    base: {
      structure: base.structure,
      carried: base.carried,
      tiles: tileHashes((layer) => base.layers.get(layer)),
    },
  }
}

function tileHashes(
  tilesOf: (layer: LayerId) => ReadonlyMap<number, { readonly hash: unknown }> | undefined,
): unknown {
  return layers.map((layer) =>
    [...(tilesOf(layer) ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([index, tile]) => ({ index, hash: tile.hash })),
  )
}

function marksOf({ memory }: Timeline, marks: Marks): unknown {
  return [...marks.indices()]
    .sort((a, b) => a - b)
    .map((index) => {
      const pixels = new Uint16Array(tileValues).fill(coverageOne >> 1)
      layMarks(memory, marks, index, pixels)
      return { index, hash: xxh64(new Uint8Array(pixels.buffer)) }
    })
}

/** What each tile of the picture shows: its layers from the bottom up, with what is open above each. */
export function shownOf(timeline: Timeline): Map<number, string> {
  return new Map(
    tileIndices.map((index) => {
      const shown = timeline.structure.layers.map((layer) => {
        const pixels = timeline.tile(layer.id, index)?.copyPixels() ?? new Uint16Array(tileValues)
        for (const { marks } of timeline.openActions()) {
          if (marks.layer === layer.id && marks.has(index)) layMarks(timeline.memory, marks, index, pixels)
        }
        const isBlank = pixels.every((value) => value === 0)
        const { id, opacity, blend, visible, clipped } = layer
        const look = JSON.stringify({ id, opacity, blend, visible, clipped })
        return isBlank ? '' : look + Buffer.from(pixels.buffer).toString('latin1')
      })
      return [index, shown.join('')]
    }),
  )
}

export const alphaAt = (timeline: Timeline, x: number, y: number, layer = firstLayer): number =>
  timeline.tile(layer, tileIndices[(y >> 6) * 4 + (x >> 6)]!)?.copyPixels()[
    (((y & 63) << 6) + (x & 63)) * 4 + 3
  ] ?? 0
