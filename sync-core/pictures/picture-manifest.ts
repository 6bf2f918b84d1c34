// The manifest of a snapshot: where each tile of the base lies, who took part, and which tail belongs to it. It is written
// once and never changed. Tiles that did not change keep their place in the pack of an earlier snapshot.

import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { fixed, list, struct, text, uint } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'
import { tileCount } from '../raster/canvas-size.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import { contentName, tileNameBytes } from './content-name.ts'
import type { StoredParticipant } from './picture-accessor.ts'
import { isObjectName } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { openSealed, sealObject } from './sealed-object.ts'
import type { SealedKind } from './sealed-object.ts'

/** Where one encoded tile lies. */
export interface TilePlace {
  /** The pack's name. */
  readonly pack: string
  readonly offset: number
  readonly length: number
  /** See nameTile. */
  readonly name: Uint8Array
}

export interface PictureManifest {
  readonly seq: number
  readonly horizon: number
  readonly tail: string
  readonly participants: readonly StoredParticipant[]
  /** Lengths of the packs by name. */
  readonly packs: ReadonlyMap<string, number>
  /** Places by tile index; a tile that is missing is blank. */
  readonly tiles: ReadonlyMap<number, TilePlace>
}

const seq = uint(Number.MAX_SAFE_INTEGER)
const manifestSchema = struct({
  width: uint(limits.pictureSidePxMax),
  height: uint(limits.pictureSidePxMax),
  seq,
  horizon: seq,
  tail: text(80),
  participants: list(
    struct({
      number: uint(limits.participantsMax),
      key: fixed(16),
      name: text(limits.nameBytesMax),
      color: uint(0xffffff),
      lastClientSeq: uint(0xffffffff),
    }),
    limits.participantsMax + 1,
  ),
  packs: list(struct({ name: text(80), bytes: uint(pictureLimits.packBytesMax) }), limits.tilesMax),
  tiles: list(
    struct({
      index: uint(limits.tilesMax - 1),
      pack: uint(limits.tilesMax - 1),
      offset: uint(pictureLimits.packBytesMax),
      length: uint(limits.tileBytesMax),
      name: fixed(tileNameBytes),
    }),
    limits.tilesMax,
  ),
})

const manifestKind: SealedKind<TypeOf<typeof manifestSchema>> = {
  magic: 'GSMF',
  version: 1,
  schema: manifestSchema,
  what: 'The table of contents of this picture',
}

export function encodeManifest(manifest: PictureManifest, size: CanvasSize): Uint8Array {
  const numbers = new Map([...manifest.packs.keys()].map((name, number) => [name, number]))
  const tiles = [...manifest.tiles]
    .sort(([a], [b]) => a - b)
    .map(([index, place]) => ({ ...place, index, pack: numbers.get(place.pack)! }))
  const packs = [...manifest.packs].map(([name, bytes]) => ({ name, bytes }))
  return sealObject(manifestKind, { ...manifest, width: size.width, height: size.height, packs, tiles })
}

/** Reads and checks everything it says. `name` is the one it is stored under. StorageError('corrupt' | 'invalid'). */
export function decodeManifest(bytes: Uint8Array, name: string, size: CanvasSize): PictureManifest {
  const stored = openSealed(manifestKind, bytes)
  if (!name.endsWith(`-${contentName(bytes).slice(0, 16)}`)) throw impossible('its name doesn’t fit it')
  if (stored.width !== size.width || stored.height !== size.height) throw impossible('it is of another size')
  if (stored.horizon > stored.seq)
    throw impossible(`its horizon ${stored.horizon} is after its seq ${stored.seq}`)
  if (!isObjectName(stored.tail)) throw impossible('its tail has no proper name')
  const packs = new Map<string, number>()
  for (const pack of stored.packs) {
    if (!isObjectName(pack.name) || packs.has(pack.name)) throw impossible('its packs have no proper names')
    packs.set(pack.name, pack.bytes)
  }
  if (new Set(stored.participants.map((person) => person.number)).size !== stored.participants.length) {
    throw impossible('a participant is listed twice')
  }
  const tiles = new Map<number, TilePlace>()
  let before = -1
  for (const { index, pack, offset, length, name: tileName } of stored.tiles) {
    const home = stored.packs[pack]
    if (index <= before || index >= tileCount(size))
      throw impossible(`tile ${index} is out of order or outside`)
    if (home === undefined || length < 1 || offset + length > home.bytes) {
      throw impossible(`tile ${index} lies outside of its pack`)
    }
    tiles.set(index, { pack: home.name, offset, length, name: tileName })
    before = index
  }
  const { seq: at, horizon, tail, participants } = stored
  return { seq: at, horizon, tail, participants, packs, tiles }
}

function impossible(why: string): StorageError {
  return new StorageError('corrupt', `The table of contents of this picture is damaged: ${why}.`)
}
