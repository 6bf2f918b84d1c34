import { isInFrame, planeFrame } from './frame.ts'
import { tileIndexOf } from '../raster/plane.ts'
import type { PixelSource } from './pixel-source.ts'

/** Sums of the four channels of all px that were added. */
export class PixelSum {
  red = 0
  green = 0
  blue = 0
  alpha = 0
  count = 0
  private readonly source: PixelSource
  private index = -1
  private pixels: Uint16Array | undefined

  constructor(source: PixelSource) {
    this.source = source
  }

  /** Adds a px of the plane; blank outside of it. */
  add(x: number, y: number): void {
    this.count++
    if (!isInFrame(planeFrame, x, y)) return
    const index = tileIndexOf(x >> 6, y >> 6)
    // Neighbours mostly are of the same tile, and a source may have to compose it.
    if (index !== this.index) {
      this.index = index
      this.pixels = this.source(index)
    }
    if (this.pixels === undefined) return
    const at = (((y & 63) << 6) | (x & 63)) * 4
    this.red += this.pixels[at]!
    this.green += this.pixels[at + 1]!
    this.blue += this.pixels[at + 2]!
    this.alpha += this.pixels[at + 3]!
  }
}
