import { tileSidePx } from '../kernel/tile-layout.ts'
import { planeTilesAcross, tileIndexOf } from '../raster/plane.ts'

/** A rectangle of sparse tiles copied into one array, row by row, so that px are read without asking which tile they are in. */
export class PixelWindow {
  pixels = new Uint16Array(0)
  /** Where it begins, and its sides, px. */
  x = 0
  y = 0
  width = 0
  height = 0

  /** Copies the rectangle; what has no tile is blank. Whether there is anything but blank. */
  load(
    tiles: ReadonlyMap<number, Uint16Array>,
    x: number,
    y: number,
    width: number,
    height: number,
  ): boolean {
    this.x = x
    this.y = y
    this.width = width
    this.height = height
    const values = width * height * 4
    if (this.pixels.length < values) this.pixels = new Uint16Array(values)
    else this.pixels.fill(0, 0, values)
    let hasAny = false
    const lastRow = Math.min(planeTilesAcross - 1, (y + height - 1) >> 6)
    const lastColumn = Math.min(planeTilesAcross - 1, (x + width - 1) >> 6)
    for (let ty = Math.max(0, y >> 6); ty <= lastRow; ty++) {
      for (let tx = Math.max(0, x >> 6); tx <= lastColumn; tx++) {
        const tile = tiles.get(tileIndexOf(tx, ty))
        if (tile === undefined) continue
        hasAny = true
        this.copy(tile, tx * tileSidePx, ty * tileSidePx)
      }
    }
    return hasAny
  }

  private copy(tile: Uint16Array, left: number, top: number): void {
    const fromX = Math.max(this.x, left)
    const toX = Math.min(this.x + this.width, left + tileSidePx)
    const toY = Math.min(this.y + this.height, top + tileSidePx)
    for (let y = Math.max(this.y, top); y < toY; y++) {
      const from = ((y - top) * tileSidePx + fromX - left) * 4
      const part = tile.subarray(from, from + (toX - fromX) * 4)
      this.pixels.set(part, ((y - this.y) * this.width + fromX - this.x) * 4)
    }
  }
}
