// Tiles as bytes, for joiners and for the store: how fast and how small, beside deflate of the same pixels as they are; and a
// whole picture, persisted and loaded.

import { deflateSync, inflateSync } from 'fflate'
import { createTwinKernel } from '../../sync-core/kernel/twin-kernel.ts'
import { ownerPointer, pixelTileBytes } from '../../sync-core/kernel/tile-layout.ts'
import { nameTile } from '../../sync-core/pictures/content-name.ts'
import { MemoryStore } from '../../sync-core/pictures/memory-store.ts'
import { makePictureId } from '../../sync-core/base/picture-id.ts'
import { StoredPictures } from '../../sync-core/pictures/stored-pictures.ts'
import { createStructure, encodeStructure, firstLayer } from '../../sync-core/raster/structure.ts'
import { benchPictureSize, operationsOf, type PictureKind } from './bench-pictures.ts'
import { decode, type PaintedTile, paintedTiles, paintPicture } from './engine-calls.ts'
import type { Figure } from './figure.ts'
import { measureInTurns, ratesInTurns } from './measure.ts'

const kinds: readonly PictureKind[] = ['dense', 'lines', 'flat']
/** Of its raw bytes, a dense picture's snapshot by RASTER.md. */
const denseMax = 0.6
/** One tile of so many is measured, where all would take too long. */
const sampleEvery = 16
const storeTurns = 3
const against = 'deflate of the same pixels, unfiltered'
const bytesPerMB = 1e6

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const kind of kinds) {
    const tiles = paintedTiles(paintPicture(benchPictureSize, await operationsOf(kind)))
    figures.push(...sizeFigures(kind, tiles), ...(await speedFigures(kind, tiles)))
    if (kind === 'dense') figures.push(...(await storeFigures(tiles)))
  }
  return figures
}

function sizeFigures(kind: PictureKind, tiles: readonly PaintedTile[]): Figure[] {
  const kernel = createTwinKernel()
  kernel.grow(ownerPointer + 2 * pixelTileBytes)
  const filtered = (bytes: Uint8Array): Uint8Array => {
    kernel.u8.set(bytes, ownerPointer)
    kernel.filterTile(ownerPointer, ownerPointer + pixelTileBytes)
    return kernel.u8.slice(ownerPointer + pixelTileBytes, ownerPointer + 2 * pixelTileBytes)
  }
  let encodedBytes = 0
  let plainBytes = 0
  let bestBytes = 0
  for (const { bytes, encode } of tiles) {
    const plain = deflate(bytes).length
    encodedBytes += encode().length
    plainBytes += plain
    bestBytes += Math.min(plain, deflate(filtered(bytes)).length)
  }
  const ofRaw = (bytes: number): number => bytes / (tiles.length * pixelTileBytes)
  const figure = (name: string, peer: number, words: string): Figure => ({
    name: `snapshot-${kind}-${name}`,
    value: ofRaw(encodedBytes),
    unit: 'of raw',
    peer,
    against: words,
  })
  return [
    ...(kind === 'dense' ? [figure('bytes-floor', denseMax, 'the most in RASTER.md')] : []),
    figure('bytes', ofRaw(plainBytes), against),
    figure('bytes-best', ofRaw(bestBytes), 'the better of both filters for each tile'),
  ]
}

async function speedFigures(kind: PictureKind, tiles: readonly PaintedTile[]): Promise<Figure[]> {
  const sample = tiles.filter((_, at) => at % sampleEvery === 0)
  const encoded = sample.map(({ encode }) => encode())
  const deflated = sample.map(({ bytes }) => deflate(bytes))
  const out = new Uint8Array(pixelTileBytes)
  const rates = await ratesInTurns((sample.length * pixelTileBytes) / bytesPerMB, {
    encode: () => {
      for (const tile of sample) tile.encode()
    },
    deflate: () => {
      for (const { bytes } of sample) deflate(bytes)
    },
    decode: () => {
      for (const bytes of encoded) decode(bytes)
    },
    inflate: () => {
      for (const bytes of deflated) inflateSync(bytes, { out })
    },
  })
  const unit = 'MB/s'
  return [
    { name: `snapshot-${kind}-encode`, value: rates.encode, unit, peer: rates.deflate, against },
    {
      name: `snapshot-${kind}-decode`,
      value: rates.decode,
      unit,
      peer: rates.inflate,
      against: 'inflate of the same pixels, unfiltered',
    },
  ]
}

/** A whole picture into the store and out of it, beside its tiles' encoding and decoding alone. */
async function storeFigures(tiles: readonly PaintedTile[]): Promise<Figure[]> {
  const megabytes = (tiles.length * pixelTileBytes) / bytesPerMB
  const encoded = tiles.map(({ encode }) => encode())
  const store = await persist(tiles)
  const seconds = await measureInTurns(
    {
      persist: () => persist(tiles),
      encode: () => {
        for (const tile of tiles) tile.encode()
      },
      load: () => load(store),
      decode: () => {
        for (const bytes of encoded) decode(bytes)
      },
    },
    storeTurns,
  )
  const unit = 'ms/MB'
  const perMB = (name: keyof typeof seconds): number => (seconds[name] * 1000) / megabytes
  return [
    {
      name: 'snapshot-persist',
      value: perMB('persist'),
      unit,
      peer: perMB('encode'),
      against: 'encoding the tiles alone',
    },
    {
      name: 'snapshot-load',
      value: perMB('load'),
      unit,
      peer: perMB('decode'),
      against: 'decoding the tiles alone',
    },
  ]
}

const id = makePictureId(new Uint8Array(16))

async function persist(tiles: readonly PaintedTile[]): Promise<StoredPictures> {
  const pictures = new StoredPictures(new MemoryStore(), new Uint8Array(8))
  await pictures.create({ id, title: 'Bench', size: benchPictureSize, nowMs: 0 })
  const claim = await pictures.claim(id)
  await claim.save({
    seq: 1,
    horizon: 1,
    baseSeq: 1,
    structure: encodeStructure(createStructure(benchPictureSize)),
    size: benchPictureSize,
    changed: (async function* () {
      for (const { index, encode } of tiles) {
        const bytes = encode()
        yield { layer: firstLayer, index, bytes, name: nameTile(bytes) }
      }
    })(),
    removed: [],
    carried: [],
    updates: () => nothing(),
    leftOut: [],
    lineage: [{ epoch: 1, startSeq: 1 }],
    participants: new Map(),
    nowMs: 0,
  })
  await claim.release()
  return pictures
}

async function* nothing(): AsyncGenerator<never> {}

async function load(pictures: StoredPictures): Promise<void> {
  const claim = await pictures.claim(id)
  const loaded = await claim.load()
  for (const { bytes } of loaded!.tiles) decode(bytes)
  await claim.release()
}

function deflate(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 1 })
}
