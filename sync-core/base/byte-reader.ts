import { ProtocolError } from './errors.ts'
import { decodeUtf8 } from './utf8.ts'

/**
 * Reads little-endian values from bytes of unknown origin. Every read is checked against the end before anything is
 * taken; a short or impossible value throws ProtocolError('malformed') that names the offset.
 */
export class ByteReader {
  /** Not viewed anew: an update is a few bytes, and views would cost more than reading them. */
  private readonly from: Uint8Array
  private at = 0

  constructor(bytes: Uint8Array) {
    this.from = bytes
  }

  get offset(): number {
    return this.at
  }

  get remaining(): number {
    return this.from.length - this.at
  }

  u8(): number {
    this.need(1)
    return this.from[this.at++]!
  }

  u16(): number {
    this.need(2)
    const { from, at } = this
    this.at += 2
    return from[at]! | (from[at + 1]! << 8)
  }

  u32(): number {
    this.need(4)
    return (this.u16() | (this.u16() << 16)) >>> 0
  }

  /** Unsigned LEB128, at most 2^53-1; a longer or non-minimal form is malformed, so that each value has one encoding. */
  varuint(): number {
    const start = this.at
    let value = this.u8()
    if (value < 0x80) return value
    value &= 0x7f
    let scale = 0x80
    for (let count = 1; count < 8; count++) {
      const byte = this.u8()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) {
        if (byte === 0) throw this.malformed('a number is not in its shortest form', start)
        if (value > Number.MAX_SAFE_INTEGER) break
        return value
      }
      scale *= 0x80
    }
    throw this.malformed('a number is larger than 2^53-1', start)
  }

  varint(): number {
    const start = this.at
    const value = this.varuint()
    if (value > 0xffffffff) throw this.malformed('a signed number does not fit 32 bits', start)
    return (value >>> 1) ^ -(value & 1)
  }

  /** A view (not a copy) of the next `count` bytes. */
  bytes(count: number): Uint8Array {
    this.need(count)
    const { buffer, byteOffset } = this.from
    // A plain view, so that its `slice` copies; that of a Node Buffer would not.
    const part = new Uint8Array(buffer, byteOffset + this.at, count)
    this.at += count
    return part
  }

  /** UTF-8 text of at most `bytesMax` bytes, its length first as varuint. */
  text(bytesMax: number): string {
    const start = this.at
    const length = this.varuint()
    if (length > bytesMax) throw this.malformed(`a text of ${length} bytes is longer than ${bytesMax}`, start)
    const bytes = this.bytes(length)
    try {
      return decodeUtf8(bytes)
    } catch {
      throw this.malformed('a text is not UTF-8', start)
    }
  }

  /** Throws unless every byte was read. */
  end(): void {
    if (this.remaining > 0) throw this.malformed(`${this.remaining} bytes are left over`, this.at)
  }

  malformed(what: string, offset = this.at): ProtocolError {
    return new ProtocolError('malformed', `The message can't be read: ${what} (at byte ${offset}).`)
  }

  private need(count: number): void {
    if (count > this.remaining) {
      throw this.malformed(`${count} bytes are wanted and ${this.remaining} are left`)
    }
  }
}
