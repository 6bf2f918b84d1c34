import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { nameTile, sameBytes } from './content-name.ts'
import type { ObjectStore } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { objectKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import type { StoredPlace } from './stored-place.ts'

/**
 * Reads packs, each once: while a snapshot is opened all of them are kept, for its tiles are looked at next; afterwards small
 * ones, so that joining them needs no reading.
 */
export class PackShelf {
  private readonly store: ObjectStore
  private readonly id: PictureId
  private readonly packs = new Map<string, Promise<Uint8Array | undefined>>()
  private small = new Map<string, Uint8Array>()

  constructor(store: ObjectStore, id: PictureId) {
    this.store = store
    this.id = id
  }

  /** The pack's bytes, or undefined when it is lost or larger than a pack can be. */
  read(pack: string): Promise<Uint8Array | undefined> {
    const known = this.packs.get(pack)
    if (known !== undefined) return known
    const reading = this.readOnce(pack)
    this.packs.set(pack, reading)
    reading.catch(() => this.packs.delete(pack))
    return reading
  }

  /** The same for a pack that is looked at once. */
  async readOnce(pack: string): Promise<Uint8Array | undefined> {
    const small = this.small.get(pack)
    if (small !== undefined) return small
    try {
      return await this.store.get(objectKey(this.id, 'packs', pack), pictureLimits.packBytesMax)
    } catch (error) {
      if (error instanceof StorageError && error.code === 'corrupt') return undefined
      throw error
    }
  }

  /** Whether reading it costs nothing. */
  has(pack: string): boolean {
    return this.small.has(pack)
  }

  /** A pack that is being written, whose bytes are copied. The oldest are given up past the bound. */
  keep(pack: string, bytes: Uint8Array): void {
    if (bytes.length >= limits.packBytes / 2) return
    this.small.set(pack, bytes.slice())
    let sum = 0
    for (const each of this.small.values()) sum += each.length
    for (const [name, { length }] of this.small) {
      if (sum <= pictureLimits.smallPackBytesKept) return
      this.small.delete(name)
      sum -= length
    }
  }

  /** What was opened is looked at no more: only small packs stay, of those that `needed` says. */
  async settle(needed: (pack: string) => boolean): Promise<void> {
    for (const [pack, reading] of this.packs) {
      const bytes = await reading.catch(() => undefined)
      if (bytes !== undefined) this.keep(pack, bytes)
    }
    this.packs.clear()
    this.small = new Map([...this.small].filter(([pack]) => needed(pack)))
  }
}

/** The bytes of a tile or page (a view), or what is wrong with them. */
export function partOf(pack: Uint8Array | undefined, place: StoredPlace): Uint8Array | string {
  if (pack === undefined) return 'the file is missing or unreadable'
  if (place.offset + place.length > pack.length) return 'the file ends too early'
  const bytes = pack.subarray(place.offset, place.offset + place.length)
  return sameBytes(nameTile(bytes), place.name) ? bytes : 'its content doesn’t fit its name'
}
