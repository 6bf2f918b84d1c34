import { expect, it } from 'vitest'
import { firstLayer, tileIndexOf, type Client } from '../../sync-core/index.ts'
import { lookAround, lookSidePx, pickAt, type PickRule } from './look-around.ts'

const frame = { x: 6400, y: 6400, width: 100, height: 64 }
const one = 32767

/** A layer with a red px at (6463, 6410) and half-transparent blue right of it, in the next tile; the rest has no paint. */
function clientWithTwoPx() {
  let asked = 0
  const tile = new Uint16Array(64 * 64 * 4)
  const source = (index: number): Uint16Array | undefined => {
    asked += 1
    tile.fill(0)
    if (index === tileIndexOf(100, 100)) tile.set([one, 0, 0, one], (10 * 64 + 63) * 4)
    else if (index === tileIndexOf(101, 100)) tile.set([0, 0, 16384, 16384], 10 * 64 * 4)
    else return undefined
    return tile
  }
  const client = { state: () => ({ frame }), pixelSource: () => source } as unknown as Client
  return { client, asked: () => asked }
}

const pxOf = (rgba: Uint8ClampedArray, dx: number, dy: number): number[] => {
  const middle = (lookSidePx - 1) / 2
  const at = ((middle + dy) * lookSidePx + middle + dx) * 4
  return Array.from(rgba.subarray(at, at + 4))
}

it('[CO30] sees each px as it would be picked alone, of the whole picture or of a layer', () => {
  const { client } = clientWithTwoPx()
  const at = { x: 6463.9, y: 6410.2 }
  const all = lookAround(client, at, { sidePx: 1, sees: 'all' })
  expect([pxOf(all.rgba, 0, 0), pxOf(all.rgba, 1, 0), pxOf(all.rgba, 0, 1)]).toEqual([
    [255, 0, 0, 255],
    [127, 127, 255, 255],
    [255, 255, 255, 255],
  ])
  const layer = lookAround(client, at, { sidePx: 1, sees: firstLayer })
  expect([pxOf(layer.rgba, 0, 0), pxOf(layer.rgba, 1, 0), pxOf(layer.rgba, 0, 1)]).toEqual([
    [255, 0, 0, 255],
    [0, 0, 255, 255],
    [0, 0, 0, 0],
  ])
})

it('[CO30] sees nothing outside of the picture', () => {
  const { client } = clientWithTwoPx()
  const { rgba, color } = lookAround(client, { x: 6498, y: 6399 }, { sidePx: 3, sees: 'all' })
  expect([color, pxOf(rgba, 0, 0), pxOf(rgba, 0, 1), pxOf(rgba, 2, 1)]).toEqual([
    undefined,
    [0, 0, 0, 0],
    [255, 255, 255, 255],
    [0, 0, 0, 0],
  ])
  const early = { state: () => ({ frame: undefined }) } as unknown as Client
  expect(lookAround(early, { x: 0, y: 0 }, { sidePx: 1, sees: 'all' }).color).toBe(undefined)
})

it('[CO31] tells the colour that a press picks, for every size of the sample', () => {
  const { client } = clientWithTwoPx()
  for (const sees of ['all', firstLayer] as const) {
    for (const sidePx of [1, 3, 5] as const) {
      for (const x of [6463, 6464, 6440]) {
        const rule: PickRule = { sidePx, sees }
        const at = { x: x + 0.5, y: 6410.5 }
        expect(lookAround(client, at, rule).color).toBe(pickAt(client, at, rule))
      }
    }
  }
  expect(pickAt(client, { x: 6463, y: 6410 }, { sidePx: 3, sees: firstLayer })).toBe(0xaa0055)
})

it('[CO30] composes each tile once for a look', () => {
  const { client, asked } = clientWithTwoPx()
  lookAround(client, { x: 6463, y: 6410 }, { sidePx: 5, sees: 'all' })
  expect(asked()).toBe(2)
})
