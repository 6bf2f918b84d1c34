import { deflateSync } from 'fflate'
import { expect, it } from 'vitest'
import { tileValues } from '../kernel/tile-layout.ts'
import { nameTile } from '../pictures/content-name.ts'
import { encodeTile, type Deflate } from '../raster/tile-codec.ts'
import type { Tile } from '../raster/tile.ts'
import { newMemory, tileOf } from '../testing/picture-memories.ts'
import { EncodedTiles } from './encoded-tiles.ts'

const memory = newMemory()
const striped = (every: number): Tile =>
  tileOf(
    memory,
    Uint16Array.from({ length: tileValues }, (_, at) => ((at >> 2) % every === 0 ? 20_000 : 0)),
  )
const tiles = [3, 4, 5, 6].map(striped)
const bytesOf = tiles.map((tile) => encodeTile(tile).length)

function counting(): { deflate: Deflate; calls: () => number } {
  let calls = 0
  const deflate: Deflate = (bytes) => {
    calls++
    return deflateSync(bytes, { level: 1 })
  }
  return { deflate, calls: () => calls }
}

it('[PP10] gives the same encoding to whoever asks next, and one as good after it was given up', () => {
  const { deflate, calls } = counting()
  const encoded = new EncodedTiles(bytesOf[0]! + bytesOf[1]! + bytesOf[2]!, deflate)
  const first = tiles.slice(0, 3).map((tile) => encoded.bytesOf(tile))
  expect(tiles.slice(0, 3).map((tile) => encoded.bytesOf(tile))).toEqual(first)
  expect(calls()).toBe(3)
  // The first was asked for last: the second goes.
  encoded.bytesOf(tiles[0]!)
  encoded.bytesOf(tiles[3]!)
  expect(encoded.bytesOf(tiles[0]!)).toBe(first[0])
  expect(calls()).toBe(4)
  expect(encoded.bytesOf(tiles[1]!)).toEqual(first[1])
  expect(calls()).toBe(5)
})

it('[PP10] a tile has one name, whether its encoding is kept or not', () => {
  const { deflate, calls } = counting()
  const encoded = new EncodedTiles(0, deflate)
  const bytes = encoded.bytesOf(tiles[0]!)
  expect(encoded.nameOf(tiles[0]!, bytes)).toEqual(nameTile(bytes))
  expect(encoded.nameOf(tiles[0]!, bytes)).toBe(encoded.nameOf(tiles[0]!, bytes))
  expect(calls()).toBe(1)
})
