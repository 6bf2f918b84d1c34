import { deflateSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import { pixelTileBytes, tileValues } from '../kernel/tile-layout.ts'
import { newMemory, tileOf as toTile } from '../testing/picture-memories.ts'
import { decodeTile as decode, encodedTileBytesMax, encodePixels, encodeTile } from './tile-codec.ts'
import type { Tile } from './tile.ts'

const memory = newMemory()
const decodeTile = (bytes: Uint8Array): Tile => decode(bytes, memory)

/** One pixel all over, a few lines, smooth paint, or noise. */
function tileOf(kind: 'solid' | 'lines' | 'smooth' | 'noise', seed: number): Tile {
  const random = new Prng(seed)
  const pixels = new Uint16Array(tileValues)
  const solid = [random.below(20_000), random.below(20_000), random.below(20_000), 20_000]
  for (let at = 0; at < tileValues; at += 4) {
    const x = (at >> 2) & 63
    const y = at >> 8
    if (kind === 'solid') pixels.set(solid, at)
    else if (kind === 'lines') pixels.set((x + seed) % 17 === 0 ? solid : [0, 0, 0, 0], at)
    else if (kind === 'smooth') pixels.set([x * y, x * 100, y * 120, 10_000 + x * 3 + random.below(4)], at)
    else
      pixels.set([random.below(9000), random.below(9000), random.below(9000), 9000 + random.below(9000)], at)
  }
  return toTile(memory, pixels)
}

const anyTile = fc
  .tuple(fc.constantFrom('solid' as const, 'lines' as const, 'smooth' as const, 'noise' as const), fc.nat())
  .map(([kind, seed]) => tileOf(kind, seed))

function refusalOf(bytes: Uint8Array): string {
  try {
    decodeTile(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    expect((error as ProtocolError).code).toBe('malformed')
    return (error as ProtocolError).message
  }
  return 'not refused'
}

describe('tile codec', () => {
  it('[RA22] decodes what it encoded', () => {
    fc.assert(
      fc.property(anyTile, (tile) => {
        const bytes = encodeTile(tile)
        expect(bytes.length).toBeLessThanOrEqual(encodedTileBytesMax)
        expect(decodeTile(bytes).hash).toEqual(tile.hash)
      }),
      { numRuns: 25 },
    )
  })

  it('[RA22] encodes an array of pixels as it does the tile', () => {
    fc.assert(
      fc.property(anyTile, (tile) => {
        expect(encodePixels(tile.copyPixels())).toEqual(encodeTile(tile))
      }),
      { numRuns: 10 },
    )
  })

  it('[RA22] chooses the form that suits the tile', () => {
    const form = (tile: Tile): number[] => [...encodeTile(tile).subarray(0, 2)]
    expect(form(tileOf('solid', 1))).toEqual([2, 0])
    expect(encodeTile(tileOf('solid', 1)).length).toBe(10)
    expect(form(tileOf('lines', 1))).toEqual([0, 1])
    expect(form(tileOf('smooth', 1))).toEqual([1, 1])
    const noise = new Prng(9)
    const wild = toTile(
      memory,
      Uint16Array.from({ length: tileValues }, (_, i) => (i % 4 === 3 ? 32767 : noise.below(32768))),
    )
    expect(decodeTile(encodeTile(wild)).hash).toEqual(wild.hash)
  })

  it('[RA22] decodes the pinned bytes of each form', () => {
    const solid = decodeTile(Buffer.from('0200' + '0100020003000400', 'hex'))
    expect([...solid.copyPixels().subarray(-8)]).toEqual([1, 2, 3, 4, 1, 2, 3, 4])
    const stored = decodeTile(
      new Uint8Array([
        0,
        0,
        ...Buffer.from('0100020003000400', 'hex'),
        ...new Uint8Array(pixelTileBytes - 8),
      ]),
    )
    expect([...stored.copyPixels().subarray(0, 8)]).toEqual([1, 2, 3, 4, 0, 0, 0, 0])
    const filtered = new Uint8Array(pixelTileBytes)
    filtered[0] = 1
    filtered[3 * 4096] = 2
    filtered[tileValues + 3 * 4096] = 1
    const both = decodeTile(new Uint8Array([1, 1, ...deflateSync(filtered)]))
    expect([...both.copyPixels().subarray(0, 8)]).toEqual([1, 0, 0, 258, 0, 0, 0, 0])
    expect([...both.copyPixels().subarray(63 * 256, 63 * 256 + 4)]).toEqual([1, 0, 0, 258])
    const inflated = decodeTile(
      new Uint8Array([0, 1, ...deflateSync(new Uint8Array(solid.copyPixels().buffer))]),
    )
    expect(inflated.copyPixels()).toEqual(solid.copyPixels())
  })

  const body = (values: number[]): Uint8Array => new Uint8Array(new Uint16Array(values).buffer)
  it.each([
    ['nothing', new Uint8Array(0), /0 bytes are too few/],
    ['a head alone', new Uint8Array([0, 1]), /2 bytes are too few/],
    ['too many bytes', new Uint8Array(encodedTileBytesMax + 1), /too many/],
    ['an unknown filter', new Uint8Array([3, 0, 1]), /3 is no filter/],
    ['an unknown codec', new Uint8Array([0, 2, 1]), /2 is no codec/],
    ['a short solid pixel', new Uint8Array([2, 0, 1, 2]), /8 stored bytes/],
    ['a deflated solid pixel', new Uint8Array([2, 1, ...body([1, 1, 1, 1])]), /8 stored bytes/],
    ['a short stored tile', new Uint8Array(2 + pixelTileBytes - 1), /pixels are 32767 bytes/],
    [
      'an inflated tile that is short',
      new Uint8Array([0, 1, ...deflateSync(new Uint8Array(pixelTileBytes - 1))]),
      /32767 bytes/,
    ],
    [
      'an inflated tile that is long',
      new Uint8Array([0, 1, ...deflateSync(new Uint8Array(pixelTileBytes + 1))]),
      /32769 bytes/,
    ],
    ['a bomb', new Uint8Array([1, 1, ...deflateSync(new Uint8Array(20_000_000))]), /32769 bytes/],
    ['a blank tile', new Uint8Array([2, 0, ...body([0, 0, 0, 0])]), /blank/],
    ['an alpha too high', new Uint8Array([2, 0, ...body([0, 0, 0, 32768])]), /alpha above 32767/],
    [
      'a colour above alpha',
      new Uint8Array([2, 0, ...body([0, 5, 0, 4])]),
      /a pixel has a colour above its alpha/,
    ],
  ])('[RA23] refuses %s', (_, bytes, words) => {
    expect(refusalOf(bytes)).toMatch(words)
  })

  it('[RA23] refuses bytes that are cut off anywhere', () => {
    const bytes = encodeTile(tileOf('smooth', 2))
    for (let length = 0; length < bytes.length - 1; length += 97) {
      expect(refusalOf(bytes.subarray(0, length))).not.toBe('not refused')
    }
  })
})
