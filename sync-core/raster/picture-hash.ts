import { encodeStructure, type LayerId, type Structure } from './structure.ts'
import type { Tile } from './tile.ts'
import type { TileSheets } from './tile-sheets.ts'
import { type Hash64, hashHex, mixHash, xxh64 } from '../base/xxh64.ts'

// The hash of a picture is made of sums modulo 2^64, so that a changed tile is subtracted and added again without touching the
// others:
//
//   sum of a layer = Σ mix(tile index, hash of the tile)                        blank tiles add nothing
//   picture        = hash of the structure's bytes + Σ mix(place of the layer, its sum)
//
// It is taken lazily: `changed` only remembers which tile, `hash` looks at what differs from the last time. A layer that is not
// in the structure does not count, and keeps its sum for the day when it comes back.

/** 16 lowercase hexadecimal digits. */
export type PictureHash = string

interface LayerSum {
  hi: number
  lo: number
  readonly counted: Map<number, Tile>
  readonly stale: Set<number>
}

/** Follows the tiles of one picture and knows their hash. */
export class PictureHasher {
  private readonly sums = new Map<LayerId, LayerSum>()

  /** Says that a tile may differ from the last time. */
  changed(layer: LayerId, index: number): void {
    this.sum(layer).stale.add(index)
  }

  /** The hash of a picture with these tiles; those not told to `changed` must be the same as before. */
  hash(structure: Structure, sheets: TileSheets): PictureHash {
    const total = new Sum(xxh64(encodeStructure(structure)))
    structure.layers.forEach(({ id }, place) => {
      const layer = this.sum(id)
      for (const index of layer.stale) count(layer, index, sheets.get(id, index))
      layer.stale.clear()
      total.add(mixHash(place, layer))
    })
    return total.hex()
  }

  private sum(layer: LayerId): LayerSum {
    let sum = this.sums.get(layer)
    if (sum === undefined) {
      sum = { hi: 0, lo: 0, counted: new Map(), stale: new Set() }
      this.sums.set(layer, sum)
    }
    return sum
  }
}

function count(layer: LayerSum, index: number, now: Tile | undefined): void {
  const before = layer.counted.get(index)
  if (before === now) return
  const sum = new Sum(layer)
  if (before) sum.subtract(mixHash(index, before.hash))
  if (now) sum.add(mixHash(index, now.hash))
  layer.hi = sum.hi
  layer.lo = sum.lo
  if (now) layer.counted.set(index, now)
  else layer.counted.delete(index)
}

class Sum implements Hash64 {
  hi: number
  lo: number

  constructor(start: Hash64) {
    this.hi = start.hi
    this.lo = start.lo
  }

  add(part: Hash64): void {
    const lo = this.lo + part.lo
    this.lo = lo >>> 0
    this.hi = (this.hi + part.hi + (lo > 0xffffffff ? 1 : 0)) >>> 0
  }

  subtract(part: Hash64): void {
    const lo = this.lo - part.lo
    this.lo = lo >>> 0
    this.hi = (this.hi - part.hi - (lo < 0 ? 1 : 0)) >>> 0
  }

  hex(): PictureHash {
    return hashHex(this)
  }
}
