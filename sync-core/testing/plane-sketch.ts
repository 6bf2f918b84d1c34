import type { CoverageMask } from '../authoring/coverage-mask.ts'
import type { PixelSource } from '../authoring/pixel-source.ts'
import { encodePng } from '../pictures/png.ts'
import { tileSidePx } from '../raster/canvas-size.ts'
import { tileIndexOf, tileLeft, tileTop } from '../raster/plane.ts'
import { channelOne, tileValues } from '../raster/tile.ts'

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

/** A part of the plane as straight RGBA of 8 bits, over white; coverage is laid over it in red. */
export function paintView(
  source: PixelSource,
  view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  mask: CoverageMask = new Map(),
): Uint8Array {
  const out = new Uint8Array(view.width * view.height * 4).fill(255)
  for (let y = 0; y < view.height; y++) {
    for (let x = 0; x < view.width; x++) {
      const index = tileIndexOf((view.x + x) >> 6, (view.y + y) >> 6)
      const place = (view.y + y - tileTop(index)) * tileSidePx + view.x + x - tileLeft(index)
      const pixels = source(index)
      const covered = (mask.get(index)?.[place] ?? 0) / 255
      for (let channel = 0; channel < 3; channel++) {
        const paper = pixels === undefined ? channelOne : channelOne - pixels[place * 4 + 3]!
        const value = ((pixels?.[place * 4 + channel] ?? 0) + paper) / channelOne
        const red = channel === 0 ? 1 : 0.25
        out[(y * view.width + x) * 4 + channel] = Math.round(
          255 * (value * (1 - covered * 0.7) + red * covered * 0.7),
        )
      }
    }
  }
  return out
}

/** The same as a PNG, each px `zoom` times as large. */
export function paintPng(
  source: PixelSource,
  view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  zoom = 1,
  mask: CoverageMask = new Map(),
): Uint8Array {
  const small = paintView(source, view, mask)
  const width = view.width * zoom
  const large = new Uint8Array(width * view.height * zoom * 4)
  for (let y = 0; y < view.height * zoom; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / zoom) * view.width + Math.floor(x / zoom)) * 4
      large.set(small.subarray(from, from + 4), (y * width + x) * 4)
    }
  }
  return encodePng(width, view.height * zoom, large)
}
