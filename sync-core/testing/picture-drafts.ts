import { encodeHex } from '../base/hex.ts'
import { nameTile } from '../pictures/content-name.ts'
import { PeoplePages } from '../pictures/people-pages.ts'
import type {
  EncodedTile,
  SnapshotInput,
  StoredParticipant,
  StoredPeople,
  StoredTile,
} from '../pictures/picture-accessor.ts'
import { makePictureId } from '../base/picture-id.ts'
import { encodePng } from '../pictures/png.ts'
import { tileKeyOf, type TileSpot } from '../pictures/tile-key.ts'
import type { Update } from '../raster/operation.ts'
import { tileIndexOf } from '../raster/plane.ts'
import { createStructure, encodeStructure, firstLayer, plainLayer } from '../raster/structure.ts'

export const pictureId = makePictureId(new Uint8Array(16).fill(7))
export const writer = (number: number): Uint8Array => new Uint8Array(8).fill(number)
/** 16 × 12 tiles. */
export const pictureSize = { width: 1024, height: 768 }
export const skyLayer = 0xfffffff0
/** Two layers: “Layer 1”, and “Sky” above it. */
export const structure = encodeStructure({
  ...createStructure(pictureSize),
  layers: [...createStructure(pictureSize).layers, plainLayer(skyLayer, 'Sky')],
})
/** The index of a tile of the picture, counted from its upper left corner. */
export const tileAt = (column: number, row: number): number => tileIndexOf(120 + column, 122 + row)
export const draft = { id: pictureId, title: 'Sunday at the river', size: pictureSize, nowMs: 1000 }

/** Encoded-tile stand-in: `length` bytes that tell layer, index and version. */
export function tile(index: number, version = 1, length = 50, layer = firstLayer): StoredTile {
  const bytes = new Uint8Array(length).fill(version)
  bytes[0] = index
  bytes[1] = index >> 8
  bytes[2] = layer
  return namedTile(layer, index, bytes)
}

export function namedTile(layer: number, index: number, bytes: Uint8Array): StoredTile {
  return { layer, index, bytes, name: nameTile(bytes) }
}

export function participant(number: number, lastClientSeq = 5): StoredParticipant {
  return {
    number,
    key: new Uint8Array(16).fill(number),
    name: `Person ${number}`,
    color: 0x112233,
    lastClientSeq,
  }
}

export function people(participants: readonly StoredParticipant[]): StoredPeople {
  const pages = new PeoplePages()
  for (const each of participants) pages.put(each)
  return pages.take()
}

export const preview = encodePng(2, 1, Uint8Array.of(255, 0, 0, 255, 0, 0, 255, 255))

/** The order of every drafted picture. */
export function draftUpdate(seq: number): Update {
  return { seq, author: 1, clientSeq: seq, operation: Uint8Array.of(seq & 0xff) }
}

export function draftUpdates(fromSeq: number, toSeq: number): Update[] {
  return Array.from({ length: toSeq - fromSeq + 1 }, (_, at) => draftUpdate(fromSeq + at))
}

/** A snapshot at `seq`, its horizon two before it. */
export function snapshot(
  seq: number,
  changed: readonly StoredTile[],
  more: Partial<SnapshotInput> = {},
): SnapshotInput {
  return {
    seq,
    horizon: Math.max(0, seq - 2),
    baseSeq: Math.max(0, seq - 1),
    structure,
    size: pictureSize,
    changed: stream(changed),
    removed: [],
    carried: [],
    updates: (fromSeq) => stream(draftUpdates(fromSeq, seq)),
    leftOut: [],
    lineage: [{ epoch: 1, startSeq: 0 }],
    participants: people([participant(1, seq)]),
    nowMs: 1000 + seq,
    ...more,
  }
}

export async function* stream<T>(items: readonly T[]): AsyncIterable<T> {
  for (const each of items) {
    await Promise.resolve()
    yield each
  }
}

export const spot = (index: number, layer = firstLayer): TileSpot => ({ layer, index })

/** What stands for each tile's bytes, by layer and index, to compare quickly. */
export function byPlace(tiles: readonly EncodedTile[]): [number, string][] {
  return [...tiles]
    .sort((a, b) => tileKeyOf(a) - tileKeyOf(b))
    .map((tile) => [tileKeyOf(tile), encodeHex(nameTile(tile.bytes))])
}
