import { assert } from '../base/assert.ts'
import type { OwnedBlock } from '../kernel/owned-block.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { channelOne, planeTiles, tileSidePx, tileValues } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import type { Brush } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import { StrokePainter } from '../raster/stroke-painter.ts'
import { toEightBits, type PixelSource } from './pixel-source.ts'

// A small sheet on which brushes are tried, with a memory of its own: no picture, no order, no undo. What is painted on it has the
// bytes that it would have on a layer, since the same painter does it.

/** More than a window needs to try a brush on. */
const sidePxMax = 4096

export class TrialSheet {
  readonly width: number
  readonly height: number
  private readonly memory = new PictureMemory(createWasmKernel())
  /** By their index in the plane; the sheet lies in its upper left corner. */
  private readonly tiles = new Map<number, OwnedBlock>()
  /** Where a tile is put together with the open stroke. */
  private readonly shown: OwnedBlock
  private painter: StrokePainter | undefined

  constructor(width: number, height: number) {
    assert(width > 0 && height > 0 && Math.max(width, height) <= sidePxMax, 'a sheet has 1 to 4096 px a side')
    this.width = width
    this.height = height
    for (let y = 0; y < height; y += tileSidePx) {
      for (let x = 0; x < width; x += tileSidePx) {
        this.tiles.set((y / tileSidePx) * planeTiles + x / tileSidePx, this.memory.newBlock('pixels'))
      }
    }
    this.shown = this.memory.newBlock('pixels')
  }

  /** Gives up the open stroke and everything painted. */
  clear(): void {
    this.painter?.free()
    this.painter = undefined
    for (const { pointer } of this.tiles.values()) this.valuesAt(pointer).fill(0)
  }

  /** Covers a rectangle with a colour (0xRRGGBB); whole px, cut off at the sheet's edges. */
  fillBox(left: number, top: number, width: number, height: number, color: number): void {
    const channels = [color >> 16, color >> 8, color].map((each) =>
      Math.round(((each & 0xff) * channelOne) / 255),
    )
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y++) {
      for (let x = Math.max(0, left); x < Math.min(this.width, left + width); x++) {
        const index = Math.floor(y / tileSidePx) * planeTiles + Math.floor(x / tileSidePx)
        const tile = this.tiles.get(index)
        assert(tile !== undefined, 'the sheet has every tile in its sides')
        const at = ((y % tileSidePx) * tileSidePx + (x % tileSidePx)) * 4
        this.valuesAt(tile.pointer).set([...channels, channelOne], at)
      }
    }
  }

  beginStroke(brush: Brush, samples: readonly Sample[]): void {
    this.endStroke()
    const clip = new Set(this.tiles.keys())
    this.painter = new StrokePainter(this.memory, { layer: 1, brush, alphaLock: false, clip })
    this.painter.add(samples)
  }

  addSamples(samples: readonly Sample[]): void {
    this.painter?.add(samples)
  }

  endStroke(): void {
    if (this.painter === undefined) return
    this.painter.end()
    for (const [index, { pointer }] of this.tiles) {
      if (this.painter.has(index)) this.painter.layOn(index, pointer)
    }
    this.painter.free()
    this.painter = undefined
  }

  /** The pixels as they are shown; a brush that smudges picks them up. */
  readonly pixels: PixelSource = (index) => {
    const tile = this.tiles.get(index)
    if (tile === undefined) return undefined
    const shown = this.valuesAt(this.shown.pointer)
    shown.set(this.valuesAt(tile.pointer))
    if (this.painter?.has(index) === true) this.painter.layOn(index, this.shown.pointer)
    // Laying marks may have grown the memory, which makes earlier views of it void.
    return this.valuesAt(this.shown.pointer)
  }

  /** Everything as it is shown: straight RGBA of 8 bits, row by row. */
  toRgba(): Uint8ClampedArray<ArrayBuffer> {
    const { width, height } = this
    const out = new Uint8ClampedArray(width * height * 4)
    for (const index of this.tiles.keys()) {
      const values = this.pixels(index)
      const left = (index % planeTiles) * tileSidePx
      const top = Math.floor(index / planeTiles) * tileSidePx
      for (let y = 0; y < Math.min(tileSidePx, height - top); y++) {
        for (let x = 0; x < Math.min(tileSidePx, width - left); x++) {
          putStraight(values!, (y * tileSidePx + x) * 4, out, ((top + y) * width + left + x) * 4)
        }
      }
    }
    return out
  }

  private valuesAt(pointer: number): Uint16Array {
    return this.memory.kernel.u16.subarray(pointer / 2, pointer / 2 + tileValues)
  }
}

function putStraight(values: Uint16Array, from: number, out: Uint8ClampedArray, to: number): void {
  const alpha = values[from + 3]!
  if (alpha === 0) return
  for (let channel = 0; channel < 3; channel++) out[to + channel] = (values[from + channel]! / alpha) * 255
  out[to + 3] = toEightBits(alpha)
}
