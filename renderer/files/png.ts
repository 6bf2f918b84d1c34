// PNG files with exact pixels: a canvas premultiplies what it reads, and a faint colour comes back as another one. So files
// are read and written here, byte for byte. Of colours of 16 bits the upper ones count; profiles of colour are left aside,
// as everything in Gesso is sRGB.
//
// Reading is bounded by what the header says: the rows' bytes are known before one is inflated, and inflating ends there.
// Rejected: fast-png, which inflates what comes, profiles too, before it looks at how much it is.

import { concatBytes, crc32, pngSignature, PngWriter } from '../../sync-core/index.ts'
import { damaged, expectWithin, FileError } from './file-error.ts'
import { formatOf } from './file-format.ts'
import { fileLimits, type FileLimits } from './file-limits.ts'
import { inflateWithin } from './inflate-within.ts'
import type { FlatImage } from './layered-image.ts'
import { readPngHeader, unpackRows, passesOf, rawBytesOf, type PngHeader } from './png-rows.ts'
import { PngColors } from './png-colors.ts'

export { PngWriter }

/** A whole PNG; without alpha, what is transparent keeps its colour. */
export function encodePng({ width, height, rgba }: FlatImage, hasAlpha: boolean): Uint8Array {
  const writer = new PngWriter(width, height, hasAlpha)
  return concatBytes([...writer.rows(rgba), ...writer.end()])
}

export interface DecodedPng extends FlatImage {
  /** Colours had more than 8 bits. */
  readonly isDeep: boolean
}

/** Throws FileError for anything that is no PNG within the limits. */
export function decodePng(bytes: Uint8Array, bounds: FileLimits = fileLimits): DecodedPng {
  if (formatOf(bytes) !== 'png') throw new FileError('not-this-format', { format: 'png' })
  expectWithin('png', 'bytes', bytes.length, bounds.fileBytesMax)
  const { header, colors, data } = readChunks(bytes, bounds)
  const raw = inflateWithin(data, rawBytesOf(header), 'zlib')
  if (raw === undefined) throw damaged('png', 'pixels')
  const rgba = new Uint8Array(header.width * header.height * 4)
  for (const pass of passesOf(header)) {
    unpackRows(raw, header, pass, (samples, y) => {
      colors.write(samples, rgba, (y * header.width + pass.x) * 4, pass.stepX * 4)
    })
  }
  return { width: header.width, height: header.height, rgba, isDeep: header.depth === 16 }
}

interface Chunks {
  readonly header: PngHeader
  readonly colors: PngColors
  readonly data: readonly Uint8Array[]
}

function readChunks(bytes: Uint8Array, bounds: FileLimits): Chunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data: Uint8Array[] = []
  let header: PngHeader | undefined
  let colors: PngColors | undefined
  for (let at = pngSignature.length; ;) {
    if (at + 12 > bytes.length) throw damaged('png', 'ends too early')
    const length = view.getUint32(at)
    if (length > bytes.length - at - 12) throw damaged('png', 'ends too early')
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (crc32(bytes, 0, at + 4, at + 8 + length) !== view.getUint32(at + 8 + length)) {
      throw damaged('png', `checksum of ${type.replaceAll(/[^a-z]/gi, '?')}`)
    }
    const body = bytes.subarray(at + 8, at + 8 + length)
    if (header === undefined) {
      if (type !== 'IHDR') throw damaged('png', 'no IHDR')
      header = readPngHeader(body, bounds)
      colors = new PngColors(header)
    } else if (type === 'PLTE') colors!.palette(body)
    else if (type === 'tRNS') colors!.transparency(body)
    else if (type === 'IDAT') data.push(body)
    else if (type === 'IEND') break
    at += length + 12
  }
  return { header, colors: colors!, data }
}
