import { describe, expect, it } from 'vitest'
import { tileIndexOf, type Paced } from '../../sync-core/index.ts'
import { paintedBounds, readBands, selectedTiles, straightTiles, type TileReader } from './read-out.ts'

/** Each px says where in the plane it is. */
const places: TileReader = (index, out) => {
  for (let px = 0; px < 4096; px++) {
    out.set([index & 255, index >> 8, px & 63, (px >> 6) + 1], px * 4)
  }
}

function finish<Result>(work: Paced<Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

describe('reading pixels out', () => {
  it('[FI30] bands of a frame anywhere have its rows, each px once and in its place', () => {
    const frame = { x: 61, y: 126, width: 70, height: 69 }
    const bands = [...readBands(places, frame)].filter((band) => band !== undefined)
    expect(bands.map((band) => band.length / 4 / frame.width)).toEqual([2, 64, 3])
    const all = bands.flatMap((band) => [...band])
    const wanted: number[] = []
    for (let y = 126; y < 195; y++) {
      for (let x = 61; x < 131; x++) {
        const index = tileIndexOf(x >> 6, y >> 6)
        wanted.push(index & 255, index >> 8, x & 63, (y & 63) + 1)
      }
    }
    expect(all).toEqual(wanted)
  })

  it('[FI31] a px is its straight colour in 8 bits, and nothing where it is too faint to be seen', () => {
    const pixels = new Uint16Array(16384)
    pixels.set([32768, 16384, 0, 32768], 0)
    pixels.set([8192, 4096, 0, 16384], 4)
    pixels.set([30, 20, 10, 30], 8)
    const out = new Uint8Array(16384).fill(9)
    straightTiles(() => pixels)(0, out)
    expect([...out.subarray(0, 16)]).toEqual([255, 128, 0, 255, 128, 64, 0, 128, 0, 0, 0, 0, 0, 0, 0, 0])
    straightTiles(() => undefined)(0, out)
    expect(out.every((value) => value === 0)).toBe(true)
  })

  it('[FI32] outside of what is selected nothing is read, and half-selected px by half', () => {
    const solid: TileReader = (_index, out) => void out.fill(200)
    const half = new Uint8Array(4096)
    half.set([255, 128, 0])
    const out = new Uint8Array(16384)
    const tiles = selectedTiles(
      solid,
      new Map([
        [1, half],
        [2, new Uint8Array(4096).fill(255)],
      ]),
    )
    tiles(1, out)
    expect([...out.subarray(0, 12)]).toEqual([200, 200, 200, 200, 200, 200, 200, 100, 0, 0, 0, 0])
    tiles(2, out)
    expect(out.every((value) => value === 200)).toBe(true)
    tiles(3, out)
    expect(out.every((value) => value === 0)).toBe(true)
  })

  it('[FI33] a layer is cut to what is painted on it within the frame', () => {
    const frame = { x: 10, y: 10, width: 200, height: 100 }
    const dots = new Set([
      `${tileIndexOf(1, 0)} 5 40`,
      `${tileIndexOf(2, 1)} 3 2`,
      `${tileIndexOf(0, 0)} 9 9`,
    ])
    const dotted: TileReader = (index, out) => {
      for (let px = 0; px < 4096; px++) out[px * 4 + 3] = dots.has(`${index} ${px & 63} ${px >> 6}`) ? 1 : 0
    }
    expect(finish(paintedBounds(dotted, frame))).toEqual({ x: 69, y: 40, width: 63, height: 27 })
    expect(finish(paintedBounds((_index, out) => void out.fill(0), frame))).toBeUndefined()
  })
})
