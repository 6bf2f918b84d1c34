import { limits } from '../base/limits.ts'
import type { BlockCounts } from '../kernel/block-arena.ts'
import type { Brush } from './brush.ts'
import { dabRadiusMax } from './dab.ts'
import { planeTilesAcross } from './plane.ts'
import type { Sample } from './sample.ts'

/** 1/16 px of a tile's side. */
const tileUnits = 64 * 16

/**
 * The most masks that samples may need which follow `before`, the stroke's newest ones: the path runs inside of the box around a
 * sample and the two before it.
 */
export function strokeNeed(
  brush: Brush,
  kind: 'mask' | 'colored-mask',
  before: readonly Sample[],
  samples: readonly Sample[],
): BlockCounts {
  const reach = reachOf(brush)
  const all = [...before, ...samples]
  const most = kind === 'mask' ? limits.strokeTilesMax : limits.coloredStrokeTilesMax
  let tiles = 0
  for (let at = before.length; at < all.length && tiles < most; at++) {
    const newest = all[at]!
    const middle = all[at - 1] ?? newest
    const oldest = all[at - 2] ?? middle
    const wide = tilesAcross(oldest.x, middle.x, newest.x, reach)
    tiles += wide * tilesAcross(oldest.y, middle.y, newest.y, reach)
  }
  return { [kind]: Math.min(tiles, most) }
}

/** How far from the path a dab may cover something, in 1/16 px. */
function reachOf({ size, sizeBy, jitter }: Brush): number {
  const radius = Math.min(dabRadiusMax / 16, (size / 2) * growthOf(sizeBy.tilt) * growthOf(sizeBy.speed))
  // Its soft edge, and what rounding adds.
  const edge = 48
  return radius + Math.ceil((2 * radius * jitter.position) / 255) + edge
}

/** How many times as large the pen may make a dab: see pen-dynamics.ts. */
function growthOf(part: number): number {
  return 1 + (Math.max(0, part) * 7) / 100
}

function tilesAcross(a: number, b: number, c: number, reach: number): number {
  const first = Math.max(0, Math.floor((Math.min(a, b, c) - reach) / tileUnits))
  const last = Math.min(planeTilesAcross - 1, Math.floor((Math.max(a, b, c) + reach) / tileUnits))
  return Math.max(0, last - first + 1)
}
