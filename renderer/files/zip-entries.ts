import { crc32, decodeUtf8 } from '../../sync-core/index.ts'
import { damaged, expectWithin, FileError } from './file-error.ts'
import type { FileLimits } from './file-limits.ts'
import { inflateWithin } from './inflate-within.ts'

// Reads a zip of unknown origin by its table of contents. A path is a name and nothing else: nothing is written by it, and only
// what somebody asks for by name is unpacked, as far as the table says and the bound allows. fflate's own reader believes the
// table, and goes on inflating when there is more.

interface ZipEntry {
  readonly method: number
  readonly checksum: number
  readonly packedBytes: number
  readonly bytes: number
  readonly start: number
}

const endBytes = 22
const rowBytes = 46
const localBytes = 30

export class ZipEntries {
  private readonly file: Uint8Array
  private readonly view: DataView
  private readonly entries = new Map<string, ZipEntry>()
  constructor(file: Uint8Array, bounds: FileLimits) {
    this.file = file
    this.view = new DataView(file.buffer, file.byteOffset, file.byteLength)
    const end = this.findEnd()
    const count = this.view.getUint16(end + 10, true)
    expectWithin('ora', 'entries', count, bounds.entriesMax)
    let at = this.view.getUint32(end + 16, true)
    for (let i = 0; i < count; i++) at = this.readRow(at)
  }

  has(name: string): boolean {
    return this.entries.has(name)
  }

  /** The bytes of an entry, of which there may be so many. */
  read(name: string, bytesMax: number): Uint8Array {
    const entry = this.entries.get(name)
    if (entry === undefined) throw damaged('ora', `${name} is missing`)
    expectWithin('ora', 'bytes', entry.bytes, bytesMax)
    const packed = this.packed(name, entry)
    const bytes = entry.method === 0 ? packed : inflateWithin([packed], entry.bytes, 'none')
    if (bytes?.length !== entry.bytes || crc32(bytes) !== entry.checksum) throw damaged('ora', name)
    return bytes
  }

  private packed(name: string, entry: ZipEntry): Uint8Array {
    const { start, packedBytes } = entry
    if (start + localBytes > this.file.length || this.view.getUint32(start, true) !== 0x04034b50) {
      throw damaged('ora', name)
    }
    const from =
      start + localBytes + this.view.getUint16(start + 26, true) + this.view.getUint16(start + 28, true)
    if (from + packedBytes > this.file.length) throw damaged('ora', name)
    return this.file.subarray(from, from + packedBytes)
  }

  /** The end of the table, before a comment of at most 64 KiB. */
  private findEnd(): number {
    const last = this.file.length - endBytes
    for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
      if (this.view.getUint32(at, true) === 0x06054b50) return at
    }
    throw damaged('ora', 'table of contents')
  }

  private readRow(at: number): number {
    const { view } = this
    if (at + rowBytes > this.file.length || view.getUint32(at, true) !== 0x02014b50) {
      throw damaged('ora', 'table of contents')
    }
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)]
    const nameEnd = at + rowBytes + view.getUint16(at + 28, true)
    const name = readName(this.file.subarray(at + rowBytes, nameEnd))
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) {
      throw new FileError('unsupported', { format: 'ora', part: `a zip packed in way ${method}` })
    }
    this.entries.set(name, {
      method,
      checksum: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    })
    return nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
}

function readName(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw damaged('ora', 'table of contents')
  }
}
