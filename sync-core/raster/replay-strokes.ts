import type { CanvasSize } from './canvas-size.ts'
import { mergeMask } from './merge-mask.ts'
import { type EndedStroke, masksOf } from './stroke.ts'
import { isBlank, Tile } from './tile.ts'

/**
 * Merges strokes, in the order given, into the tiles with these indices and nowhere else; undone ones are left out.
 * `tiles` stays as it is; the result has the tiles that became different (undefined: became blank).
 */
export function replayStrokes(
  size: CanvasSize,
  tiles: readonly (Tile | undefined)[],
  indices: ReadonlySet<number>,
  strokes: Iterable<EndedStroke>,
): Map<number, Tile | undefined> {
  const working = new Map<number, { pixels: Uint16Array; changed: boolean }>()
  for (const stroke of strokes) {
    if (stroke.undone) continue
    const both = intersection(stroke.touched, indices)
    if (both.length === 0) continue
    const masks = masksOf(size, stroke, indices)
    for (const index of both) {
      const mask = masks.get(index)
      if (mask === undefined) continue
      let work = working.get(index)
      if (work === undefined) {
        const from = tiles[index]
        work = { pixels: from ? from.pixels.slice() : new Uint16Array(mask.length * 4), changed: false }
        working.set(index, work)
      }
      if (mergeMask(work.pixels, mask, stroke.source)) work.changed = true
    }
  }
  const result = new Map<number, Tile | undefined>()
  for (const [index, { pixels, changed }] of working) {
    if (changed) result.set(index, isBlank(pixels) ? undefined : new Tile(pixels))
  }
  return result
}

function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): number[] {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  const both: number[] = []
  for (const index of small) if (large.has(index)) both.push(index)
  return both
}
