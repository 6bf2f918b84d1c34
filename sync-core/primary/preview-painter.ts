// A small flattened picture beside each snapshot, which any viewer opens. It is kept between persists, so that only
// tiles that changed since the last one are shrunk again.

import { encodePng } from '../pictures/png.ts'
import { tileCount, tilesAcross, tileSidePx, type CanvasSize } from '../raster/canvas-size.ts'
import { composeTile, showPixels } from '../raster/show-tile.ts'
import { tileValues, type Tile } from '../raster/tile.ts'
import type { Timeline } from '../raster/timeline.ts'

/** Tiles shrunk between two pauses: a few milliseconds. */
const tilesPerTurn = 64

export class PreviewPainter {
  private readonly size: CanvasSize
  private shown: (Tile | undefined)[]
  private image:
    | { readonly factor: number; readonly width: number; readonly height: number; readonly rgba: Uint8Array }
    | undefined

  constructor(size: CanvasSize) {
    this.size = size
    this.shown = Array.from({ length: tileCount(size) })
  }

  /** PNG of the picture over white, shrunk by a whole factor so that its longer side is at most `sidePx`. */
  async paint(timeline: Timeline, sidePx: number, pause: () => Promise<void>): Promise<Uint8Array> {
    const image = this.imageFor(sidePx)
    let turn = 0
    for (let index = 0; index < this.shown.length; index++) {
      const tile = timeline.tile(index)
      if (tile === this.shown[index]) continue
      this.shrink(index, tile, image)
      this.shown[index] = tile
      if (++turn % tilesPerTurn === 0) await pause()
    }
    return encodePng(image.width, image.height, image.rgba)
  }

  private imageFor(sidePx: number): NonNullable<typeof this.image> {
    const factor = Math.max(1, Math.ceil(Math.max(this.size.width, this.size.height) / sidePx))
    if (this.image?.factor !== factor) {
      const width = Math.max(1, Math.floor(this.size.width / factor))
      const height = Math.max(1, Math.floor(this.size.height / factor))
      this.image = { factor, width, height, rgba: new Uint8Array(width * height * 4).fill(255) }
      this.shown = Array.from({ length: tileCount(this.size) })
    }
    return this.image
  }

  /** Writes the image's pixels whose top left corner lies in the tile: each the mean of the block's part in this tile. */
  private shrink(index: number, tile: Tile | undefined, image: NonNullable<typeof this.image>): void {
    const { factor } = image
    const pixels = new Uint16Array(tileValues)
    composeTile(index, tile, [], pixels)
    const rgba = new Uint8Array(tileValues)
    showPixels(pixels, rgba)
    const left = (index % tilesAcross(this.size)) * tileSidePx
    const top = Math.floor(index / tilesAcross(this.size)) * tileSidePx
    const xEnd = Math.min(image.width, Math.ceil((left + tileSidePx) / factor))
    const yEnd = Math.min(image.height, Math.ceil((top + tileSidePx) / factor))
    for (let y = Math.ceil(top / factor); y < yEnd; y++) {
      for (let x = Math.ceil(left / factor); x < xEnd; x++) {
        const fromX = x * factor - left
        const fromY = y * factor - top
        const toX = Math.min(fromX + factor, tileSidePx)
        const toY = Math.min(fromY + factor, tileSidePx)
        const sum = [0, 0, 0]
        for (let row = fromY; row < toY; row++) {
          for (let column = fromX; column < toX; column++) {
            const at = (row * tileSidePx + column) * 4
            for (let channel = 0; channel < 3; channel++) sum[channel]! += rgba[at + channel]!
          }
        }
        const count = (toX - fromX) * (toY - fromY)
        const at = (y * image.width + x) * 4
        for (let channel = 0; channel < 3; channel++)
          image.rgba[at + channel] = Math.round(sum[channel]! / count)
      }
    }
  }
}
