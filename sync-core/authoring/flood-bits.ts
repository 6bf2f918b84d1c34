import { tileSidePx } from '../kernel/tile-layout.ts'
import { planeTiles, planeTilesAcross, tileIndexOf } from '../raster/plane.ts'
import { type BitSource, fullBits, hasBit, type TileBits, tileWords } from './tile-bits.ts'

// Floods an area of bits from one px, side by side (not over corners: a line one px wide and slanted holds).
//
//   queue of tiles ──▶ flood the tile from what is reached in it ──▶ where that touches an edge, the tile beside it is
//         ▲            (rows down, then up, until nothing moves)      reached there, and queued
//         └──────────────────────────────────────────────────────────────────┘
//
// A row of 64 px is two words; a run of passable px is filled from any px in it by five shifts to each side. A tile that is
// passable everywhere is reached wholly by the first touch. Rejected: the classic scanline fill (each px once, but one at a
// time, and its stack can get as large as the picture).

/** Tiles between two yields. */
const tilesPerStep = 64

/** Whatever of `area` is connected with the px; yields how many tiles were flooded so far. */
export function* floodBits(
  area: BitSource,
  x: number,
  y: number,
): Generator<number, Map<number, TileBits>, void> {
  const flood = new Flood(area)
  flood.start(x, y)
  let count = 0
  while (flood.next()) {
    count++
    if (count % tilesPerStep === 0) yield count
  }
  return flood.reached
}

class Flood {
  readonly reached = new Map<number, TileBits>()
  private readonly area: BitSource
  // A ring; a tile is in it at most once.
  private readonly queue = new Int32Array(planeTiles)
  private readonly isQueued = new Uint8Array(planeTiles)
  private first = 0
  private count = 0

  constructor(area: BitSource) {
    this.area = area
  }

  start(x: number, y: number): void {
    const index = tileIndexOf(x >> 6, y >> 6)
    const passable = this.area(index)
    if (!hasBit(passable, x & 63, y & 63)) return
    const bits = this.bitsToReach(index, passable!)
    if (bits !== fullBits) bits[2 * (y & 63) + ((x & 63) >> 5)] = 1 << (x & 31)
    this.enqueue(index)
  }

  /** Floods one tile; false when there is none left. */
  next(): boolean {
    if (this.count === 0) return false
    const index = this.queue[this.first]!
    this.first = (this.first + 1) % planeTiles
    this.count--
    this.isQueued[index] = 0
    const bits = this.reached.get(index)!
    if (bits !== fullBits) floodTile(this.area(index)!, bits)
    const tx = index % planeTilesAcross
    if (tx > 0) this.spillAcross(index, bits, -1)
    if (tx < planeTilesAcross - 1) this.spillAcross(index, bits, 1)
    if (index >= planeTilesAcross) this.spillDown(index, bits, -1)
    if (index < planeTiles - planeTilesAcross) this.spillDown(index, bits, 1)
    return true
  }

  private spillAcross(index: number, from: TileBits, step: -1 | 1): void {
    const beside = index + step
    const passable = this.area(beside)
    if (passable === undefined) return
    const known = this.reached.get(beside)
    if (known === fullBits) return
    const fromWord = step > 0 ? 1 : 0
    const fromBit = step > 0 ? 31 : 0
    let into: TileBits | undefined
    for (let word = 0; word < tileWords; word += 2) {
      const touched = ((from[word + fromWord]! >>> fromBit) & 1) << (31 - fromBit)
      const at = word + 1 - fromWord
      if ((touched & passable[at]! & ~(known === undefined ? 0 : known[at]!)) === 0) continue
      into ??= this.bitsToReach(beside, passable)
      if (into === fullBits) break
      into[at] = into[at]! | touched
    }
    if (into !== undefined) this.enqueue(beside)
  }

  private spillDown(index: number, from: TileBits, step: -1 | 1): void {
    const beside = index + step * planeTilesAcross
    const passable = this.area(beside)
    if (passable === undefined) return
    const known = this.reached.get(beside)
    if (known === fullBits) return
    const fromRow = step > 0 ? tileWords - 2 : 0
    const toRow = tileWords - 2 - fromRow
    let into: TileBits | undefined
    for (let half = 0; half < 2; half++) {
      const touched = from[fromRow + half]! & passable[toRow + half]!
      if ((touched & ~(known === undefined ? 0 : known[toRow + half]!)) === 0) continue
      into ??= this.bitsToReach(beside, passable)
      if (into === fullBits) break
      into[toRow + half] = into[toRow + half]! | touched
    }
    if (into !== undefined) this.enqueue(beside)
  }

  private bitsToReach(index: number, passable: TileBits): TileBits {
    let bits = this.reached.get(index)
    if (bits === undefined) {
      bits = passable === fullBits ? fullBits : new Int32Array(tileWords)
      this.reached.set(index, bits)
    }
    return bits
  }

  private enqueue(index: number): void {
    if (this.isQueued[index] === 1) return
    this.isQueued[index] = 1
    this.queue[(this.first + this.count) % planeTiles] = index
    this.count++
  }
}

const isRowFilled = new Uint8Array(tileSidePx)

/** Lets what is reached in a tile run wherever it can; in place. */
function floodTile(passable: TileBits, reached: TileBits): void {
  isRowFilled.fill(0)
  sweep(passable, reached, 1)
  while (sweep(passable, reached, -1) && sweep(passable, reached, 1));
}

/** Carries each row to the next one, downwards or upwards; whether anything was reached or not looked at yet. */
function sweep(passable: TileBits, reached: TileBits, step: -1 | 1): boolean {
  let isChanged = false
  let lowBefore = 0
  let highBefore = 0
  for (let count = 0, y = step > 0 ? 0 : tileSidePx - 1; count < tileSidePx; count++, y += step) {
    const canLow = passable[2 * y]!
    const canHigh = passable[2 * y + 1]!
    const wasLow = reached[2 * y]!
    const wasHigh = reached[2 * y + 1]!
    let low = wasLow | (lowBefore & canLow)
    let high = wasHigh | (highBefore & canHigh)
    if ((low | high) !== 0 && (isRowFilled[y] === 0 || low !== wasLow || high !== wasHigh)) {
      low = fillRight(low, canLow)
      high = fillRight(high | ((low >>> 31) & canHigh), canHigh)
      high = fillLeft(high, canHigh)
      low = fillLeft(low | ((high << 31) & canLow), canLow)
      isRowFilled[y] = 1
      if (low !== wasLow || high !== wasHigh) {
        reached[2 * y] = low
        reached[2 * y + 1] = high
        isChanged = true
      }
    }
    lowBefore = low
    highBefore = high
  }
  return isChanged
}

/** Towards higher bits, which are px further right. */
function fillRight(start: number, can: number): number {
  let got = start
  let run = can
  got |= run & (got << 1)
  run &= run << 1
  got |= run & (got << 2)
  run &= run << 2
  got |= run & (got << 4)
  run &= run << 4
  got |= run & (got << 8)
  run &= run << 8
  return got | (run & (got << 16))
}

function fillLeft(start: number, can: number): number {
  let got = start
  let run = can
  got |= run & (got >>> 1)
  run &= run >>> 1
  got |= run & (got >>> 2)
  run &= run >>> 2
  got |= run & (got >>> 4)
  run &= run >>> 4
  got |= run & (got >>> 8)
  run &= run >>> 8
  return got | (run & (got >>> 16))
}
