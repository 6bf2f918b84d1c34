import { limits } from '../base/limits.ts'
import { tilePixels } from '../kernel/tile-layout.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { floodClosed } from './close-gaps.ts'
import { type CoverageMask, fullCoverage, putCoverage } from './coverage-mask.ts'
import { floodBits } from './flood-bits.ts'
import type { Frame } from '../raster/structure.ts'
import { clipFrame, isInFrame, planeFrame, tileCountOf, tilesOf } from './frame.ts'
import type { Paced } from './paced.ts'
import { type Bounds, boundsBits, passableArea } from './passable-area.ts'
import type { PixelSource } from './pixel-source.ts'
import { type Refusal, refuse } from './refusal.ts'
import { softenBits } from './soften-bits.ts'
import { spreadBits, spreadRadiusMax } from './spread-bits.ts'
import {
  type BitSource,
  bothBits,
  coverageOfBits,
  fullBits,
  rememberBits,
  type TileBits,
  withoutBits,
} from './tile-bits.ts'

// Flood fill and wand: which px a fill covers, as a mask, computed by the author alone and sent as a patch. So undoing the
// line that held a fill never makes it flood the picture, and nobody else spends time on it.
//
//   px alike (bits) ──▶ connected, gaps closed ──▶ grown or shrunk ──▶ soft edge ──▶ within the selection
//
// Everything is done tile by tile on bits; blank tiles and tiles that are covered wholly cost nothing, so that filling an
// empty plane of 16384 × 16384 px takes milliseconds.

export interface FillOptions {
  /** The px pointed at, whole numbers of the plane. */
  readonly x: number
  readonly y: number
  /** The picture; nothing outside of it is looked at or filled. */
  readonly frame: Frame
  readonly selection?: CoverageMask | undefined
  /** 0..255: how far each channel may be from the px pointed at, in 8 bits. */
  readonly tolerance: number
  /** `everywhere`: all px of the colour, connected or not. */
  readonly reach: 'connected' | 'everywhere'
  /** Gaps of at most so many px count as closed, 0..limits.fillGapPxMax. */
  readonly gapPx: number
  /** The result is so many px larger (smaller), up to limits.fillGrowPxMax. */
  readonly growPx: number
  readonly edge: 'hard' | 'soft'
}

/** What a fill at a px covers; empty when the px is outside of the frame or the selection. */
export function* floodFill(source: PixelSource, options: FillOptions): Paced<CoverageMask | Refusal> {
  const bounds: Bounds = { frame: clipFrame(options.frame, planeFrame), selection: options.selection }
  const { x, y } = options
  if (!isInFrame(bounds.frame, x, y)) return new Map()
  const allowed = rememberBits((index) => boundsBits(bounds, index))
  const pixels = source(tileIndexOf(x >> 6, y >> 6))
  const at = (((y & 63) << 6) | (x & 63)) * 4
  const color = pixels === undefined ? [0, 0, 0, 0] : [...pixels.subarray(at, at + 4)]
  const area = passableArea(source, bounds, color, options.tolerance)
  const tilesMax = tileCountOf(bounds.frame)

  const alike = yield* paceFlood(
    options.reach === 'everywhere'
      ? everywhere(area, bounds.frame)
      : options.gapPx > 0
        ? floodClosed(area, x, y, Math.min(options.gapPx, limits.fillGapPxMax))
        : floodBits(area, x, y),
    tilesMax,
  )
  const grown = yield* resize(alike, allowed, bounds.frame, options.growPx)
  return yield* coverBits(grown, allowed, bounds, options.edge)
}

/** Progress of work that tells how many tiles it has been at: it is most of a fill, and may visit a tile more than once. */
function* paceFlood<Result>(work: Generator<number, Result, void>, tilesMax: number): Paced<Result> {
  let done = 0
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    done += 64
    yield 0.8 * (done / (done + tilesMax))
  }
}

function* everywhere(area: BitSource, frame: Frame): Generator<number, Map<number, TileBits>, void> {
  const found = new Map<number, TileBits>()
  let count = 0
  for (const index of tilesOf(frame)) {
    const bits = area(index)
    if (bits !== undefined) found.set(index, bits)
    if (++count % 64 === 0) yield count
  }
  return found
}

/** Grows (shrinks) bits inside of what is allowed; the edge of what is allowed doesn't shrink them. */
function* resize(
  bits: ReadonlyMap<number, TileBits>,
  allowed: BitSource,
  frame: Frame,
  growPx: number,
): Paced<ReadonlyMap<number, TileBits>> {
  let now = bits
  let left = Math.min(Math.abs(Math.round(growPx)), limits.fillGrowPxMax)
  while (left > 0) {
    const radius = Math.min(left, spreadRadiusMax)
    left -= radius
    const before = now
    const next = new Map<number, TileBits>()
    const source: BitSource =
      growPx > 0
        ? (index) => before.get(index)
        : rememberBits((index) => withoutBits(allowed(index), before.get(index)))
    let count = 0
    for (const index of growPx > 0 ? tilesOf(frame) : before.keys()) {
      const spread = spreadBits(source, index, radius)
      const tile = growPx > 0 ? bothBits(spread, allowed(index)) : withoutBits(before.get(index), spread)
      if (tile !== undefined) next.set(index, tile)
      if (++count % 64 === 0) yield 0.8
    }
    now = next
  }
  return now
}

function* coverBits(
  bits: ReadonlyMap<number, TileBits>,
  allowed: BitSource,
  { frame, selection }: Bounds,
  edge: FillOptions['edge'],
): Paced<CoverageMask | Refusal> {
  const mask = new Map<number, Uint8Array>()
  const source: BitSource = (index) => bits.get(index)
  let partial = 0
  let count = 0
  const total = edge === 'soft' ? tileCountOf(frame) : bits.size
  for (const index of edge === 'soft' ? tilesOf(frame) : bits.keys()) {
    const tile = bits.get(index)
    const coverage =
      edge === 'soft'
        ? softenBits(source, allowed, index)
        : tile === fullBits
          ? fullCoverage
          : tile && coverageOfBits(tile)
    if (coverage !== undefined) {
      putCoverage(mask, index, selectedPart(coverage, selection?.get(index), selection !== undefined))
      if (mask.get(index) !== fullCoverage && mask.has(index)) partial++
    }
    if (partial > limits.maskTilesMax) return tooRagged()
    if (++count % 64 === 0) yield 0.8 + 0.2 * (count / total)
  }
  return mask
}

/** The coverage as far as it is selected. */
function selectedPart(
  coverage: Uint8Array,
  selected: Uint8Array | undefined,
  hasSelection: boolean,
): Uint8Array {
  if (!hasSelection || selected === fullCoverage) return coverage
  const part = new Uint8Array(tilePixels)
  if (selected === undefined) return part
  for (let at = 0; at < tilePixels; at++) part[at] = (coverage[at]! * selected[at]! + 127) / 255
  return part
}

function tooRagged(): Refusal {
  return refuse(
    'too-large',
    `The edge of this area runs through more than ${limits.maskTilesMax} blocks of 64 × 64 px: fill a smaller area, or allow more tolerance.`,
  )
}
