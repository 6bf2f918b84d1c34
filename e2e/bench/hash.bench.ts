// Hashes: of a tile by the kernel, and what it costs to know the hash of a picture all the while it is painted on.

import { createHash } from 'node:crypto'
import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { ownerPointer, pixelTileBytes, scratchPointer } from '../../sync-core/kernel/tile-layout.ts'
import { paintPicture } from './engine-calls.ts'
import { type Figure } from './figure.ts'
import { measureInTurns, onBothKernels, ratesInTurns, type Run } from './measure.ts'
import { repeatStrokes } from './recorded-strokes.ts'

const tiles = 256
const size = { width: 2048, height: 1536 }
const updates = 5000
const hashEvery = 100
/** Of painting, by RASTER.md. */
const shareMax = 0.2

export async function bench(): Promise<Figure[]> {
  return [...(await tileFigures()), ...(await pictureFigures())]
}

async function tileFigures(): Promise<Figure[]> {
  const bytes = new Uint8Array(tiles * pixelTileBytes).map((_, i) => (i * 31) >> 3)
  const { wasm, twin, md5 } = await ratesInTurns(bytes.length / 1e9, {
    ...onBothKernels((kernel) => hashTiles(kernel, bytes)),
    md5: () => {
      for (let at = 0; at < bytes.length; at += pixelTileBytes) {
        createHash('md5')
          .update(bytes.subarray(at, at + pixelTileBytes))
          .digest()
      }
    },
  })
  const unit = 'GB/s'
  return [
    { name: 'hash-tile-twin', value: wasm, unit, peer: twin, against: 'the TypeScript twin' },
    { name: 'hash-tile-md5', value: wasm, unit, peer: md5, against: 'MD5 by Node’s OpenSSL' },
  ]
}

function hashTiles(kernel: Kernel, bytes: Uint8Array): Run {
  kernel.grow(ownerPointer + bytes.length)
  kernel.u8.set(bytes, ownerPointer)
  return () => {
    for (let at = 0; at < bytes.length; at += pixelTileBytes) {
      kernel.hashBlock(ownerPointer + at, pixelTileBytes, scratchPointer)
    }
  }
}

/** The recorded pen, painted with and without a hash after every 100 updates. */
async function pictureFigures(): Promise<Figure[]> {
  const operations = (await repeatStrokes(size, updates, 1)).flat()
  const { plain, hashed } = await measureInTurns({
    plain: () => paintPicture(size, operations),
    hashed: () => paintPicture(size, operations, hashEvery),
  })
  return [
    {
      name: `hash-every-${hashEvery}-updates`,
      value: (hashed - plain) / plain,
      unit: 'of painting',
      peer: shareMax,
      against: 'the most in RASTER.md',
    },
  ]
}
