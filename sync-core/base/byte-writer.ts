import { crc32 } from './crc32.ts'
import { AssertionError } from './errors.ts'
import { encodeUtf8 } from './utf8.ts'

/** Fewer bytes are copied faster one by one than by a call into the engine. */
const fewBytes = 32

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
    if (!(Number.isInteger(value) && value >= 0 && value <= 0xff)) refuse('a u8 is 0..255', value)
    this.reserve(1)
    this.view.setUint8(this.used, value)
    this.used += 1
  }

  u16(value: number): void {
    if (!(Number.isInteger(value) && value >= 0 && value <= 0xffff)) refuse('a u16 is 0..65535', value)
    this.reserve(2)
    this.view.setUint16(this.used, value, true)
    this.used += 2
  }

  u32(value: number): void {
    this.reserve(4)
    this.setU32(this.used, value)
    this.used += 4
  }

  /** Writes over what is at the place. */
  setU32(at: number, value: number): void {
    if (!(Number.isInteger(value) && value >= 0 && value <= 0xffffffff)) refuse('a u32 is 0..2^32-1', value)
    this.view.setUint32(at, value, true)
  }

  /** Unsigned LEB128 of a whole number in 0..2^53-1. */
  varuint(value: number): void {
    if (!(Number.isSafeInteger(value) && value >= 0)) refuse('a varuint is 0..2^53-1', value)
    this.reserve(8)
    const { buffer } = this
    let at = this.used
    let rest = value
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 0x80)) buffer[at++] = (rest % 0x80) | 0x80
    for (; rest >= 0x80; rest >>>= 7) buffer[at++] = rest | 0x80
    buffer[at++] = rest
    this.used = at
  }

  /** Zigzag LEB128 of a whole number in -2^31..2^31-1. */
  varint(value: number): void {
    if ((value | 0) !== value) refuse('a varint is a 32-bit whole number', value)
    this.varuint(((value << 1) ^ (value >> 31)) >>> 0)
  }

  bytes(bytes: Uint8Array): void {
    const { length } = bytes
    this.reserve(length)
    const { buffer, used } = this
    if (length > fewBytes) buffer.set(bytes, used)
    else for (let i = 0; i < length; i++) buffer[used + i] = bytes[i]!
    this.used = used + length
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

  /** What was written so far, until more is. */
  written(): Uint8Array {
    return this.buffer.subarray(0, this.used)
  }

  /** The CRC-32 of what was written from `from` on. */
  checksum(from: number): number {
    return crc32(this.buffer, 0, from, this.used)
  }

  /** Takes back everything behind the first `length` bytes. */
  cut(length: number): void {
    if (length > this.used) refuse(`at most ${this.used} bytes are there to be kept`, length)
    this.used = length
  }

  private reserve(extra: number): void {
    if (this.used + extra <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.used + extra))
    grown.set(this.buffer.subarray(0, this.used))
    this.buffer = grown
    this.view = new DataView(grown.buffer)
  }
}

/** Sentences are made only when they are needed: numbers are written too often to make one for each. */
function refuse(truth: string, value: number): never {
  throw new AssertionError(`${truth}, not ${value}`)
}
