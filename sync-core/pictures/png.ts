// A PNG encoder for previews: 8-bit RGBA, sRGB, one adaptive filter a row. Small, and the same bytes on every machine, which
// a canvas' own encoder does not promise.

import { zlibSync } from 'fflate'
import { assert } from '../base/assert.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import { pngBeginning, pngChunk, PngFilter } from './png-parts.ts'

/** A whole PNG file of straight (not premultiplied) RGBA pixels, row by row. */
export function encodePng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  assert(rgba.length === width * height * 4, `${width} × ${height} pixels are 4 bytes each`)
  return concatBytes([
    ...pngBeginning(width, height, 4),
    pngChunk('IDAT', zlibSync(new PngFilter(width, 4).filter(rgba), { level: 6 })),
    pngChunk('IEND', new Uint8Array(0)),
  ])
}
