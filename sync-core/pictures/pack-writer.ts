import { encodeHex } from '../base/hex.ts'
import { limits } from '../base/limits.ts'
import type { StoredPlace } from './stored-place.ts'

/**
 * Stores the bytes of a pack; resolves when there is room for the next. `giveBack` says that they are stored: until then, and
 * for ever where that is not known, nothing else is written over them.
 */
export type WritePack = (pack: string, bytes: Uint8Array, giveBack: () => void) => Promise<void>

/**
 * Gathers tiles and pages into packs of about limits.packBytes. A full one is handed to `write`. What comes twice is stored once.
 *
 * What is added is copied at once, into a few rooms that serve one pack after another: a large save passes hundreds of MB, and
 * memory that is taken and left behind at that rate makes the runtime collect garbage, for longer than a tick, every second.
 */
export class PackWriter {
  /** Lengths of the packs handed over. */
  readonly packs = new Map<string, number>()
  private readonly newName: () => string
  private readonly write: WritePack
  private readonly written = new Map<string, StoredPlace>()
  private readonly spareRooms: Uint8Array[] = []
  private pack: string | undefined
  private room: Uint8Array = new Uint8Array(0)
  private length = 0

  constructor(newName: () => string, write: WritePack) {
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
    this.makeRoom(offset + bytes.length)
    this.room.set(bytes, offset)
    this.length += bytes.length
    return { pack, offset, length: bytes.length, name: name.slice() }
  }

  /** Hands over what is left. */
  async finish(): Promise<void> {
    if (this.pack === undefined) return
    const { pack, room, length } = this
    this.pack = undefined
    this.room = this.spareRooms.pop() ?? new Uint8Array(0)
    this.length = 0
    this.packs.set(pack, length)
    await this.write(pack, room.subarray(0, length), () => this.spareRooms.push(room))
  }

  private makeRoom(length: number): void {
    if (length <= this.room.length) return
    const size = Math.max(length, Math.min(Math.max(2 * this.room.length, firstRoomBytes), fullRoomBytes))
    const larger = new Uint8Array(size)
    larger.set(this.room.subarray(0, this.length))
    this.room = larger
  }
}

/** A small save fits in here. */
const firstRoomBytes = 64 * 1024
/** A full pack with the tile that fills it. */
const fullRoomBytes = limits.packBytes + limits.tileBytesMax
