import type { Paced } from '../authoring/paced.ts'
import { OutOfMemoryError } from '../base/errors.ts'
import { channelOne, tileSidePx } from '../kernel/tile-layout.ts'
import { planeTilesAcross } from '../raster/plane.ts'

/** A small picture: straight RGBA of 8 bits, on nothing. */
export interface Thumbnail {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray
}

/** The longer side of a thumbnail in px. */
export const thumbnailSidePx = 64

/** Tiles of the plane, shrunk to their common box: each pixel is the mean of the px that fall on it. */
export class ThumbnailSum {
  /** The tiles that are looked at: all, or evenly spread ones. */
  readonly indices: readonly number[]
  private readonly left: number
  private readonly top: number
  /** Every so manieth tile counts, for its neighbours to the right and below too. */
  private readonly step: number
  private readonly width: number
  private readonly height: number
  private readonly columns: Axis
  private readonly rows: Axis
  /** Premultiplied RGBA of 15 bits, added up. */
  private readonly sums: Float64Array

  constructor(indices: readonly number[], tilesMax: number) {
    const xs = indices.map((index) => index % planeTilesAcross)
    const ys = indices.map((index) => Math.floor(index / planeTilesAcross))
    this.left = xs.reduce((least, x) => Math.min(least, x), planeTilesAcross)
    this.top = ys.reduce((least, y) => Math.min(least, y), planeTilesAcross)
    this.step = stepFor(indices.length, tilesMax)
    const across = Math.floor((xs.reduce((most, x) => Math.max(most, x), 0) - this.left) / this.step) + 1
    const down = Math.floor((ys.reduce((most, y) => Math.max(most, y), 0) - this.top) / this.step) + 1
    const side = Math.max(across, down)
    this.width = Math.max(1, Math.round((thumbnailSidePx * across) / side))
    this.height = Math.max(1, Math.round((thumbnailSidePx * down) / side))
    this.columns = axis(across * tileSidePx, this.width)
    this.rows = axis(down * tileSidePx, this.height)
    this.sums = new Float64Array(this.width * this.height * 4)
    const { step, left, top } = this
    this.indices = indices.filter((_, i) => (xs[i]! - left) % step === 0 && (ys[i]! - top) % step === 0)
  }

  /** Adds a tile of `indices`: 16384 numbers of 15 bits, premultiplied. */
  add(index: number, values: Uint16Array): void {
    const { step, left, top, width, sums } = this
    const x0 = (((index % planeTilesAcross) - left) / step) * tileSidePx
    const y0 = ((Math.floor(index / planeTilesAcross) - top) / step) * tileSidePx
    let at = 0
    for (let y = 0; y < tileSidePx; y++) {
      const row = this.rows.place[y0 + y]! * width
      for (let x = 0; x < tileSidePx; x++, at += 4) {
        const alpha = values[at + 3]!
        if (alpha === 0) continue
        const to = (row + this.columns.place[x0 + x]!) * 4
        sums[to] = sums[to]! + values[at]!
        sums[to + 1] = sums[to + 1]! + values[at + 1]!
        sums[to + 2] = sums[to + 2]! + values[at + 2]!
        sums[to + 3] = sums[to + 3]! + alpha
      }
    }
  }

  result(): Thumbnail {
    const { width, height, sums } = this
    const pixels = new Uint8ClampedArray(width * height * 4)
    for (let i = 0; i < width * height; i++) {
      const alpha = sums[i * 4 + 3]!
      if (alpha === 0) continue
      const count = this.columns.count[i % width]! * this.rows.count[Math.floor(i / width)]!
      for (let channel = 0; channel < 3; channel++) {
        pixels[i * 4 + channel] = (sums[i * 4 + channel]! / alpha) * 255
      }
      pixels[i * 4 + 3] = (alpha / count / channelOne) * 255
    }
    return { width, height, pixels }
  }
}

interface Axis {
  /** The thumbnail's px for each px. */
  readonly place: Uint8Array
  /** How many px fall on each of the thumbnail's. */
  readonly count: Uint32Array
}

function axis(fromPx: number, toPx: number): Axis {
  const place = Uint8Array.from({ length: fromPx }, (_, px) => Math.floor((px * toPx) / fromPx))
  const count = new Uint32Array(toPx)
  for (const px of place) count[px] = count[px]! + 1
  return { place, count }
}

/** A power of two, so that evenly spread tiles of any size of picture lie alike. */
function stepFor(tiles: number, tilesMax: number): number {
  let step = 1
  while (tiles / (step * step) > tilesMax) step *= 2
  return step
}

/** The same work; when memory is short there is no thumbnail, and nothing else happens. */
export function* withoutLack(work: Paced<Thumbnail | undefined> | undefined): Paced<Thumbnail | undefined> {
  if (work === undefined) return undefined
  try {
    return yield* work
  } catch (error) {
    if (error instanceof OutOfMemoryError) return undefined
    throw error
  }
}
