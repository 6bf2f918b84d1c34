import { deflateSync, inflateSync } from 'fflate'
import { ProtocolError } from '../base/errors.ts'
import { tilePixels } from './canvas-size.ts'
import { channelOne, isBlank, Tile, tileBytes, tileValues } from './tile.ts'
import { filterPixels, unfilterPixels } from './tile-filter.ts'

// A tile as bytes, for the wire and for storage:
//
//   filter u8 (0 pixels as they are, little-endian · 1 filtered, see tile-filter.ts · 2 one pixel for the whole tile)
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
export const encodedTileBytesMax = headBytes + tileBytes

/** The bytes of a tile, at most encodedTileBytesMax. */
export function encodeTile(tile: Tile): Uint8Array {
  const { pixels } = tile
  const repeats = countRepeats(pixels)
  if (repeats === tilePixels - 1) return withHead(onePixel, stored, tile.bytes.subarray(0, 8))
  // Mostly flat tiles are drawings: runs of equal pixels deflate better as they are.
  const filter = repeats > tilePixels / 2 ? rawPixels : filteredPixels
  const body = filter === rawPixels ? tile.bytes : filterPixels(pixels)
  const packed = deflateSync(body, { level: 1 })
  if (packed.length < tileBytes) return withHead(filter, deflated, packed)
  return withHead(rawPixels, stored, tile.bytes)
}

/** The tile of bytes of unknown origin; whatever is not a well-formed, non-blank tile is ProtocolError('malformed'). */
export function decodeTile(bytes: Uint8Array): Tile {
  if (bytes.length <= headBytes) throw malformed(`${bytes.length} bytes are too few`)
  if (bytes.length > encodedTileBytesMax) throw malformed(`${bytes.length} bytes are too many`)
  const filter = bytes[0]!
  const body = bytes.subarray(headBytes)
  const pixels = filter === onePixel ? repeatPixel(bytes[1]!, body) : unpackPixels(filter, bytes[1]!, body)
  for (let at = 0; at < tileValues; at += 4) {
    const alpha = pixels[at + 3]!
    if (alpha > channelOne || pixels[at]! > alpha || pixels[at + 1]! > alpha || pixels[at + 2]! > alpha) {
      throw malformed(`pixel ${at >> 2} has a colour above its alpha, or an alpha above ${channelOne}`)
    }
  }
  if (isBlank(pixels)) throw malformed('it is blank, and a blank tile does not exist')
  return new Tile(pixels)
}

/** How many pixels equal the one before them. */
function countRepeats(pixels: Uint16Array): number {
  const pairs = new Int32Array(pixels.buffer, pixels.byteOffset, tilePixels * 2)
  let repeats = 0
  for (let at = 2; at < pairs.length; at += 2) {
    if (pairs[at] === pairs[at - 2] && pairs[at + 1] === pairs[at - 1]) repeats++
  }
  return repeats
}

function withHead(filter: number, codec: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + body.length)
  bytes[0] = filter
  bytes[1] = codec
  bytes.set(body, headBytes)
  return bytes
}

function repeatPixel(codec: number, body: Uint8Array): Uint16Array {
  if (codec !== stored || body.length !== 8) throw malformed('a tile of one pixel has 8 stored bytes')
  const pixel = new Uint16Array(new Uint8Array(body).buffer)
  const pixels = new Uint16Array(tileValues)
  for (let at = 0; at < tileValues; at += 4) pixels.set(pixel, at)
  return pixels
}

function unpackPixels(filter: number, codec: number, body: Uint8Array): Uint16Array {
  if (filter !== rawPixels && filter !== filteredPixels) throw malformed(`${filter} is no filter`)
  const plain = unpackBody(codec, body)
  if (plain.length !== tileBytes) throw malformed(`its pixels are ${plain.length} bytes, not ${tileBytes}`)
  return filter === filteredPixels ? unfilterPixels(plain) : new Uint16Array(new Uint8Array(plain).buffer)
}

function unpackBody(codec: number, body: Uint8Array): Uint8Array {
  if (codec === stored) return body
  if (codec !== deflated) throw malformed(`${codec} is no codec`)
  try {
    return inflateSync(body, { out: new Uint8Array(tileBytes + 1) })
  } catch {
    throw malformed('its deflated bytes are broken')
  }
}

function malformed(what: string): ProtocolError {
  return new ProtocolError('malformed', `A tile can't be read: ${what}.`)
}
