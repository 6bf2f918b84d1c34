import { limits } from '../base/limits.ts'
import { tilePixels, tileValues } from '../kernel/tile-layout.ts'
import { isBlank } from '../raster/tile.ts'
import { type CoverageMask, fullCoverage } from './coverage-mask.ts'
import type { DrawnPart, PartWork } from './drawn-part.ts'
import type { Paced } from './paced.ts'
import type { PixelSource } from './pixel-source.ts'
import { type Refusal, refuse } from './refusal.ts'

/** Pixels lifted from a layer, or an image, before they are laid down: tiles of the plane, no blank ones. */
export interface FloatingPixels {
  readonly tiles: ReadonlyMap<number, Uint16Array>
}

/** Pixels about to be laid down: which tiles may have some, and their pixels, made when asked for. */
export interface PlacedPixels {
  readonly indices: readonly number[]
  /** The array is the caller's own. */
  readonly pixelsAt: PixelSource
}

/** What a layer has where it is selected; half-selected px are lifted by half. */
export function* liftSelection(source: PixelSource, mask: CoverageMask): Paced<FloatingPixels | Refusal> {
  const tiles = new Map<number, Uint16Array>()
  let count = 0
  for (const [index, coverage] of mask) {
    const pixels = source(index)
    if (pixels !== undefined) {
      const lifted = coverage === fullCoverage ? pixels.slice() : share(pixels, coverage)
      if (!isBlank(lifted)) tiles.set(index, lifted)
      if (tiles.size > limits.floatingTilesMax) return tooMany(tiles.size)
    }
    if (++count % 32 === 0) yield count / mask.size
  }
  return { tiles }
}

/** Pixels as far as they are covered; as each channel is rounded alike, colour stays within alpha. */
function share(pixels: Uint16Array, coverage: Uint8Array): Uint16Array {
  const out = new Uint16Array(tileValues)
  for (let at = 0; at < tilePixels; at++) {
    const part = coverage[at]!
    if (part === 0) continue
    for (let i = at * 4; i < at * 4 + 4; i++) out[i] = (pixels[i]! * part + 127) / 255
  }
  return out
}

export function tooMany(tiles: number): Refusal {
  const side = Math.sqrt(limits.floatingTilesMax) * 64
  return refuse(
    'too-large',
    `This takes ${tiles} or more blocks of 64 × 64 px, and ${limits.floatingTilesMax} can be moved at once (${side} × ${side} px): select less, or make it smaller.`,
  )
}

/** Placed pixels as floating ones, to transform an image that was pasted. */
export function* floatPlaced({ indices, pixelsAt }: PlacedPixels): Paced<FloatingPixels> {
  const tiles = new Map<number, Uint16Array>()
  for (const [at, index] of indices.entries()) {
    const pixels = pixelsAt(index)
    if (pixels !== undefined) tiles.set(index, pixels)
    if (at % 16 === 15) yield at / indices.length
  }
  return { tiles }
}

/** The parts that erase what is selected, then those that lay pixels down. */
export function layPlaced(placed: PlacedPixels, erased: CoverageMask = new Map()): PartWork {
  return { steps: erased.size + placed.indices.length, parts: partsOf(placed, erased) }
}

function* partsOf(placed: PlacedPixels, erased: CoverageMask): Generator<DrawnPart | undefined, void, void> {
  for (const [index, coverage] of erased) yield { index, form: 'erase', coverage }
  for (const index of placed.indices) {
    const pixels = placed.pixelsAt(index)
    yield pixels && { index, form: 'over', pixels }
  }
}
