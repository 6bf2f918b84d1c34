// Pixels out of the picture as 8-bit straight RGBA, in bands as high as a tile: no more than one band is held at a time.
// It is paced work, of a picture that is held meanwhile.

import {
  tileIndexOf,
  tileSidePx,
  toEightBits,
  type Frame,
  type Paced,
  type PixelSource,
} from '../../sync-core/index.ts'

/** Writes a tile of the plane as 64 × 64 px of straight RGBA. */
export type TileReader = (index: number, out: Uint8Array) => void

const tileBytes = tileSidePx * tileSidePx * 4

/** Of each px the straight colour; what is too faint to be seen has none. */
export function straightTiles(source: PixelSource): TileReader {
  return (index, out) => {
    const pixels = source(index)
    if (pixels === undefined) {
      out.fill(0)
      return
    }
    for (let at = 0; at < tileBytes; at += 4) {
      const full = pixels[at + 3]!
      const alpha = toEightBits(full)
      out[at + 3] = alpha
      for (let i = at; i < at + 3; i++) {
        out[i] = alpha === 0 ? 0 : Math.min(255, Math.round((pixels[i]! * 255) / full))
      }
    }
  }
}

/** Only what is selected of it; half-selected px are half as opaque. */
export function selectedTiles(tiles: TileReader, mask: ReadonlyMap<number, Uint8Array>): TileReader {
  return (index, out) => {
    const coverage = mask.get(index)
    if (coverage === undefined) {
      out.fill(0)
      return
    }
    tiles(index, out)
    for (let at = 0; at < tileBytes; at += 4) {
      out[at + 3] = Math.round((out[at + 3]! * coverage[at >> 2]!) / 255)
      if (out[at + 3] === 0) out.fill(0, at, at + 3)
    }
  }
}

/** The frame's rows from top to bottom; a step is a tile, or a band that is ready. */
export function* readBands(tiles: TileReader, frame: Frame): Generator<Uint8Array | undefined, void, void> {
  const { x, y, width, height } = frame
  const tile = new Uint8Array(tileBytes)
  for (let top = y; top < y + height;) {
    const ty = Math.floor(top / tileSidePx)
    const bottom = Math.min((ty + 1) * tileSidePx, y + height)
    const band = new Uint8Array(width * (bottom - top) * 4)
    for (let left = x; left < x + width;) {
      const tx = Math.floor(left / tileSidePx)
      const right = Math.min((tx + 1) * tileSidePx, x + width)
      tiles(tileIndexOf(tx, ty), tile)
      for (let row = top; row < bottom; row++) {
        const from = ((row - ty * tileSidePx) * tileSidePx + left - tx * tileSidePx) * 4
        band.set(tile.subarray(from, from + (right - left) * 4), ((row - top) * width + left - x) * 4)
      }
      left = right
      yield undefined
    }
    yield band
    top = bottom
  }
}

/** The smallest rectangle in the frame outside of which everything is transparent; undefined: all of it is. */
export function* paintedBounds(tiles: TileReader, frame: Frame): Paced<Frame | undefined> {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  let row = frame.y
  for (const band of readBands(tiles, frame)) {
    if (band !== undefined) {
      for (let at = 3, px = 0; at < band.length; at += 4, px++) {
        if (band[at] === 0) continue
        const x = frame.x + (px % frame.width)
        const y = row + Math.floor(px / frame.width)
        left = Math.min(left, x)
        right = Math.max(right, x + 1)
        top = Math.min(top, y)
        bottom = Math.max(bottom, y + 1)
      }
      row += band.length / (frame.width * 4)
    }
    yield (row - frame.y) / frame.height
  }
  return right < left ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}
