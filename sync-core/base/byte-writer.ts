import { assert } from './assert.ts'
import { encodeUtf8 } from './utf8.ts'

/** Appends little-endian values to a buffer that grows by doubling. */
export class ByteWriter {
  private buffer: Uint8Array
  private view: DataView
  private used = 0

  constructor(capacityBytes = 256) {
    this.buffer = new Uint8Array(capacityBytes)
    this.view = new DataView(this.buffer.buffer)
  }

  get length(): number {
    return this.used
  }

  u8(value: number): void {
    assert(Number.isInteger(value) && value >= 0 && value <= 0xff, `a u8 is 0..255, not ${value}`)
    this.reserve(1)
    this.view.setUint8(this.used, value)
    this.used += 1
  }

  u16(value: number): void {
    assert(Number.isInteger(value) && value >= 0 && value <= 0xffff, `a u16 is 0..65535, not ${value}`)
    this.reserve(2)
    this.view.setUint16(this.used, value, true)
    this.used += 2
  }

  u32(value: number): void {
    assert(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, `a u32 is 0..2^32-1, not ${value}`)
    this.reserve(4)
    this.view.setUint32(this.used, value, true)
    this.used += 4
  }

  /** Unsigned LEB128 of a whole number in 0..2^53-1. */
  varuint(value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, `a varuint is 0..2^53-1, not ${value}`)
    this.reserve(8)
    let rest = value
    while (rest >= 0x80) {
      this.buffer[this.used++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.buffer[this.used++] = rest
  }

  /** Zigzag LEB128 of a whole number in -2^31..2^31-1. */
  varint(value: number): void {
    assert((value | 0) === value, `a varint is a 32-bit whole number, not ${value}`)
    this.varuint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.buffer.set(bytes, this.used)
    this.used += bytes.length
  }

  /** Length as varuint, then UTF-8. */
  text(text: string): void {
    const bytes = encodeUtf8(text)
    this.varuint(bytes.length)
    this.bytes(bytes)
  }

  /** A copy of what was written so far. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.used)
  }

  private reserve(extra: number): void {
    if (this.used + extra <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.used + extra))
    grown.set(this.buffer.subarray(0, this.used))
    this.buffer = grown
    this.view = new DataView(grown.buffer)
  }
}
