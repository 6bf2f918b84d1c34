import fc from 'fast-check'
import { inflateSync } from 'fflate'
import { expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import { decodeTile, encodeTile } from '../raster/tile-codec.ts'
import { newMemory, tileOf } from '../testing/picture-memories.ts'
import { nativeDeflate } from './native-deflate.ts'

it('[ND41] what the machine’s own deflate made of any bytes is inflated everywhere', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40_000, size: 'max' }), (bytes) => {
      expect(Buffer.compare(inflateSync(nativeDeflate(bytes)), bytes)).toBe(0)
    }),
    { numRuns: 30 },
  )
})

it('[ND41] a tile that it encoded is the same tile, and no larger', () => {
  const memory = newMemory()
  for (const noise of [0, 1, 40, 9000]) {
    const random = new Prng(noise)
    const pixels = Uint16Array.from({ length: tileValues }, (_, at) =>
      at % 4 === 3 ? 32_767 : ((at >> 2) & 63) * 200 + (noise === 0 ? 0 : random.below(noise)),
    )
    const tile = tileOf(memory, pixels)
    const encoded = encodeTile(tile, nativeDeflate)
    expect(decodeTile(encoded, memory).hash).toEqual(tile.hash)
    expect(encoded.length).toBeLessThanOrEqual(encodeTile(tile).length)
  }
})
