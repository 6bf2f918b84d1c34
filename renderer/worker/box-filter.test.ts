import { describe, expect, it } from 'vitest'
import { shrinkTile } from './box-filter.ts'

function tileOf(pixel: (x: number, y: number) => readonly [number, number, number]): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(64 * 64 * 4)
  for (let y = 0; y < 64; y++) {
    for (let x = 0; x < 64; x++) pixels.set([...pixel(x, y), 255], (y * 64 + x) * 4)
  }
  return pixels
}

describe('box filter', () => {
  it('[UI12] gives the rounded mean of each square', () => {
    const tile = tileOf((x, y) => [x % 2 === 0 ? 0 : 255, y < 32 ? 10 : 20, (x + y) & 1])
    const out = new Uint8ClampedArray(32 * 32 * 4)
    shrinkTile(tile, 1, out)
    expect([...out.subarray(0, 4)]).toEqual([128, 10, 1, 255])
    expect([...out.subarray(32 * 31 * 4, 32 * 31 * 4 + 4)]).toEqual([128, 20, 1, 255])
  })

  it('[UI12] keeps a flat colour exactly at every level', () => {
    const tile = tileOf(() => [251, 3, 128])
    for (let level = 0; level <= 6; level++) {
      const side = 64 >> level
      const out = new Uint8ClampedArray(side * side * 4)
      shrinkTile(tile, level, out)
      for (let at = 0; at < out.length; at += 4) {
        expect([...out.subarray(at, at + 4)]).toEqual([251, 3, 128, 255])
      }
    }
  })

  it('[UI12] makes one pixel of a tile at level 6', () => {
    const tile = tileOf((x) => [x < 16 ? 255 : 0, 0, 0])
    const out = new Uint8ClampedArray(4)
    shrinkTile(tile, 6, out)
    expect([...out]).toEqual([64, 0, 0, 255])
  })
})
