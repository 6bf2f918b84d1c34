import { tilePixels, tileSidePx } from '../kernel/tile-layout.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { type CoverageMask, fullCoverage } from './coverage-mask.ts'
import type { Frame } from '../raster/structure.ts'
import { clipFrame, planeFrame, tileRangeOf } from './frame.ts'
import type { Paced } from './paced.ts'

// Coverage of polygons, antialiased: each row of px is cut by 16 lines, on each of them every second stretch between two
// crossings is inside (even-odd), and a stretch counts for each px by its length in 1/256 px.
//
//   line    ──╲──────────╱──    A stretch changes the sums of its row in four places only: where it begins and ends, it
//   line    ───╲────────╱───    gives two px their share, and all px after them a whole one (differences along the row).
//   line    ────╲──────╱────    A block in which nothing begins or ends is known from its left edge alone.
//
// Rejected: exact areas by signed accumulation (counts crossings by direction, so a lasso that crosses itself would get its
// loops by winding), 16 × 16 points a px (steps of 1/16 on steep edges).

/** Corners of a closed ring in px of the plane, fractions allowed: x, y, x, y… */
export type Ring = ArrayLike<number>

const linesPerPx = 16
const unitsPerPx = 256
const fullSum = linesPerPx * unitsPerPx

interface Edge {
  readonly top: number
  readonly bottom: number
  readonly xAtTop: number
  readonly slope: number
}

/** What the rings cover inside of the frame, even-odd. */
export function* coverPolygon(rings: readonly Ring[], frame: Frame): Paced<CoverageMask> {
  const mask = new Map<number, Uint8Array>()
  const clip = clipFrame(frame, planeFrame)
  const { firstColumn, lastColumn, firstRow, lastRow } = tileRangeOf(clip)
  const edges = rings.flatMap(edgesOf).sort((a, b) => a.top - b.top)
  const band = new Band(clip, firstColumn, lastColumn)
  let next = 0
  let active: Edge[] = []
  for (let ty = firstRow; ty <= lastRow; ty++) {
    const top = Math.max(clip.y, ty * tileSidePx)
    const bottom = Math.min(clip.y + clip.height, (ty + 1) * tileSidePx)
    for (let y = top; y < bottom; y++) {
      while (next < edges.length && edges[next]!.top < y + 1) active.push(edges[next++]!)
      if (active.length === 0) continue
      active = active.filter((edge) => edge.bottom > y)
      band.addRow(y, active)
    }
    band.takeTiles(ty, mask)
    yield (ty - firstRow + 1) / (lastRow - firstRow + 1)
  }
  return mask
}

function edgesOf(ring: Ring): Edge[] {
  const edges: Edge[] = []
  const corners = ring.length >> 1
  for (let i = 0; i < corners; i++) {
    const j = (i + 1) % corners
    const [x0, y0, x1, y1] = [ring[2 * i]!, ring[2 * i + 1]!, ring[2 * j]!, ring[2 * j + 1]!]
    if (y0 === y1) continue
    const slope = (x1 - x0) / (y1 - y0)
    edges.push(
      y0 < y1 ? { top: y0, bottom: y1, xAtTop: x0, slope } : { top: y1, bottom: y0, xAtTop: x1, slope },
    )
  }
  return edges
}

/** The sums of a row of tiles, as differences along each row of px. */
class Band {
  private readonly firstColumn: number
  private readonly columns: number
  private readonly width: number
  private readonly leftUnit: number
  private readonly rightUnit: number
  private readonly differences: Int32Array
  private readonly isTouched: Uint8Array
  private crossings = new Float64Array(64)
  private crossed = 0

  constructor(clip: Frame, firstColumn: number, lastColumn: number) {
    this.firstColumn = firstColumn
    this.columns = Math.max(0, lastColumn - firstColumn + 1)
    // Stretches that end at the right edge of the last tile give their end to one px more.
    this.width = this.columns * tileSidePx + 2
    const left = firstColumn * tileSidePx
    this.leftUnit = (clip.x - left) * unitsPerPx
    this.rightUnit = (clip.x + clip.width - left) * unitsPerPx
    this.differences = new Int32Array(this.width * tileSidePx)
    this.isTouched = new Uint8Array(this.columns + 1)
  }

  addRow(y: number, edges: readonly Edge[]): void {
    const row = (y % tileSidePx) * this.width
    for (let line = 0; line < linesPerPx; line++) {
      const lineY = y + (line + 0.5) / linesPerPx
      this.crossed = 0
      for (const { top, bottom, xAtTop, slope } of edges) {
        if (top <= lineY && lineY < bottom) this.addCrossing(xAtTop + (lineY - top) * slope)
      }
      for (let i = 0; i + 1 < this.crossed; i += 2) {
        this.addStep(row, this.crossings[i]!, 1)
        this.addStep(row, this.crossings[i + 1]!, -1)
      }
    }
  }

  /** Keeps the crossings in order; few at a time, or nearly in order as long as lines don't cross. */
  private addCrossing(x: number): void {
    if (this.crossed === this.crossings.length) {
      const larger = new Float64Array(this.crossed * 2)
      larger.set(this.crossings)
      this.crossings = larger
    }
    const { crossings } = this
    let at = this.crossed++
    while (at > 0 && crossings[at - 1]! > x) {
      crossings[at] = crossings[at - 1]!
      at--
    }
    crossings[at] = x
  }

  /** From x on, to the right, the row is inside of one stretch more (less). */
  private addStep(row: number, x: number, sign: 1 | -1): void {
    const exact = Math.round((x - this.firstColumn * tileSidePx) * unitsPerPx)
    const unit = Math.min(Math.max(exact, this.leftUnit), this.rightUnit)
    const px = Math.floor(unit / unitsPerPx)
    const part = unit % unitsPerPx
    const at = row + px
    this.differences[at] = this.differences[at]! + sign * (unitsPerPx - part)
    this.differences[at + 1] = this.differences[at + 1]! + sign * part
    this.isTouched[px >> 6] = 1
    this.isTouched[(px + 1) >> 6] = 1
  }

  /** Puts the tiles of the band into the mask, and is blank again. */
  takeTiles(ty: number, mask: Map<number, Uint8Array>): void {
    const sums = new Int32Array(tileSidePx)
    for (let column = 0; column < this.columns; column++) {
      const index = tileIndexOf(this.firstColumn + column, ty)
      if (this.isTouched[column] === 1) {
        const coverage = this.sumTile(column, sums)
        if (coverage !== undefined) mask.set(index, coverage)
      } else if (sums.every((sum) => sum === fullSum)) {
        mask.set(index, fullCoverage)
      } else if (sums.some((sum) => sum !== 0)) {
        const coverage = new Uint8Array(tilePixels)
        for (let y = 0; y < tileSidePx; y++) coverage.fill(coverageOf(sums[y]!), y << 6, (y + 1) << 6)
        mask.set(index, coverage)
      }
    }
    this.differences.fill(0)
    this.isTouched.fill(0)
  }

  private sumTile(column: number, sums: Int32Array): Uint8Array | undefined {
    const coverage = new Uint8Array(tilePixels)
    let isFull = true
    let isBlank = true
    for (let y = 0; y < tileSidePx; y++) {
      let sum = sums[y]!
      const from = y * this.width + column * tileSidePx
      for (let x = 0; x < tileSidePx; x++) {
        sum += this.differences[from + x]!
        const value = coverageOf(sum)
        if (value !== 255) isFull = false
        if (value !== 0) isBlank = false
        coverage[(y << 6) | x] = value
      }
      sums[y] = sum
    }
    return isBlank ? undefined : isFull ? fullCoverage : coverage
  }
}

function coverageOf(sum: number): number {
  return (sum * 255 + fullSum / 2) >> 12
}
