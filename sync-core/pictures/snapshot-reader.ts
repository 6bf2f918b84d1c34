// Reads a snapshot back. Nothing that is stored is believed: a manifest is checked against its name, a tail against its
// name, a tile against its name. What is lost costs no more than itself: a tile opens blank, an unreadable manifest or tail
// makes the snapshot before it count, and each is told in a sentence.

import { StorageError } from '../base/errors.ts'
import { tileSidePx } from '../kernel/tile-layout.ts'
import { tileLeft, tileTop } from '../raster/plane.ts'
import { decodeStructure, type Structure } from '../raster/structure.ts'
import { contentName, nameTile, sameBytes } from './content-name.ts'
import { inParallel } from './in-parallel.ts'
import type { ObjectStore } from './object-store.ts'
import type { LoadedSnapshot, PictureId, StoredTile } from './picture-accessor.ts'
import type { PictureHead } from './picture-head.ts'
import { epochOfName, objectKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { decodeManifest } from './picture-manifest.ts'
import type { PictureManifest, TilePlace } from './picture-manifest.ts'
import { leaveOut } from '../protocol/stand-in.ts'
import { decodeTail } from './tail-codec.ts'
import { type TileKey, type TileSpot, tileSpotOf } from './tile-key.ts'

/** The snapshot that counts, as far as it can be read. */
export interface OpenedSnapshot {
  readonly manifest: PictureManifest
  readonly manifestName: string
  /** Undefined when no tail could be read: then the base alone is left, at its horizon. */
  readonly tail: Uint8Array | undefined
  readonly notices: readonly string[]
  readonly loss?: string
}

/**
 * Finds the newest snapshot that can be read: manifest and tail of the newest, else of the one before, else the newest base
 * alone. Undefined for a picture that was never saved; StorageError('corrupt') when no manifest can be read.
 */
export async function openSnapshot(
  store: ObjectStore,
  id: PictureId,
  head: PictureHead,
): Promise<OpenedSnapshot | undefined> {
  if (head.snapshot === undefined) return undefined
  const { manifest: newest, previous } = head.snapshot
  const names = previous === undefined ? [newest] : [newest, previous]
  const problems: string[] = []
  let baseOnly: OpenedSnapshot | undefined
  for (const manifestName of names) {
    const manifest = await tolerate(problems, () => readManifest(store, id, manifestName))
    if (manifest === undefined) continue
    const tail = await tolerate(problems, () => readTail(store, id, manifest.tail))
    if (tail !== undefined) {
      const loss = `The picture was opened as it was saved before that, at update ${manifest.seq}.`
      return { manifest, manifestName, tail, notices: problems, ...(problems.length > 0 && { loss }) }
    }
    baseOnly ??= { manifest, manifestName, tail: undefined, notices: [] }
  }
  if (baseOnly !== undefined) {
    const loss = `The picture was opened at update ${baseOnly.manifest.horizon}; later ones can't be read, and older ones can't be undone any more.`
    return { ...baseOnly, notices: problems, loss }
  }
  throw new StorageError('corrupt', `This picture can't be opened. ${problems.join(' ')}`)
}

/** The newest seq that the snapshot leads to: its horizon when its tail is lost. */
export function readableSeq({ manifest, tail }: OpenedSnapshot): number {
  return tail === undefined ? manifest.horizon : manifest.seq
}

/** Reads and checks the tiles. */
export async function loadSnapshot(
  store: ObjectStore,
  id: PictureId,
  opened: OpenedSnapshot,
): Promise<LoadedSnapshot> {
  const { manifest, tail, notices, loss } = opened
  const structure = decodeStructure(manifest.structure)
  const tiles: StoredTile[] = []
  const damaged: (TileSpot & { problem: string })[] = []
  const packs = [...packTiles(manifest.tiles)]
  await inParallel(packs, pictureLimits.requestsAtOnce, async ([pack, places]) => {
    const bytes = await readPack(store, id, pack)
    for (const [key, place] of places) {
      const tile = tileIn(bytes, place)
      const spot = tileSpotOf(key)
      if (typeof tile !== 'string') tiles.push({ ...spot, bytes: tile, name: place.name })
      else damaged.push({ ...spot, problem: tileProblem(spot, structure, pack, tile) })
    }
  })
  const { carried, pending } = tail === undefined ? { carried: [], pending: [] } : decodeTail(tail)
  return {
    seq: readableSeq(opened),
    epoch: epochOfName(opened.manifestName) ?? 0,
    horizon: manifest.horizon,
    baseSeq: manifest.baseSeq,
    structure: manifest.structure,
    carried,
    pending: leaveOut(pending, new Set(manifest.leftOut)),
    leftOut: manifest.leftOut,
    lineage: manifest.lineage,
    participants: manifest.participants,
    tiles,
    damaged,
    notices,
    ...(loss !== undefined && { loss }),
  }
}

/** The places of tiles by the pack they lie in. */
export function packTiles(tiles: ReadonlyMap<TileKey, TilePlace>): Map<string, [TileKey, TilePlace][]> {
  const packs = new Map<string, [TileKey, TilePlace][]>()
  for (const entry of tiles) {
    const { pack } = entry[1]
    const list = packs.get(pack)
    if (list === undefined) packs.set(pack, [entry])
    else list.push(entry)
  }
  return packs
}

/** A pack's bytes, or undefined when it is lost or larger than a pack can be. */
export async function readPack(
  store: ObjectStore,
  id: PictureId,
  pack: string,
): Promise<Uint8Array | undefined> {
  return tolerate([], () => store.get(objectKey(id, 'packs', pack), pictureLimits.packBytesMax))
}

/** The tile's encoded bytes (a view), or what is wrong with it. */
export function tileIn(pack: Uint8Array | undefined, place: TilePlace): Uint8Array | string {
  if (pack === undefined) return 'the file is missing or unreadable'
  if (place.offset + place.length > pack.length) return 'the file ends too early'
  const bytes = pack.subarray(place.offset, place.offset + place.length)
  return sameBytes(nameTile(bytes), place.name) ? bytes : 'its content doesn’t fit its name'
}

async function readManifest(store: ObjectStore, id: PictureId, name: string): Promise<PictureManifest> {
  const bytes = await store.get(objectKey(id, 'manifest', name), pictureLimits.manifestBytesMax)
  if (bytes === undefined)
    throw new StorageError('corrupt', `Its table of contents ${shortName(name)} is missing.`)
  return decodeManifest(bytes, name)
}

async function readTail(store: ObjectStore, id: PictureId, name: string): Promise<Uint8Array> {
  const bytes = await store.get(objectKey(id, 'tail', name), pictureLimits.tailBytesMax)
  if (bytes === undefined)
    throw new StorageError('corrupt', `The file of its last updates, ${shortName(name)}, is missing.`)
  if (!name.endsWith(`-${contentName(bytes)}`)) {
    throw new StorageError('corrupt', `The file of its last updates, ${shortName(name)}, is damaged.`)
  }
  return bytes
}

/** Undefined, with the sentence in `problems`, for what is damaged; every other failure goes on. */
async function tolerate<T>(problems: string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'corrupt') throw error
    problems.push(error.message)
    return undefined
  }
}

/** Enough of an object's name to find it by. */
function shortName(name: string): string {
  return name.length <= 24 ? name : `${name.slice(0, 24)}…`
}

/** As a person finds it: the layer by its name, the place by its distance from the picture's upper left corner. */
function tileProblem(
  { layer, index }: TileSpot,
  { frame, layers }: Structure,
  pack: string,
  why: string,
): string {
  const name = layers.find(({ id }) => id === layer)?.name ?? ''
  const where = `at ${tileLeft(index) - frame.x}, ${tileTop(index) - frame.y}`
  return `The square of ${tileSidePx} pixels ${where} of the layer “${name}” could not be read from pack ${shortName(pack)}: ${why}. It is left blank.`
}
