import { assert } from '../base/assert.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import { pixelTileBytes, scratchPointer } from '../kernel/tile-layout.ts'
import type { Hash64 } from '../base/xxh64.ts'

// A tile is 64 × 64 pixels of four unsigned 16-bit numbers: red, green, blue (premultiplied, sRGB-encoded) and alpha, each
// 0..32767, colour never above alpha. 8 bits are too few for light glazes; 15 bits cost nothing in SIMD lanes and leave
// the sign bit free for differences.
//
// Tiles never change once they exist: painting makes new ones. So a snapshot of a picture is a copy of an array of
// references, and a hash or an encoding of a tile is computed at most once (encodings belong in a WeakMap of their user).
// A blank tile (all 0) does not exist: `undefined` stands for it everywhere.
//
// Pixels lie in the picture's memory (kernel/picture-memory.ts) and stay as long as a root marks them. A tile whose pixels are
// gone may still be compared, with itself and by a hash that is known; reading its pixels asserts.

export { channelOne } from '../kernel/tile-layout.ts'

assert(
  new Uint8Array(new Uint16Array([1]).buffer)[0] === 1,
  'hashes and codecs see tiles as little-endian bytes',
)

/** An immutable, non-blank block of pixels. */
export class Tile {
  readonly block: PixelBlock
  private cachedHash: Hash64 | undefined

  constructor(block: PixelBlock) {
    assert(block.isFrozen, 'pixels of a tile are never written to')
    this.block = block
  }

  get memory(): PictureMemory {
    return this.block.memory
  }

  /** Where the pixels are: good for one call. */
  get pointer(): number {
    return this.block.pointer
  }

  /** XXH64 of the 32 KiB of little-endian pixel bytes; computed once. */
  get hash(): Hash64 {
    if (this.cachedHash === undefined) {
      const { kernel } = this.memory
      kernel.hashBlock(this.pointer, pixelTileBytes, scratchPointer)
      const at = scratchPointer >> 2
      this.cachedHash = { lo: kernel.i32[at]! >>> 0, hi: kernel.i32[at + 1]! >>> 0 }
    }
    return this.cachedHash
  }

  /** A copy of the 16384 numbers, row by row, RGBA. */
  copyPixels(): Uint16Array {
    return this.block.values.slice()
  }
}

/** Whether every pixel of an array is transparent; as colour never exceeds alpha, alpha alone decides. */
export function isBlank(pixels: Uint16Array): boolean {
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i] !== 0) return false
  return true
}
