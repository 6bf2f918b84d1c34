import { concatBytes } from '../base/concat-bytes.ts'
import { encodeHex } from '../base/hex.ts'
import { limits } from '../base/limits.ts'
import type { StoredPlace } from './stored-place.ts'

/**
 * Gathers tiles and pages into packs of about limits.packBytes. A full one is handed to `write`, which resolves when there is
 * room for the next. What comes twice is stored once.
 */
export class PackWriter {
  /** Lengths of the packs handed over. */
  readonly packs = new Map<string, number>()
  private readonly newName: () => string
  private readonly write: (pack: string, bytes: Uint8Array) => Promise<void>
  private readonly written = new Map<string, StoredPlace>()
  private pack: string | undefined
  private parts: Uint8Array[] = []
  private length = 0

  constructor(newName: () => string, write: (pack: string, bytes: Uint8Array) => Promise<void>) {
    this.newName = newName
    this.write = write
  }

  /** The pack that what is added next goes to, and how long it is now. */
  get open(): { readonly pack: string; readonly length: number } {
    this.pack ??= this.newName()
    return { pack: this.pack, length: this.length }
  }

  /** Returns where it lies once everything was handed over. */
  async add(name: Uint8Array, bytes: Uint8Array): Promise<StoredPlace> {
    const hex = encodeHex(name)
    const known = this.written.get(hex)
    if (known !== undefined) return known
    const place = this.addLast(name, bytes)
    this.written.set(hex, place)
    if (this.length >= limits.packBytes) await this.finish()
    return place
  }

  /** The same, staying in the open pack however full it is. */
  addLast(name: Uint8Array, bytes: Uint8Array): StoredPlace {
    const { pack, length: offset } = this.open
    this.parts.push(bytes)
    this.length += bytes.length
    return { pack, offset, length: bytes.length, name: name.slice() }
  }

  /** Hands over what is left. */
  async finish(): Promise<void> {
    if (this.pack === undefined) return
    const { pack, parts, length } = this
    this.pack = undefined
    this.parts = []
    this.length = 0
    this.packs.set(pack, length)
    await this.write(pack, concatBytes(parts))
  }
}
