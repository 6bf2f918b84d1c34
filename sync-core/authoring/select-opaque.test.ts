import { expect, it } from 'vitest'
import { channelOne, tilePixels } from '../kernel/tile-layout.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { fullCoverage } from './coverage-mask.ts'
import { finish } from './paced.ts'
import { selectOpaque } from './select-opaque.ts'

const frame = { x: 64 * 100, y: 64 * 100, width: 96, height: 64 }
const at = (x: number): number => tileIndexOf(100 + x, 100)

function tile(alpha: (px: number) => number): Uint16Array {
  const pixels = new Uint16Array(tilePixels * 4)
  for (let px = 0; px < tilePixels; px++) pixels[px * 4 + 3] = alpha(px)
  return pixels
}

it('[UI234] what is painted is selected as far as it is opaque, and as far as the frame goes', () => {
  const tiles = new Map([
    [at(0), tile((px) => (px === 0 ? channelOne : px === 1 ? channelOne >> 1 : 0))],
    [at(1), tile(() => channelOne)],
    [at(2), tile(() => channelOne)],
  ])
  const mask = finish(selectOpaque((index) => tiles.get(index), new Set([at(0), at(1), at(2), at(3)]), frame))
  expect([...mask.keys()]).toEqual([at(0), at(1)])
  expect([...mask.get(at(0))!.subarray(0, 3)]).toEqual([255, 127, 0])
  expect([...mask.get(at(1))!.subarray(30, 34)]).toEqual([255, 255, 0, 0])
})

it('[UI234] whole tiles are the one full tile, and a layer with nothing on it selects nothing', () => {
  const whole = finish(selectOpaque(() => tile(() => channelOne), new Set([at(0)]), frame))
  expect(whole.get(at(0))).toBe(fullCoverage)
  expect(finish(selectOpaque(() => undefined, new Set([at(0)]), frame)).size).toBe(0)
})
