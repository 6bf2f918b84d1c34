import { concatBytes } from '../base/concat-bytes.ts'
import { encodeHex } from '../base/hex.ts'
import { limits } from '../base/limits.ts'
import { contentName } from './content-name.ts'
import type { TilePlace } from './picture-manifest.ts'
import { objectName } from './picture-keys.ts'
import type { TileKey } from './tile-key.ts'

interface WaitingTile {
  readonly name: Uint8Array
  readonly bytes: Uint8Array
  readonly keys: TileKey[]
}

/**
 * Gathers encoded tiles into packs of about limits.packBytes and hands each full one to `write`. A tile that comes twice is
 * stored once. A pack is named by the names of its tiles, which stand for its whole content: nothing is hashed twice.
 */
export class PackWriter {
  /** Where each added tile lies, once `finish` returned. */
  readonly places = new Map<TileKey, TilePlace>()
  /** Lengths of the packs written. */
  readonly packs = new Map<string, number>()
  private readonly epoch: number
  private readonly write: (packName: string, bytes: Uint8Array) => Promise<void>
  private readonly written = new Map<string, TilePlace>()
  private waiting = new Map<string, WaitingTile>()
  private waitingBytes = 0

  constructor(epoch: number, write: (packName: string, bytes: Uint8Array) => Promise<void>) {
    this.epoch = epoch
    this.write = write
  }

  async add(key: TileKey, name: Uint8Array, bytes: Uint8Array): Promise<void> {
    const hex = encodeHex(name)
    const place = this.written.get(hex)
    if (place !== undefined) {
      this.places.set(key, place)
      return
    }
    const waiting = this.waiting.get(hex)
    if (waiting !== undefined) {
      waiting.keys.push(key)
      return
    }
    this.waiting.set(hex, { name, bytes, keys: [key] })
    this.waitingBytes += bytes.length
    if (this.waitingBytes >= limits.packBytes) await this.finish()
  }

  /** Writes what is left. */
  async finish(): Promise<void> {
    if (this.waiting.size === 0) return
    const tiles = this.waiting
    this.waiting = new Map()
    this.waitingBytes = 0
    const bytes = concatBytes([...tiles.values()].map((tile) => tile.bytes))
    const pack = objectName(
      this.epoch,
      contentName(concatBytes([...tiles.values()].map((tile) => tile.name))),
    )
    await this.write(pack, bytes)
    this.packs.set(pack, bytes.length)
    let offset = 0
    for (const [hex, tile] of tiles) {
      const place = { pack, offset, length: tile.bytes.length, name: tile.name }
      offset += tile.bytes.length
      this.written.set(hex, place)
      for (const key of tile.keys) this.places.set(key, place)
    }
  }
}
