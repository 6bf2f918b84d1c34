import { planeTilesAcross, tileIndexOf } from '../raster/plane.ts'
import { neighbourBits, surroundingsOf } from './spread-bits.ts'
import {
  type BitSource,
  noBits,
  normalBits,
  rememberBits,
  type TileBits,
  tileWords,
  withoutBits,
} from './tile-bits.ts'

// How the cores of close-gaps.ts grow back: all tiles at which anything can still grow take a step of one px together, each
// reading what its neighbours were before it. A tile rests as long as nothing moved in it and beside it.

/** A tile while the cores grow: px of the core pointed at, and of all others. */
interface Growth {
  readonly index: number
  readonly area: TileBits
  ours: TileBits
  others: TileBits
  nextOurs: TileBits
  nextOthers: TileBits
  /** The last step at which anything changed here. */
  movedAt: number
  /** `filled`: there is no px left to grow over. */
  state: 'open' | 'filled'
}

/** Lets the flooded core and all others grow over the area by `steps` (at most a tile's side) px; what the flooded one has. */
export function* growCores(
  area: BitSource,
  cores: BitSource,
  flooded: Map<number, TileBits>,
  steps: number,
): Generator<number, Map<number, TileBits>, void> {
  const growths = new Map<number, Growth>()
  const otherCores = rememberBits((index) => withoutBits(cores(index), flooded.get(index)))
  const ours: BitSource = (index) => growths.get(index)?.ours ?? flooded.get(index)
  const others: BitSource = (index) => growths.get(index)?.others ?? otherCores(index)
  // Others within the reach of a px within our reach matter: two tiles around, as a reach is not more than a tile.
  for (const index of around(around(edgeTiles(flooded)))) {
    const bits = area(index)
    if (bits === undefined) continue
    const growth = newGrowth(index, bits, flooded.get(index), otherCores(index))
    if (growth.state === 'open') growths.set(index, growth)
    if (growths.size % 64 === 0) yield growths.size
  }
  let active = [...growths.values()]
  for (let step = 0; step < steps && active.length > 0; step++) {
    let count = 0
    const moving = active.filter(({ index }) => isMoving(growths, index, step))
    for (const growth of moving) {
      growOnce(growth, ours, others)
      if (++count % 64 === 0) yield count
    }
    for (const growth of moving) takeStep(growth, step + 1)
    active = active.filter((growth) => growth.state === 'open')
  }
  for (const { index, ours } of growths.values()) {
    const bits = normalBits(ours)
    if (bits !== undefined) flooded.set(index, bits)
  }
  return flooded
}

function newGrowth(index: number, area: TileBits, ours = noBits, others = noBits): Growth {
  return {
    index,
    area,
    ours: ours.slice(),
    others: others.slice(),
    nextOurs: new Int32Array(tileWords),
    nextOthers: new Int32Array(tileWords),
    movedAt: 0,
    state: isFilled(area, ours, others) ? 'filled' : 'open',
  }
}

/** Whether something may grow in a tile at this step: it or a tile beside it did at the last one. */
function isMoving(growths: ReadonlyMap<number, Growth>, index: number, step: number): boolean {
  // Beyond an edge of the plane these are tiles of another row; one that is looked at for nothing does no harm.
  return (
    growths.get(index)?.movedAt === step ||
    growths.get(index - 1)?.movedAt === step ||
    growths.get(index + 1)?.movedAt === step ||
    growths.get(index - planeTilesAcross)?.movedAt === step ||
    growths.get(index + planeTilesAcross)?.movedAt === step
  )
}

function takeStep(growth: Growth, step: number): void {
  const { area, ours, others, nextOurs, nextOthers } = growth
  for (let i = 0; i < tileWords; i++) {
    if (ours[i] === nextOurs[i] && others[i] === nextOthers[i]) continue
    growth.movedAt = step
    break
  }
  if (growth.movedAt === step && isFilled(area, nextOurs, nextOthers)) growth.state = 'filled'
  growth.ours = nextOurs
  growth.others = nextOthers
  growth.nextOurs = ours
  growth.nextOthers = others
}

/** The tiles at which something flooded might grow: all that are not full inside of full ones. */
function* edgeTiles(flooded: ReadonlyMap<number, TileBits>): Generator<number, void, void> {
  const source: BitSource = (index) => flooded.get(index)
  for (const index of flooded.keys()) if (surroundingsOf(source, index) !== 'full') yield index
}

/** The tiles, and those that touch them with a side or a corner. */
function around(indices: Iterable<number>): Set<number> {
  const found = new Set<number>()
  for (const index of indices) {
    const tx = index % planeTilesAcross
    const ty = Math.floor(index / planeTilesAcross)
    for (let y = Math.max(0, ty - 1); y <= Math.min(planeTilesAcross - 1, ty + 1); y++) {
      for (let x = Math.max(0, tx - 1); x <= Math.min(planeTilesAcross - 1, tx + 1); x++) {
        found.add(tileIndexOf(x, y))
      }
    }
  }
  return found
}

function isFilled(area: TileBits, ours: TileBits, others: TileBits): boolean {
  for (let i = 0; i < tileWords; i++) if ((area[i]! & ~ours[i]! & ~others[i]!) !== 0) return false
  return true
}

/** Both kinds one px further into what nobody has, into the next arrays; where they meet, ours goes first. */
function growOnce(growth: Growth, ours: BitSource, others: BitSource): void {
  const { index, area, nextOurs, nextOthers } = growth
  const reachedOurs = widenByOne(ours, index)
  for (let i = 0; i < tileWords; i++) {
    nextOurs[i] = growth.ours[i]! | (reachedOurs[i]! & area[i]! & ~growth.others[i]!)
  }
  const reachedOthers = widenByOne(others, index)
  for (let i = 0; i < tileWords; i++) {
    nextOthers[i] = growth.others[i]! | (reachedOthers[i]! & area[i]! & ~nextOurs[i]!)
  }
}

const widened = new Int32Array(tileWords)

/** The bits and their neighbours side by side (not over corners, which would pass a slanted line); valid until the next call. */
function widenByOne(source: BitSource, index: number): TileBits {
  const own = source(index) ?? noBits
  const left = neighbourBits(source, index, -1, 0) ?? noBits
  const right = neighbourBits(source, index, 1, 0) ?? noBits
  const above = neighbourBits(source, index, 0, -1) ?? noBits
  const below = neighbourBits(source, index, 0, 1) ?? noBits
  const lastRow = tileWords - 2
  for (let at = 0; at < tileWords; at += 2) {
    const low = own[at]!
    const high = own[at + 1]!
    const lowAbove = at === 0 ? above[lastRow]! : own[at - 2]!
    const highAbove = at === 0 ? above[lastRow + 1]! : own[at - 1]!
    const lowBelow = at === lastRow ? below[0]! : own[at + 2]!
    const highBelow = at === lastRow ? below[1]! : own[at + 3]!
    widened[at] = low | (low << 1) | (low >>> 1) | (high << 31) | (left[at + 1]! >>> 31) | lowAbove | lowBelow
    widened[at + 1] =
      high | (high << 1) | (high >>> 1) | (low >>> 31) | (right[at]! << 31) | highAbove | highBelow
  }
  return widened
}
