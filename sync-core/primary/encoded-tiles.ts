import { nameTile } from '../pictures/content-name.ts'
import { encodeTile, type Deflate } from '../raster/tile-codec.ts'
import type { Tile } from '../raster/tile.ts'

/** Tiles as bytes, those that were asked for last kept up to a bound: joiners who come together, and a persist, share them. */
export class EncodedTiles {
  private readonly bytesMax: number
  private readonly deflate: Deflate | undefined
  /** From the one that was asked for longest ago. */
  private readonly kept = new Map<Tile, Uint8Array>()
  private readonly names = new WeakMap<Tile, Uint8Array>()
  private keptBytes = 0

  constructor(bytesMax: number, deflate?: Deflate) {
    this.bytesMax = bytesMax
    this.deflate = deflate
  }

  bytesOf(tile: Tile): Uint8Array {
    const known = this.kept.get(tile)
    if (known !== undefined) {
      this.kept.delete(tile)
      this.kept.set(tile, known)
      return known
    }
    const bytes = encodeTile(tile, this.deflate)
    this.kept.set(tile, bytes)
    this.keptBytes += bytes.length
    this.dropOldest()
    return bytes
  }

  /** What the tile is called where pictures are kept, from its encoding. */
  nameOf(tile: Tile, bytes: Uint8Array): Uint8Array {
    const known = this.names.get(tile)
    if (known !== undefined) return known
    const name = nameTile(bytes)
    this.names.set(tile, name)
    return name
  }

  private dropOldest(): void {
    for (const [tile, bytes] of this.kept) {
      if (this.keptBytes <= this.bytesMax) return
      this.kept.delete(tile)
      this.keptBytes -= bytes.length
    }
  }
}
