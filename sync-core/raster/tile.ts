import { assert } from '../base/assert.ts'
import { tilePixels } from './canvas-size.ts'
import { type Hash64, xxh64 } from './xxh64.ts'

// A tile is 64 × 64 pixels of four unsigned 16-bit numbers: red, green, blue (premultiplied, sRGB-encoded) and alpha, each
// 0..32767, colour never above alpha. 8 bits are too few for light glazes; 15 bits cost nothing in SIMD lanes and leave
// the sign bit free for differences.
//
// Tiles never change once they exist: painting makes new ones. So a snapshot of a picture is a copy of an array of
// references, and a hash or an encoding of a tile is computed at most once (encodings belong in a WeakMap of their user).
// A blank tile (all 0) does not exist: `undefined` stands for it everywhere.

/** 1.0 of a colour channel. */
export const channelOne = 32767
export const tileValues = tilePixels * 4
export const tileBytes = tileValues * 2

assert(
  new Uint8Array(new Uint16Array([1]).buffer)[0] === 1,
  'hashes and codecs see tiles as little-endian bytes',
)

/** An immutable, non-blank block of pixels. */
export class Tile {
  /** 16384 numbers, row by row, RGBA. Never written to. */
  readonly pixels: Uint16Array
  private cachedHash: Hash64 | undefined

  /** Takes ownership of `pixels`. */
  constructor(pixels: Uint16Array) {
    assert(pixels.length === tileValues, `a tile has ${tileValues} numbers, not ${pixels.length}`)
    this.pixels = pixels
  }

  /** XXH64 of the 32 KiB of little-endian pixel bytes; computed once. */
  get hash(): Hash64 {
    this.cachedHash ??= xxh64(this.bytes)
    return this.cachedHash
  }

  /** The pixels as little-endian bytes, a view. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.pixels.buffer, this.pixels.byteOffset, tileBytes)
  }
}

/** Whether every pixel is transparent; as colour never exceeds alpha, alpha alone decides. */
export function isBlank(pixels: Uint16Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 0) return false
  return true
}
