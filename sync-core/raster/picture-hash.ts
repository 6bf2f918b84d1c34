import type { CanvasSize } from './canvas-size.ts'
import type { Tile } from './tile.ts'
import { type Hash64, mixHash } from './xxh64.ts'

// The hash of a picture is a sum modulo 2^64 over its tiles, so that a changed tile is subtracted and added again without
// touching the others:   hash = mix(2^32-1, size) + Σ mix(tile index, hash of the tile)     blank tiles add nothing.
// It is taken lazily: `changed` only remembers the index, `hash` looks at what differs from the last time.

/** 16 lowercase hexadecimal digits. */
export type PictureHash = string

/** Follows the tiles of one picture and knows their hash. */
export class PictureHasher {
  private hi: number
  private lo: number
  private readonly counted: (Tile | undefined)[] = []
  private readonly stale = new Set<number>()

  constructor(size: CanvasSize) {
    const start = mixHash(0xffffffff, { hi: size.width, lo: size.height })
    this.hi = start.hi
    this.lo = start.lo
  }

  /** Says that the tile at `index` may differ from the last time. */
  changed(index: number): void {
    this.stale.add(index)
  }

  /** The hash of a picture with these tiles; those not told to `changed` must be the same as before. */
  hash(tiles: readonly (Tile | undefined)[]): PictureHash {
    for (const index of this.stale) {
      const before = this.counted[index]
      const now = tiles[index]
      if (before === now) continue
      if (before) this.subtract(mixHash(index, before.hash))
      if (now) this.add(mixHash(index, now.hash))
      this.counted[index] = now
    }
    this.stale.clear()
    return hex(this.hi) + hex(this.lo)
  }

  private add(part: Hash64): void {
    const lo = this.lo + part.lo
    this.lo = lo >>> 0
    this.hi = (this.hi + part.hi + (lo > 0xffffffff ? 1 : 0)) >>> 0
  }

  private subtract(part: Hash64): void {
    const lo = this.lo - part.lo
    this.lo = lo >>> 0
    this.hi = (this.hi - part.hi - (lo < 0 ? 1 : 0)) >>> 0
  }
}

function hex(half: number): string {
  return half.toString(16).padStart(8, '0')
}
