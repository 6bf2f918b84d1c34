// A thumbnail of what one action laid down, alone and on nothing, for a list of what people did. It is made tile by tile, a step
// each, and reads kept marks while they are kept: between two steps the timeline may have let go of them, and then they
// are painted again from the action's updates.
//
// Erasing shows what it takes away, as a grey shape. Alpha lock is left out: on nothing it would lay down nothing.

import type { Paced } from '../authoring/paced.ts'
import type { PixelSource } from '../authoring/pixel-source.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { channelOne, tilePixels, tileValues } from '../kernel/tile-layout.ts'
import { beginMarks, continueMarks, type EndedAction } from '../raster/action.ts'
import type { Marks } from '../raster/marks.ts'
import { decodeOperation } from '../raster/operation-codec.ts'
import type { Operation } from '../raster/operation.ts'
import { PatchMarks } from '../raster/patch-marks.ts'
import { StrokePainter } from '../raster/stroke-painter.ts'
import { type Thumbnail, ThumbnailSum } from './thumbnail-sum.ts'

const grey = channelOne >> 1

/** Undefined for a change of the layers, and for an action that touched nothing. OutOfMemoryError when there is no memory to paint it. */
export function* drawAction(
  memory: PictureMemory,
  { effect, updates }: EndedAction,
  tilesMax: number,
): Paced<Thumbnail | undefined> {
  const first = updates[0] && decodeOperation(updates[0].operation)
  if (effect.kind === 'layers' || effect.touched.size === 0 || first === undefined) return undefined
  const { kernel } = memory
  const sum = new ThumbnailSum([...effect.touched], tilesMax)
  const isLocked = 'alphaLock' in first && first.alphaLock
  let own: Marks | undefined
  let done = 0
  try {
    for (const index of sum.indices) {
      let marks = isLocked ? own : (own ?? effect.marks)
      if (marks === undefined) {
        own = beginMarks(memory, unlocked(first), effect.selection, new Set(sum.indices))
        if (own === undefined) return undefined
        for (const { operation } of updates.slice(1)) {
          yield done / sum.indices.length
          continueMarks(own, decodeOperation(operation))
        }
        if (own instanceof StrokePainter) own.end()
        marks = own
      }
      const pointer = memory.lasting('thumbnail tile', 'pixels')
      const erases = isErasing(first, marks)
      kernel.u16.fill(erases ? channelOne : 0, pointer / 2, pointer / 2 + tileValues)
      marks.layOn(index, pointer)
      const values = kernel.u16.slice(pointer / 2, pointer / 2 + tileValues)
      if (erases) showTaken(values)
      sum.add(index, values)
      done += 1
      yield done / sum.indices.length
    }
  } finally {
    own?.free()
  }
  return sum.result()
}

/** The picture at some tiles, for actions that can't be drawn alone any more. */
export function* drawPlace(
  source: PixelSource,
  indices: readonly number[],
  tilesMax: number,
): Paced<Thumbnail | undefined> {
  if (indices.length === 0) return undefined
  const sum = new ThumbnailSum(indices, tilesMax)
  let done = 0
  for (const index of sum.indices) {
    const values = source(index)
    if (values !== undefined) sum.add(index, values)
    done += 1
    yield done / sum.indices.length
  }
  return sum.result()
}

function unlocked(operation: Operation): Operation {
  return 'alphaLock' in operation ? { ...operation, alphaLock: false } : operation
}

function isErasing(first: Operation, marks: Marks): boolean {
  if (first.kind === 'stroke-begin') return first.brush.blend === 'erase'
  return marks instanceof PatchMarks && marks.forms.has('erase') && !marks.forms.has('over')
}

/** What is gone of a full tile, in grey. */
function showTaken(values: Uint16Array): void {
  for (let i = 0; i < tilePixels; i++) {
    const taken = channelOne - values[i * 4 + 3]!
    values.fill((grey * taken) / channelOne, i * 4, i * 4 + 3)
    values[i * 4 + 3] = taken
  }
}
