import { tileSidePx } from '../raster/canvas-size.ts'
import { planeTilesAcross, tileIndexOf } from '../raster/plane.ts'
import { floodBits } from './flood-bits.ts'
import { neighbourBits, spreadBits, surroundingsOf } from './spread-bits.ts'
import {
  type BitSource,
  fullBits,
  hasBit,
  noBits,
  normalBits,
  rememberBits,
  type TileBits,
  tileWords,
  withoutBits,
} from './tile-bits.ts'

// Floods an area whose walls have gaps. Px nearer to a wall than half a gap are taken away first, so that what remains of
// two rooms (their cores) is not connected through a gap between them. The core that was pointed at is flooded, and then
// all cores grow back, one px at a time and at the same pace; where two meet, they stop:
//
//   ████████████████████        ████████████████████        ████████████████████
//   █                  █        █  ..............  █        █aaaaaaaaaaaaaaaaaa█
//   █                  █        █  .....core.....  █        █aaaaaaaaaaaaaaaaaa█
//   █████████  █████████   ─▶   █████████  █████████   ─▶   █████████aa█████████
//   █                  █        █  ..............  █        █bbbbbbbbbbbbbbbbbb█
//   █   another room   █        █  .another core.  █        █bbbbbbbbbbbbbbbbbb█
//
// So corners and tips are filled (those of 30° wholly, narrower ones as far as the cores grow), and a gap is left in its
// middle. Rejected: widening the flooded core by half a gap
// alone (leaves every corner round and every tip empty); guessing strokes that would join line ends (right more often with
// long gaps, but nobody can foresee what it does).

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
}

/** What a fill from the px covers when gaps of at most `gapPx` px count as closed; yields now and then. */
export function* floodClosed(
  area: BitSource,
  x: number,
  y: number,
  gapPx: number,
): Generator<number, Map<number, TileBits>, void> {
  for (let radius = (gapPx + 1) >> 1; radius > 0; radius >>= 1) {
    const cores = coresOf(area, radius)
    const start = findCore(area, cores, x, y, radius)
    // A place narrower than the gap: there is no core to be seen from here, so smaller gaps are closed only.
    if (start === undefined) continue
    const flooded = yield* floodBits(cores, start.x, start.y)
    return yield* growBack(area, cores, flooded, Math.min(tileSidePx, 6 * radius + 4))
  }
  return yield* floodBits(area, x, y)
}

/** The px of the area that are further than `radius` from everything outside of it. */
function coresOf(area: BitSource, radius: number): BitSource {
  const walls = rememberBits((index) => withoutBits(fullBits, area(index)))
  return rememberBits((index) => {
    const bits = area(index)
    return bits && withoutBits(bits, spreadBits(walls, index, radius))
  })
}

/** The px of a core that is nearest on foot, at most so far away that it can have the px in its reach. */
function findCore(
  area: BitSource,
  cores: BitSource,
  x: number,
  y: number,
  radius: number,
): { x: number; y: number } | undefined {
  const isIn = (bits: BitSource, px: number, py: number): boolean =>
    hasBit(neighbourBits(bits, tileIndexOf(0, 0), px >> 6, py >> 6), px & 63, py & 63)
  const seen = new Set([y * 65536 + x])
  let edge = [{ x, y }]
  for (let step = 0; step <= 2 * radius && edge.length > 0; step++) {
    const next: typeof edge = []
    for (const at of edge) {
      if (isIn(cores, at.x, at.y)) return at
      for (const [dx, dy] of [
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ] as const) {
        const key = (at.y + dy) * 65536 + at.x + dx
        if (seen.has(key) || !isIn(area, at.x + dx, at.y + dy)) continue
        seen.add(key)
        next.push({ x: at.x + dx, y: at.y + dy })
      }
    }
    edge = next
  }
  return undefined
}

/** Lets the flooded core and all others grow over the area by `steps` (at most a tile's side) px; what the flooded one has. */
function* growBack(
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
    if (!isFilled(growth)) growths.set(index, growth)
    if (growths.size % 64 === 0) yield growths.size
  }
  let active = [...growths.values()]
  for (let step = 0; step < steps && active.length > 0; step++) {
    let count = 0
    const grown = active.filter(({ index }) => isMoving(growths, index, step))
    for (const growth of grown) {
      growOnce(growth, ours, others)
      if (++count % 64 === 0) yield count
    }
    for (const growth of grown) takeStep(growth, step + 1)
    active = active.filter((growth) => !isFilled(growth))
  }
  for (const { index, ours } of growths.values()) {
    const bits = normalBits(ours)
    if (bits !== undefined) flooded.set(index, bits)
  }
  return flooded
}

function newGrowth(index: number, area: TileBits, ours = noBits, others = noBits): Growth {
  return { index, area, ours, others, nextOurs: ours, nextOthers: others, movedAt: 0 }
}

/** Whether something may grow in a tile at this step: it or a tile beside it did at the last one. */
function isMoving(growths: ReadonlyMap<number, Growth>, index: number, step: number): boolean {
  // Beyond an edge of the plane these are tiles of another row; one that is looked at for nothing does no harm.
  return [0, -1, 1, -planeTilesAcross, planeTilesAcross].some(
    (beside) => growths.get(index + beside)?.movedAt === step,
  )
}

function takeStep(growth: Growth, step: number): void {
  const { ours, others, nextOurs, nextOthers } = growth
  for (let i = 0; i < tileWords; i++) {
    if (ours[i] === nextOurs[i] && others[i] === nextOthers[i]) continue
    growth.movedAt = step
    break
  }
  growth.ours = nextOurs
  growth.others = nextOthers
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

/** Whether there is no px left to grow over. */
function isFilled({ area, ours, others }: Growth): boolean {
  for (let i = 0; i < tileWords; i++) if ((area[i]! & ~ours[i]! & ~others[i]!) !== 0) return false
  return true
}

/** Both kinds one px further into what nobody has, into the next arrays; where they meet, ours goes first. */
function growOnce(growth: Growth, ours: BitSource, others: BitSource): void {
  const { index, area } = growth
  const nextOurs = new Int32Array(tileWords)
  const nextOthers = new Int32Array(tileWords)
  const reachedOurs = widenByOne(ours, index)
  for (let i = 0; i < tileWords; i++) {
    nextOurs[i] = growth.ours[i]! | (reachedOurs[i]! & area[i]! & ~growth.others[i]!)
  }
  const reachedOthers = widenByOne(others, index)
  for (let i = 0; i < tileWords; i++) {
    nextOthers[i] = growth.others[i]! | (reachedOthers[i]! & area[i]! & ~nextOurs[i]!)
  }
  growth.nextOurs = nextOurs
  growth.nextOthers = nextOthers
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
