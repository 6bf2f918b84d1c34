// What a save sends: requests, and bytes beside those of the changed tiles themselves. Both are counted below the product: in
// the folder's store by a wrapper, in S3 by the server, retries included. Every tile of the picture is there; the changed ones
// lie together, as somebody paints, and a save also brings the updates since the last one.

import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstLayer, Prng, type CanvasSize } from '../../sync-core/index.ts'
import { FolderStore } from '../../sync-core/node/folder-store.ts'
import { S3Store } from '../../sync-core/node/s3/s3-store.ts'
import { nameTile } from '../../sync-core/pictures/content-name.ts'
import type { ObjectStore } from '../../sync-core/pictures/object-store.ts'
import type { PictureClaim, StoredTile } from '../../sync-core/pictures/picture-accessor.ts'
import { makePictureId } from '../../sync-core/base/picture-id.ts'
import { StoredPictures } from '../../sync-core/pictures/stored-pictures.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Update } from '../../sync-core/raster/operation.ts'
import { tileIndexOf } from '../../sync-core/raster/plane.ts'
import { createStructure, encodeStructure } from '../../sync-core/raster/structure.ts'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'
import type { Figure } from './figure.ts'

const sides = [2048, 16384]
const areas = [1, 10, 100, 1000]
/** An encoded tile of a smooth picture. A dense one has five times as much, beside which the rest is even less. */
const tileBytes = 4096
/** Two seconds of one pen. */
const updatesPerSave = 60
const tileSide = 64
const requestsMax = 3

/** What reached a store. */
interface Sent {
  readonly requests: number
  readonly bytes: number
}

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const side of sides) {
    figures.push(...(await inFolder(side)))
    figures.push(...(await inBucket(side)))
  }
  return figures
}

async function inFolder(side: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-persist-'))
  try {
    const sent = { requests: 0, bytes: 0 }
    const store = countCalls(await FolderStore.open(folder), sent)
    return await saveAreas(store, side, 'folder', () => ({ ...sent }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inBucket(side: number): Promise<Figure[]> {
  const light = await S3Light.start()
  const store = new S3Store(light.settings)
  try {
    return await saveAreas(store, side, 's3', () => ({
      requests: light.requests.length,
      bytes: light.bytesIn,
    }))
  } finally {
    store.close()
    await light.close()
  }
}

async function saveAreas(
  store: ObjectStore,
  side: number,
  place: string,
  readSent: () => Sent,
): Promise<Figure[]> {
  const size = { width: side, height: side }
  const pictures = new StoredPictures(store, new Uint8Array(8))
  const id = makePictureId(new Uint8Array(16))
  await pictures.create({ id, title: 'Bench', size, nowMs: 0 })
  const claim = await pictures.claim(id)
  const all = (side / tileSide) ** 2
  const figures: Figure[] = []
  let seq = 0
  for (const tiles of [all, ...areas]) {
    const before = readSent()
    seq += updatesPerSave
    await save(claim, size, seq, tiles)
    const { requests, bytes } = readSent()
    const name = `persist-${side}-${place}-${tiles === all ? 'all' : tiles}`
    figures.push({
      name: `${name}-bytes`,
      value: bytes - before.bytes,
      unit: 'bytes',
      peer: tiles * tileBytes,
      against: 'the encoded tiles themselves',
    })
    figures.push({
      name: `${name}-requests`,
      value: requests - before.requests,
      unit: 'requests',
      peer: requestsMax,
      against: 'the most for a small change',
    })
  }
  await claim.release()
  return figures
}

async function save(claim: PictureClaim, size: CanvasSize, seq: number, tiles: number): Promise<void> {
  const structure = createStructure(size)
  const across = Math.min(size.width / tileSide, Math.ceil(Math.sqrt(tiles)))
  const { x, y } = structure.frame
  const indices = Array.from({ length: tiles }, (_, i) => {
    return tileIndexOf(x / tileSide + (i % across), y / tileSide + Math.floor(i / across))
  })
  await claim.save({
    seq,
    horizon: seq,
    baseSeq: seq,
    structure: encodeStructure(structure),
    size,
    changed: distinctTiles(indices, seq),
    removed: [],
    carried: [],
    updates: (fromSeq) => updatesBetween(fromSeq, seq),
    leftOut: [],
    lineage: [{ epoch: claim.epoch, startSeq: 0 }],
    participants: new Map(),
    nowMs: 0,
  })
}

/** Bytes that nothing can make smaller, no two alike. */
async function* distinctTiles(indices: readonly number[], seq: number): AsyncGenerator<StoredTile> {
  const prng = new Prng(seq)
  const words = Uint32Array.from({ length: tileBytes / 4 }, () => prng.uint32())
  await Promise.resolve()
  for (const index of indices) {
    words[0] = index
    const bytes = new Uint8Array(words.slice().buffer)
    yield { layer: firstLayer, index, bytes, name: nameTile(bytes) }
  }
}

/** A stroke of a pen. */
async function* updatesBetween(fromSeq: number, toSeq: number): AsyncGenerator<Update> {
  const samples = Array.from({ length: 4 }, (_, i) => ({ x: 20 + i, y: 10 - i, pressure: 3 }))
  const operation = encodeOperation({ kind: 'stroke-points', samples })
  await Promise.resolve()
  for (let seq = fromSeq; seq <= toSeq; seq++) yield { seq, author: 1, clientSeq: seq, operation }
}

/** The same store; what is asked of it is added up. */
function countCalls(store: ObjectStore, sent: { requests: number; bytes: number }): ObjectStore {
  const count = (bytes = 0): void => {
    sent.requests += 1
    sent.bytes += bytes
  }
  return {
    place: store.place,
    get: (key, bytesMax) => (count(), store.get(key, bytesMax)),
    getTagged: (key, bytesMax) => (count(), store.getTagged(key, bytesMax)),
    put: (key, bytes) => (count(bytes.length), store.put(key, bytes)),
    compareAndSwap: (key, bytes, etag) => (count(bytes.length), store.compareAndSwap(key, bytes, etag)),
    remove: (keys) => (count(), store.remove(keys)),
    list: (folder) => (count(), store.list(folder)),
    listObjects: (folder) => (count(), store.listObjects(folder)),
    hold: (name) => store.hold(name),
  }
}
