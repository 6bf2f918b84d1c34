// A layer alone, small, kept up to date tile by tile: each tile of the frame is shrunk to a few px of a sketch, so that a changed
// tile costs only itself, and the thumbnail is made of the sketch.
//
// A thin line would be lost in the mean of so many px. So the greatest opacity is kept, too, and a px is as opaque as the geometric mean
// of both: an even wash stays what it is, and a line of ink is seen.
//
//   tile (15 bits) ──mean of 2^level squares──▶ sketch (at most 256 px a side) ──mean──▶ thumbnail in the frame's proportions

import { tileIndexOf, tileSidePx, type Frame, type Thumbnail } from '../../sync-core/index.ts'

const one = 32767

/** What stands for the pixels of a tile; undefined where they are about to change. */
export type TileMark = object | 'blank' | undefined

export class LayerSketch {
  readonly frame: Frame
  private readonly level: number
  private readonly firstColumn: number
  private readonly firstRow: number
  private readonly across: number
  private readonly down: number
  /** Means of premultiplied RGBA, 15 bits. */
  private readonly values: Uint16Array
  /** The greatest alpha of each square. */
  private readonly peaks: Uint16Array
  /** What the tiles looked like when they were taken over; one that is missing is blank. */
  private readonly known = new Map<number, TileMark>()
  private readonly waiting = new Set<number>()

  /** As yet blank; `sidePx` is the thumbnail's longer side. */
  constructor(frame: Frame, sidePx: number) {
    this.frame = frame
    this.level = levelFor(Math.max(frame.width, frame.height), sidePx)
    this.firstColumn = Math.floor(frame.x / tileSidePx)
    this.firstRow = Math.floor(frame.y / tileSidePx)
    const cell = tileSidePx >> this.level
    this.across = (Math.floor((frame.x + frame.width - 1) / tileSidePx) - this.firstColumn + 1) * cell
    this.down = (Math.floor((frame.y + frame.height - 1) / tileSidePx) - this.firstRow + 1) * cell
    this.values = new Uint16Array(this.across * this.down * 4)
    this.peaks = new Uint16Array(this.across * this.down)
  }

  /** These tiles may look different. Those outside of the frame are nobody's concern. */
  suspect(indices: Iterable<number>): void {
    for (const index of indices) if (this.placeOf(index) !== undefined) this.waiting.add(index)
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0
  }

  /**
   * Takes over one suspected tile; says whether it was another than before. `pixels` is asked only when the mark can't tell that
   * it is the same.
   */
  takeOver(
    markOf: (index: number) => TileMark,
    pixels: (index: number) => Uint16Array | undefined,
  ): 'same' | 'changed' {
    const [index] = this.waiting
    if (index === undefined) return 'same'
    this.waiting.delete(index)
    const mark = markOf(index)
    if (mark !== undefined && mark === (this.known.has(index) ? this.known.get(index) : 'blank'))
      return 'same'
    this.known.set(index, mark)
    this.draw(index, pixels(index))
    return 'changed'
  }

  /** The layer within the frame; the longer side has `sidePx`. */
  thumbnail(sidePx: number): Thumbnail {
    const { frame, level, across, down } = this
    const scale = Math.min(1, sidePx / Math.max(frame.width, frame.height))
    const width = Math.max(1, Math.round(frame.width * scale))
    const height = Math.max(1, Math.round(frame.height * scale))
    const cell = 2 ** level
    const columns = spans(
      frame.x / cell - this.firstColumn * (tileSidePx / cell),
      frame.width / cell,
      width,
      across,
    )
    const rows = spans(
      frame.y / cell - this.firstRow * (tileSidePx / cell),
      frame.height / cell,
      height,
      down,
    )
    const pixels = new Uint8ClampedArray(width * height * 4)
    let to = 0
    for (const row of rows) {
      for (const column of columns) {
        this.putPixel(column, row, pixels, to)
        to += 4
      }
    }
    return { width, height, pixels }
  }

  /** A rectangle of the sketch with its edges counted in part, as straight RGBA. */
  private putPixel(column: Span, row: Span, out: Uint8ClampedArray, to: number): void {
    const { values, peaks, across } = this
    let [red, green, blue, alpha, peak] = [0, 0, 0, 0, 0]
    for (let y = Math.floor(row.from); y < row.to; y++) {
      const high = Math.min(y + 1, row.to) - Math.max(y, row.from)
      for (let x = Math.floor(column.from); x < column.to; x++) {
        const part = high * (Math.min(x + 1, column.to) - Math.max(x, column.from))
        const at = y * across + x
        red += values[at * 4]! * part
        green += values[at * 4 + 1]! * part
        blue += values[at * 4 + 2]! * part
        alpha += values[at * 4 + 3]! * part
        peak = Math.max(peak, peaks[at]!)
      }
    }
    if (alpha === 0) return
    const mean = alpha / ((row.to - row.from) * (column.to - column.from))
    out[to] = (red / alpha) * 255
    out[to + 1] = (green / alpha) * 255
    out[to + 2] = (blue / alpha) * 255
    out[to + 3] = (Math.sqrt(mean * peak) / one) * 255
  }

  private placeOf(index: number): { readonly x: number; readonly y: number } | undefined {
    const row = Math.floor(index / tileIndexOf(0, 1))
    const column = index - tileIndexOf(0, row)
    const cell = tileSidePx >> this.level
    const x = (column - this.firstColumn) * cell
    const y = (row - this.firstRow) * cell
    return x >= 0 && y >= 0 && x < this.across && y < this.down ? { x, y } : undefined
  }

  private draw(index: number, pixels: Uint16Array | undefined): void {
    const place = this.placeOf(index)
    if (place === undefined) return
    const { values, peaks, across, level } = this
    const cell = tileSidePx >> level
    for (let y = 0; y < cell; y++) {
      const at = (place.y + y) * across + place.x
      if (pixels === undefined) {
        values.fill(0, at * 4, (at + cell) * 4)
        peaks.fill(0, at, at + cell)
      } else shrinkRow(pixels, level, y, values, peaks, at)
    }
  }
}

/** The coarsest level at which the sketch still has a px for each of the thumbnail's; 6 is one px a tile. */
function levelFor(longerPx: number, sidePx: number): number {
  let level = 0
  while (level < 6 && longerPx >> (level + 1) >= sidePx) level += 1
  return level
}

/** One row of squares of a tile, as their means and greatest alphas. */
function shrinkRow(
  pixels: Uint16Array,
  level: number,
  y: number,
  means: Uint16Array,
  peaks: Uint16Array,
  to: number,
): void {
  const step = 1 << level
  const shift = 2 * level
  const half = level === 0 ? 0 : 1 << (shift - 1)
  for (let x = 0; x < tileSidePx >> level; x++) {
    const sum = [half, half, half, half]
    let peak = 0
    for (let dy = 0; dy < step; dy++) {
      const row = ((y * step + dy) * tileSidePx + x * step) * 4
      for (let at = row; at < row + step * 4; at++) sum[at & 3]! += pixels[at]!
      for (let at = row + 3; at < row + step * 4; at += 4) peak = Math.max(peak, pixels[at]!)
    }
    for (let channel = 0; channel < 4; channel++) means[(to + x) * 4 + channel] = sum[channel]! >>> shift
    peaks[to + x] = peak
  }
}

/** Which px of a row of the sketch a px of the thumbnail stands for, and how much of the first and the last of them. */
interface Span {
  readonly from: number
  readonly to: number
}

function spans(from: number, length: number, count: number, end: number): readonly Span[] {
  return Array.from({ length: count }, (_, i) => ({
    from: from + (length * i) / count,
    to: Math.min(end, from + (length * (i + 1)) / count),
  }))
}
