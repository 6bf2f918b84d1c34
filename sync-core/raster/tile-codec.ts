import { deflateSync, inflateSync } from 'fflate'
import { ProtocolError } from '../base/errors.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import {
  channelOne,
  ownerPointer,
  pixelTileBytes,
  scratchPointer,
  tilePixels,
} from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { Tile } from './tile.ts'

// A tile as bytes, for the wire and for storage:
//
//   filter u8 (0 pixels as they are, little-endian · 1 filtered, see twin-tile-kernel.ts · 2 one pixel for the whole tile)
//   codec  u8 (0 stored · 1 raw deflate)
//   body      (filter 2: codec 0 and the 8 bytes of the pixel)
//
// A tile may come from a stranger: sizes are checked before and after inflating, into a buffer of one tile and one byte,
// so a decompression bomb runs out of room at once; pixels are checked, because the blend relies on their range.

const rawPixels = 0
const filteredPixels = 1
const onePixel = 2
const stored = 0
const deflated = 1
const headBytes = 2

/** The longest form of a tile: stored. */
export const encodedTileBytesMax = headBytes + pixelTileBytes

/** Raw deflate (RFC 1951) of some bytes, which it does not keep. */
export type Deflate = (bytes: Uint8Array) => Uint8Array

/** Everywhere the same; where a machine has its own, that is several times as fast. */
const portableDeflate: Deflate = (bytes) => deflateSync(bytes, { level: 1 })

/** The bytes of a tile, at most encodedTileBytesMax. */
export function encodeTile(tile: Tile, deflate: Deflate = portableDeflate): Uint8Array {
  return encodeAt(tile.memory.kernel, tile.pointer, deflate)
}

let desk: Kernel | undefined

/** The bytes of the tile that these pixels (16384 numbers, not all blank) would be, for those who have no picture's memory. */
export function encodePixels(pixels: Uint16Array): Uint8Array {
  if (desk === undefined) {
    desk = createWasmKernel()
    desk.grow(ownerPointer + pixelTileBytes)
  }
  desk.u16.set(pixels, ownerPointer / 2)
  return encodeAt(desk, ownerPointer, portableDeflate)
}

/** The tile of bytes of unknown origin; whatever is not a well-formed, non-blank tile is ProtocolError('malformed'). */
export function decodeTile(bytes: Uint8Array, memory: PictureMemory): Tile {
  const block = memory.newPixels()
  readTile(memory.kernel, bytes, block.writePointer)
  return new Tile(block.freeze())
}

/** The same, written to the pixel tile at `out`; after an error, whatever is there is nothing. */
export function readTile(kernel: Kernel, bytes: Uint8Array, out: number): void {
  if (bytes.length <= headBytes) throw malformed(`${bytes.length} bytes are too few`)
  if (bytes.length > encodedTileBytesMax) throw malformed(`${bytes.length} bytes are too many`)
  const filter = bytes[0]!
  const body = bytes.subarray(headBytes)
  if (filter === onePixel) repeatPixel(kernel, bytes[1]!, body, out)
  else unpackPixels(kernel, filter, bytes[1]!, body, out)
  if (kernel.isWellFormed(out) === 0) {
    throw malformed(`a pixel has a colour above its alpha, or an alpha above ${channelOne}`)
  }
  if (kernel.isBlank(out) !== 0) throw malformed('it is blank, and a blank tile does not exist')
}

function encodeAt(kernel: Kernel, pixels: number, deflate: Deflate): Uint8Array {
  const plain = kernel.u8.subarray(pixels, pixels + pixelTileBytes)
  const repeats = kernel.countRepeats(pixels)
  if (repeats === tilePixels - 1) return withHead(onePixel, stored, plain.subarray(0, 8))
  // Mostly flat tiles are drawings: runs of equal pixels deflate better as they are.
  const filter = repeats > tilePixels / 2 ? rawPixels : filteredPixels
  if (filter === filteredPixels) kernel.filterTile(pixels, scratchPointer)
  const body =
    filter === rawPixels ? plain : kernel.u8.subarray(scratchPointer, scratchPointer + pixelTileBytes)
  const packed = deflate(body)
  if (packed.length < pixelTileBytes) return withHead(filter, deflated, packed)
  return withHead(rawPixels, stored, plain)
}

function withHead(filter: number, codec: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + body.length)
  bytes[0] = filter
  bytes[1] = codec
  bytes.set(body, headBytes)
  return bytes
}

function repeatPixel(kernel: Kernel, codec: number, body: Uint8Array, out: number): void {
  if (codec !== stored || body.length !== 8) throw malformed('a tile of one pixel has 8 stored bytes')
  const [red, green, blue, alpha] = new Uint16Array(new Uint8Array(body).buffer)
  kernel.fillTile(out, red!, green!, blue!, alpha!)
}

function unpackPixels(kernel: Kernel, filter: number, codec: number, body: Uint8Array, out: number): void {
  if (filter !== rawPixels && filter !== filteredPixels) throw malformed(`${filter} is no filter`)
  const plain = unpackBody(codec, body)
  if (plain.length !== pixelTileBytes)
    throw malformed(`its pixels are ${plain.length} bytes, not ${pixelTileBytes}`)
  if (filter === rawPixels) kernel.u8.set(plain, out)
  else {
    kernel.u8.set(plain, scratchPointer)
    kernel.unfilterTile(scratchPointer, out)
  }
}

function unpackBody(codec: number, body: Uint8Array): Uint8Array {
  if (codec === stored) return body
  if (codec !== deflated) throw malformed(`${codec} is no codec`)
  try {
    return inflateSync(body, { out: new Uint8Array(pixelTileBytes + 1) })
  } catch {
    throw malformed('its deflated bytes are broken')
  }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `A tile can't be read: ${what}.`)
}
