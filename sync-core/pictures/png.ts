// A PNG encoder for previews: 8-bit RGBA, sRGB, one adaptive filter a row. Small, and the same bytes on every machine, which
// a canvas' own encoder does not promise.
//
//   signature · IHDR · sRGB · IDAT (zlib of: filter byte, filtered row)… · IEND

import { zlibSync } from 'fflate'
import { assert } from '../base/assert.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { crc32 } from '../base/crc32.ts'

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const bytesPerPixel = 4

/** A whole PNG file of straight (not premultiplied) RGBA pixels, row by row. */
export function encodePng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  assert(width > 0 && height > 0, `a picture has pixels, not ${width} × ${height}`)
  assert(rgba.length === width * height * bytesPerPixel, `${width} × ${height} pixels are 4 bytes each`)
  const writer = new ByteWriter(1024)
  writer.bytes(signature)
  writeChunk(writer, 'IHDR', header(width, height))
  writeChunk(writer, 'sRGB', Uint8Array.of(0))
  writeChunk(writer, 'IDAT', zlibSync(filterRows(width, height, rgba), { level: 6 }))
  writeChunk(writer, 'IEND', new Uint8Array(0))
  return writer.finish()
}

function header(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(13)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  // 8 bits a channel, colour type RGBA, deflate, adaptive filters, not interlaced.
  bytes.set([8, 6, 0, 0, 0], 8)
  return bytes
}

function writeChunk(writer: ByteWriter, type: string, body: Uint8Array): void {
  const name = Uint8Array.from(type, (letter) => letter.charCodeAt(0))
  const numbers = new DataView(new ArrayBuffer(8))
  numbers.setUint32(0, body.length)
  numbers.setUint32(4, crc32(body, crc32(name)))
  writer.bytes(new Uint8Array(numbers.buffer, 0, 4))
  writer.bytes(name)
  writer.bytes(body)
  writer.bytes(new Uint8Array(numbers.buffer, 4, 4))
}

/** Each row with the filter whose bytes are nearest to zero: the usual guess for what deflates best. */
function filterRows(width: number, height: number, rgba: Uint8Array): Uint8Array {
  const rowBytes = width * bytesPerPixel
  const filtered = new Uint8Array(height * (rowBytes + 1))
  const candidate = new Uint8Array(rowBytes)
  let above = new Uint8Array(rowBytes)
  for (let y = 0; y < height; y++) {
    const row = rgba.subarray(y * rowBytes, (y + 1) * rowBytes) as Uint8Array<ArrayBuffer>
    const target = y * (rowBytes + 1)
    let smallest = Infinity
    for (let filter = 0; filter < 5; filter++) {
      const size = applyFilter(filter, row, above, candidate, smallest)
      if (size >= smallest) continue
      smallest = size
      filtered[target] = filter
      filtered.set(candidate, target + 1)
    }
    above = row
  }
  return filtered
}

/** Writes the filtered row and returns its sum of absolute values; stops early when that reaches `enough`. */
function applyFilter(
  filter: number,
  row: Uint8Array,
  above: Uint8Array,
  filtered: Uint8Array,
  enough: number,
): number {
  let sum = 0
  for (let i = 0; i < row.length && sum < enough; i++) {
    const left = i >= bytesPerPixel ? row[i - bytesPerPixel]! : 0
    const up = above[i]!
    const upLeft = i >= bytesPerPixel ? above[i - bytesPerPixel]! : 0
    const value = (row[i]! - predict(filter, left, up, upLeft)) & 0xff
    filtered[i] = value
    sum += value < 128 ? value : 256 - value
  }
  return sum
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
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
