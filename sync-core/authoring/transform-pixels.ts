import { limits } from '../base/limits.ts'
import { tileSidePx, tileValues } from '../kernel/tile-layout.ts'
import { tileLeft, tileTop } from '../raster/plane.ts'
import { isBlank } from '../raster/tile.ts'
import { type Affine, inverse, isWholeMove, mapSquare } from './affine.ts'
import { type FloatingPixels, type PlacedPixels, tooMany } from './floating-pixels.ts'
import { clipFrame, planeFrame, tilesOf } from './frame.ts'
import { halvePixels } from './halve-pixels.ts'
import { PixelWindow } from './pixel-window.ts'
import { type Refusal, refuse } from './refusal.ts'

// Floating pixels moved, scaled, turned and flipped, tile by tile of where they land: so a preview asks for the tiles in view
// only, and a large result never is in memory as a whole.
//
//   px that lands ── inverse map ──▶ where it comes from ──▶ enlarged, turned: mean of the four px around, by distance
//                                                            made smaller:     first halved while it can be, then the
//                                                                              mean of up to 4 × 4 such means
//
// Moves by whole px, flips and quarter turns come out exact, as the distances are 0 then. Everything is premultiplied, so
// that the colour of transparent px doesn't matter and edges fade into nothing. Rejected: bicubic (rings at the edges of
// line art), nearest px (steps).

const samplesMax = 4
const samePlace = 0.01

/** The floating pixels after the map. What lands outside of the plane is lost. */
export function transformPixels(floating: FloatingPixels, map: Affine): PlacedPixels | Refusal {
  const back = inverse(map)
  if (back === undefined) {
    return refuse('impossible', 'This would make it flat: a side needs at least a little length.')
  }
  const indices = landingTiles(floating, map)
  if (indices.length > limits.floatingTilesMax) return tooMany(indices.length)
  const window = new PixelWindow()
  if (isWholeMove(map)) {
    return { indices, pixelsAt: (index) => moveTile(floating, index, map, window) }
  }
  const sampler = new Sampler(floating.tiles, back, window)
  return { indices, pixelsAt: (index) => sampler.tileAt(index) }
}

/** The tiles of the plane that the map of any tile may touch. */
function landingTiles({ tiles }: FloatingPixels, map: Affine): number[] {
  const found = new Set<number>()
  // A px reaches into its neighbours by half of itself when it is enlarged, and a landing px by half of itself.
  const spill = isWholeMove(map) ? 0 : 0.5
  for (const index of tiles.keys()) {
    const left = tileLeft(index) - spill
    const top = tileTop(index) - spill
    const side = tileSidePx + 2 * spill
    const landed = mapSquare(map, left, top, side)
    const [x, y] = [landed.left - spill, landed.top - spill]
    const box = { x, y, width: landed.right + spill - x, height: landed.bottom + spill - y }
    for (const touched of tilesOf(clipFrame(box, planeFrame))) found.add(touched)
    // No more than needed to refuse: one tile may become all of the plane.
    if (found.size > limits.floatingTilesMax) break
  }
  return [...found].sort((a, b) => a - b)
}

function moveTile(
  { tiles }: FloatingPixels,
  index: number,
  { e, f }: Affine,
  window: PixelWindow,
): Uint16Array | undefined {
  const hasAny = window.load(tiles, tileLeft(index) - e, tileTop(index) - f, tileSidePx, tileSidePx)
  const pixels = window.pixels.subarray(0, tileValues)
  return hasAny && !isBlank(pixels) ? pixels.slice() : undefined
}

/** Reads px of a picture, halved as often as the map makes it smaller. */
class Sampler {
  private readonly tiles: ReadonlyMap<number, Uint16Array>
  private readonly back: Affine
  private readonly window: PixelWindow
  /** Samples of a landing px along its sides. */
  private readonly across: number
  private readonly down: number

  constructor(tiles: ReadonlyMap<number, Uint16Array>, back: Affine, window: PixelWindow) {
    // How many px of the source one landing px spans, along its upper side and along its left one.
    let alongX = Math.hypot(back.a, back.b)
    let alongY = Math.hypot(back.c, back.d)
    let scale = 1
    let halved = tiles
    while (
      Math.min(alongX, alongY) >= 2 - samePlace ||
      Math.max(alongX, alongY) > samplesMax * 2 - samePlace
    ) {
      halved = halvePixels(halved)
      scale /= 2
      alongX /= 2
      alongY /= 2
    }
    this.tiles = halved
    const { a, b, c, d, e, f } = back
    this.back = { a: a * scale, b: b * scale, c: c * scale, d: d * scale, e: e * scale, f: f * scale }
    this.across = Math.min(samplesMax, Math.max(1, Math.ceil(alongX - samePlace)))
    this.down = Math.min(samplesMax, Math.max(1, Math.ceil(alongY - samePlace)))
    this.window = window
  }

  tileAt(index: number): Uint16Array | undefined {
    const left = tileLeft(index)
    const top = tileTop(index)
    if (!this.loadAround(left, top)) return undefined
    const out = new Uint16Array(tileValues)
    const { across, down, back } = this
    const count = across * down
    const sums = new Float64Array(4)
    for (let y = 0; y < tileSidePx; y++) {
      for (let x = 0; x < tileSidePx; x++) {
        sums.fill(0)
        for (let j = 0; j < down; j++) {
          for (let i = 0; i < across; i++) {
            const px = left + x + (i + 0.5) / across
            const py = top + y + (j + 0.5) / down
            this.addSample(
              back.a * px + back.c * py + back.e - 0.5,
              back.b * px + back.d * py + back.f - 0.5,
              sums,
            )
          }
        }
        const at = (y * tileSidePx + x) * 4
        if (sums[3] === 0) continue
        for (let channel = 0; channel < 4; channel++) out[at + channel] = sums[channel]! / count + 0.5
      }
    }
    return isBlank(out) ? undefined : out
  }

  /** Copies what the px of a landing tile come from. */
  private loadAround(left: number, top: number): boolean {
    const { back, window } = this
    const from = mapSquare(back, left, top, tileSidePx)
    const x = Math.floor(from.left) - 1
    const y = Math.floor(from.top) - 1
    const width = Math.ceil(from.right) + 2 - x
    const height = Math.ceil(from.bottom) + 2 - y
    return window.load(this.tiles, x, y, width, height)
  }

  /** Adds the mean of the four px around a place, in steps of 1/256 px. */
  private addSample(x: number, y: number, sums: Float64Array): void {
    const { pixels, width } = this.window
    const unitX = Math.round((x - this.window.x) * 256)
    const unitY = Math.round((y - this.window.y) * 256)
    const partX = (unitX & 255) / 256
    const partY = (unitY & 255) / 256
    const at = ((unitY >> 8) * width + (unitX >> 8)) * 4
    const below = at + width * 4
    const isBlankHere = (pixels[at + 3]! | pixels[at + 7]! | pixels[below + 3]! | pixels[below + 7]!) === 0
    if (isBlankHere) return
    const a = (1 - partX) * (1 - partY)
    const b = partX * (1 - partY)
    const c = (1 - partX) * partY
    const d = partX * partY
    // Not a loop over channels: this is all that a transform does.
    sums[0]! += a * pixels[at]! + b * pixels[at + 4]! + c * pixels[below]! + d * pixels[below + 4]!
    sums[1]! += a * pixels[at + 1]! + b * pixels[at + 5]! + c * pixels[below + 1]! + d * pixels[below + 5]!
    sums[2]! += a * pixels[at + 2]! + b * pixels[at + 6]! + c * pixels[below + 2]! + d * pixels[below + 6]!
    sums[3]! += a * pixels[at + 3]! + b * pixels[at + 7]! + c * pixels[below + 3]! + d * pixels[below + 7]!
  }
}
