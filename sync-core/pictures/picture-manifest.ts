// The manifest of a snapshot: frame and layers of the base, where each of its tiles lies, who took part, and which tail belongs
// to it. It is written once and never changed. Tiles that did not change keep their place in the pack of an earlier snapshot.

import { ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, fixed, list, struct, text, uint } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'
import { planeTiles } from '../raster/plane.ts'
import { decodeStructure, layerId, type LayerId } from '../raster/structure.ts'
import { contentName, tileNameBytes } from './content-name.ts'
import type { EpochStart } from './lineage.ts'
import type { StoredParticipant } from './picture-accessor.ts'
import { isObjectName } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { openSealed, sealObject } from './sealed-object.ts'
import type { SealedKind } from './sealed-object.ts'
import { tileKeyOf, tileSpotOf, type TileKey } from './tile-key.ts'

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
  readonly baseSeq: number
  /** Encoded; it can be decoded. */
  readonly structure: Uint8Array
  readonly tail: string
  readonly lineage: readonly EpochStart[]
  readonly leftOut: readonly number[]
  readonly participants: readonly StoredParticipant[]
  /** Lengths of the packs by name. */
  readonly packs: ReadonlyMap<string, number>
  /** A tile that has no place is blank. */
  readonly tiles: ReadonlyMap<TileKey, TilePlace>
}

const seq = uint(Number.MAX_SAFE_INTEGER)
const manifestSchema = struct({
  seq,
  horizon: seq,
  baseSeq: seq,
  structure: blob(limits.structureBytesMax),
  tail: text(80),
  lineage: list(struct({ epoch: uint(0xffffffff), startSeq: seq }), pictureLimits.lineageMax),
  leftOut: list(seq, pictureLimits.tailUpdatesMax),
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
  packs: list(struct({ name: text(80), bytes: uint(pictureLimits.packBytesMax) }), limits.pictureTilesMax),
  tiles: list(
    struct({
      layer: layerId,
      index: uint(planeTiles - 1),
      pack: uint(limits.pictureTilesMax - 1),
      offset: uint(pictureLimits.packBytesMax),
      length: uint(limits.tileBytesMax),
      name: fixed(tileNameBytes),
    }),
    limits.pictureTilesMax,
  ),
})

const manifestKind: SealedKind<TypeOf<typeof manifestSchema>> = {
  magic: 'GSMF',
  version: 3,
  oldestVersion: 3,
  schema: manifestSchema,
  what: 'The table of contents of this picture',
}

export function encodeManifest(manifest: PictureManifest): Uint8Array {
  const numbers = new Map([...manifest.packs.keys()].map((name, number) => [name, number]))
  const tiles = [...manifest.tiles]
    .sort(([a], [b]) => a - b)
    .map(([key, place]) => ({ ...place, ...tileSpotOf(key), pack: numbers.get(place.pack)! }))
  const packs = [...manifest.packs].map(([name, bytes]) => ({ name, bytes }))
  return sealObject(manifestKind, { ...manifest, packs, tiles })
}

/** Reads and checks everything it says. `name` is the one it is stored under. StorageError('corrupt' | 'invalid'). */
export function decodeManifest(bytes: Uint8Array, name: string): PictureManifest {
  const stored = openSealed(manifestKind, bytes)
  if (!name.endsWith(`-${contentName(bytes).slice(0, 16)}`)) throw impossible('its name doesn’t fit it')
  if (stored.horizon > stored.seq)
    throw impossible(`its horizon ${stored.horizon} is after its seq ${stored.seq}`)
  if (stored.horizon > stored.baseSeq)
    throw impossible(`its horizon ${stored.horizon} is after its base's seq ${stored.baseSeq}`)
  if (!isObjectName(stored.tail)) throw impossible('its tail has no proper name')
  const layers = layersOf(stored.structure)
  const packs = new Map<string, number>()
  for (const pack of stored.packs) {
    if (!isObjectName(pack.name) || packs.has(pack.name)) throw impossible('its packs have no proper names')
    packs.set(pack.name, pack.bytes)
  }
  if (new Set(stored.participants.map((person) => person.number)).size !== stored.participants.length) {
    throw impossible('a participant is listed twice')
  }
  const tiles = new Map<TileKey, TilePlace>()
  let before = -1
  for (const { layer, index, pack, offset, length, name: tileName } of stored.tiles) {
    const home = stored.packs[pack]
    const key = tileKeyOf({ layer, index })
    if (key <= before) throw impossible(`tile ${index} of layer ${layer} is out of order`)
    if (!layers.has(layer)) throw impossible(`tile ${index} is of layer ${layer}, which is not there`)
    if (home === undefined || length < 1 || offset + length > home.bytes) {
      throw impossible(`tile ${index} of layer ${layer} lies outside of its pack`)
    }
    tiles.set(key, { pack: home.name, offset, length, name: tileName })
    before = key
  }
  return { ...stored, packs, tiles }
}

function layersOf(structure: Uint8Array): Set<LayerId> {
  try {
    return new Set(decodeStructure(structure).layers.map(({ id }) => id))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw impossible(`its layers can't be read (${error.message})`)
  }
}

function impossible(why: string): StorageError {
  return new StorageError('corrupt', `The table of contents of this picture is damaged: ${why}.`)
}
