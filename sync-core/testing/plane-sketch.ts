import type { PixelSource } from '../authoring/pixel-source.ts'
import { channelOne, tileValues } from '../kernel/tile-layout.ts'
import { tileIndexOf } from '../raster/plane.ts'

/** Four channels of 15 bits, premultiplied. */
export type Pixel = readonly [number, number, number, number]

export const black: Pixel = [0, 0, 0, channelOne]
export const noPixel: Pixel = [0, 0, 0, 0]

/** Pixels of the plane put down one by one, for tests of what works on whole layers. */
export class PlaneSketch {
  readonly tiles = new Map<number, Uint16Array>()
  /** How often each tile was asked for. */
  readonly asked = new Map<number, number>()

  readonly source: PixelSource = (index) => {
    this.asked.set(index, (this.asked.get(index) ?? 0) + 1)
    return this.tiles.get(index)
  }

  set(x: number, y: number, pixel: Pixel): void {
    const index = tileIndexOf(x >> 6, y >> 6)
    let tile = this.tiles.get(index)
    if (tile === undefined) this.tiles.set(index, (tile = new Uint16Array(tileValues)))
    tile.set(pixel, (((y & 63) << 6) | (x & 63)) * 4)
  }

  get(x: number, y: number): Pixel {
    const tile = this.tiles.get(tileIndexOf(x >> 6, y >> 6))
    const at = (((y & 63) << 6) | (x & 63)) * 4
    return tile === undefined ? noPixel : [tile[at]!, tile[at + 1]!, tile[at + 2]!, tile[at + 3]!]
  }

  rectangle(x: number, y: number, width: number, height: number, pixel: Pixel): void {
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) this.set(column, row, pixel)
    }
  }

  /** A line of hard px, 8-connected, `width` px wide and high. */
  line(x0: number, y0: number, x1: number, y1: number, pixel: Pixel, width = 1): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1)
    for (let step = 0; step <= steps; step++) {
      const x = Math.round(x0 + ((x1 - x0) * step) / steps)
      const y = Math.round(y0 + ((y1 - y0) * step) / steps)
      this.rectangle(x, y, width, width, pixel)
    }
  }

  /** Rows of characters at x, y: `pixels` says what each stands for; others leave the px alone. */
  draw(x: number, y: number, rows: readonly string[], pixels: Readonly<Record<string, Pixel>>): void {
    rows.forEach((row, dy) => {
      for (let dx = 0; dx < row.length; dx++) {
        const pixel = pixels[row[dx]!]
        if (pixel !== undefined) this.set(x + dx, y + dy, pixel)
      }
    })
  }
}
