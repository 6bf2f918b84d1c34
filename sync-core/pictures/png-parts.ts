import { assert } from '../base/assert.ts'
import { crc32 } from '../base/crc32.ts'

// What PNG files are made of, for those who write one as a whole and those who write it in bands.
//
//   signature · IHDR · sRGB · IDAT (zlib of: filter byte, filtered row)… · IEND

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** What stands before the pixels: 8 bits a channel, RGBA or RGB in sRGB, not interlaced. */
export function pngBeginning(width: number, height: number, channels: 3 | 4): Uint8Array[] {
  assert(width > 0 && height > 0, `a picture has pixels, not ${width} × ${height}`)
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  // Colour type RGB or RGBA, deflate, adaptive filters, not interlaced.
  header.set([8, channels === 4 ? 6 : 2, 0, 0, 0], 8)
  return [pngSignature, pngChunk('IHDR', header), pngChunk('sRGB', Uint8Array.of(0))]
}

/** Width and height as the beginning of a file says; undefined when it does not begin like a PNG. */
export function pngSizeOf(
  bytes: Uint8Array,
): { readonly width: number; readonly height: number } | undefined {
  const isPng =
    bytes.length >= 24 &&
    pngSignature.every((byte, i) => bytes[i] === byte) &&
    String.fromCharCode(...bytes.subarray(12, 16)) === 'IHDR'
  if (!isPng) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

export function pngChunk(type: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(body.length + 12)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, body.length)
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i)
  chunk.set(body, 8)
  view.setUint32(body.length + 8, crc32(chunk, 0, 4, body.length + 8))
  return chunk
}

/** Filters rows one after another, each with the filter whose bytes are nearest to zero: the usual guess for what deflates best. */
export class PngFilter {
  private above: Uint8Array
  private readonly candidate: Uint8Array
  private readonly rowBytes: number
  private readonly channels: 3 | 4
  constructor(width: number, channels: 3 | 4) {
    this.rowBytes = width * channels
    this.channels = channels
    this.above = new Uint8Array(this.rowBytes)
    this.candidate = new Uint8Array(this.rowBytes)
  }

  /** The rows after those of the last call, each with its filter's byte before it. */
  filter(rows: Uint8Array): Uint8Array {
    const { rowBytes, candidate } = this
    const height = rows.length / rowBytes
    assert(Number.isInteger(height), `rows of ${rowBytes} bytes are whole, not ${rows.length} bytes`)
    const filtered = new Uint8Array(height * (rowBytes + 1))
    for (let y = 0; y < height; y++) {
      const row = rows.subarray(y * rowBytes, (y + 1) * rowBytes)
      const target = y * (rowBytes + 1)
      let smallest = Infinity
      for (let filter = 0; filter < 5; filter++) {
        const size = applyFilter(filter, row, this.above, this.channels, candidate, smallest)
        if (size >= smallest) continue
        smallest = size
        filtered[target] = filter
        filtered.set(candidate, target + 1)
      }
      this.above = row
    }
    // The caller may use its rows again.
    this.above = this.above.slice()
    return filtered
  }
}

/** Writes the filtered row and returns its sum of absolute values; stops early when that reaches `enough`. */
function applyFilter(
  filter: number,
  row: Uint8Array,
  above: Uint8Array,
  channels: number,
  filtered: Uint8Array,
  enough: number,
): number {
  let sum = 0
  for (let i = 0; i < row.length && sum < enough; i++) {
    const left = i >= channels ? row[i - channels]! : 0
    const up = above[i]!
    const upLeft = i >= channels ? above[i - channels]! : 0
    const value = (row[i]! - predictPng(filter, left, up, upLeft)) & 0xff
    filtered[i] = value
    sum += value < 128 ? value : 256 - value
  }
  return sum
}

/** What a PNG filter (0..4) expects of a byte. */
export function predictPng(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4:
      return paeth(left, up, upLeft)
    default:
      return 0
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft
  const toLeft = Math.abs(estimate - left)
  const toUp = Math.abs(estimate - up)
  const toUpLeft = Math.abs(estimate - upLeft)
  if (toLeft <= toUp && toLeft <= toUpLeft) return left
  return toUp <= toUpLeft ? up : upLeft
}
