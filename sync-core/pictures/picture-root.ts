// The root of a snapshot: the first page of its table of contents, which says what the picture is made of and where the
// other pages lie. It ends the last pack of a save, and the head names it; everything else is found from here.
//
//   head ─▶ root ─┬─▶ tile pages ─▶ tiles          16 × 16 of a layer each
//                 ├─▶ people
//                 ├─▶ history pages ─▶ segments    every update up to seq
//                 └─▶ carried updates, seqs left out
//
// Rejected: one table with every tile (a small change to a large picture would write megabytes), and a tree of tables (two
// levels hold 65 536 tiles).

import { ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, list, struct, uint } from '../base/schema.ts'
import type { Schema, TypeOf } from '../base/schema.ts'
import { decodeStructure, type LayerId } from '../raster/structure.ts'
import type { EpochStart } from './lineage.ts'
import { epochMax, objectName, objectNumberOf } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { openSealed, sealObject } from './sealed-object.ts'
import type { SealedKind } from './sealed-object.ts'
import { namesOf, objectNumberSchema, placeFields, placeIn } from './stored-place.ts'
import type { StoredPlace } from './stored-place.ts'
import { blocksOfLayer, layerOfBlock, type BlockKey } from './tile-page.ts'

/** Pages of one kind, by their number. */
export type Pages = ReadonlyMap<number, StoredPlace>

export interface PictureRoot {
  readonly seq: number
  readonly horizon: number
  readonly baseSeq: number
  /** Encoded; it can be decoded. */
  readonly structure: Uint8Array
  readonly lineage: readonly EpochStart[]
  /** How many participants there are; their numbers are 0, 1, …. */
  readonly people: number
  /** Lengths of the packs by name; of the root's own pack, up to the root. */
  readonly packs: ReadonlyMap<string, number>
  readonly tilePages: ReadonlyMap<BlockKey, StoredPlace>
  readonly peoplePages: Pages
  readonly historyPages: Pages
  readonly carriedPages: Pages
  readonly leftOutPages: Pages
}

const seq = uint(Number.MAX_SAFE_INTEGER)
const pagesSchema = <T extends Schema<number>>(number: T, countMax: number) =>
  list(struct({ number, ...placeFields }), countMax)
const fewPages = pagesSchema(uint(0xffffffff), pictureLimits.pagesMax)
const rootSchema = struct({
  seq,
  horizon: seq,
  baseSeq: seq,
  structure: blob(limits.structureBytesMax),
  lineage: list(struct({ epoch: uint(epochMax), startSeq: seq }), pictureLimits.lineageMax),
  people: uint(limits.participantsMax + 1),
  packs: list(
    struct({ object: objectNumberSchema, bytes: uint(pictureLimits.packBytesMax) }),
    pictureLimits.packsMax,
  ),
  tilePages: pagesSchema(uint(0x100000000 * blocksOfLayer), limits.pictureTilesMax),
  peoplePages: fewPages,
  historyPages: fewPages,
  carriedPages: fewPages,
  leftOutPages: fewPages,
})

const rootKind: SealedKind<TypeOf<typeof rootSchema>> = {
  magic: 'GSRT',
  version: 1,
  schema: rootSchema,
  what: 'The table of contents of this picture',
}

export function encodeRoot(root: PictureRoot): Uint8Array {
  const numbers = new Map([...root.packs.keys()].map((name, number) => [name, number]))
  const pagesOf = (pages: Pages) =>
    [...pages]
      .sort(([a], [b]) => a - b)
      .map(([number, place]) => ({ number, ...place, pack: numbers.get(place.pack)! }))
  return sealObject(rootKind, {
    ...root,
    packs: Array.from(root.packs, ([name, bytes]) => ({ object: objectNumberOf(name)!, bytes })),
    tilePages: pagesOf(root.tilePages),
    peoplePages: pagesOf(root.peoplePages),
    historyPages: pagesOf(root.historyPages),
    carriedPages: pagesOf(root.carriedPages),
    leftOutPages: pagesOf(root.leftOutPages),
  })
}

/** Reads and checks everything it says. StorageError('corrupt' | 'invalid') with a sentence. */
export function decodeRoot(bytes: Uint8Array): PictureRoot {
  const stored = openSealed(rootKind, bytes)
  const { horizon, baseSeq, lineage } = stored
  if (horizon > stored.seq) throw impossible(`its horizon ${horizon} is after its seq ${stored.seq}`)
  if (horizon > baseSeq) throw impossible(`its horizon ${horizon} is after its base's seq ${baseSeq}`)
  for (const [at, { epoch, startSeq }] of lineage.entries()) {
    const before = lineage[at - 1]
    if (before !== undefined && (epoch <= before.epoch || startSeq <= before.startSeq)) {
      throw impossible('its hostings are not in order')
    }
  }
  const names = namesOf(stored.packs.map(({ object }) => object))
  const packs = new Map(stored.packs.map(({ object, bytes: length }) => [objectName(object), length]))
  if (packs.size !== names.length) throw impossible('a pack is listed twice')
  const pagesOf = (pages: TypeOf<typeof fewPages>): Pages => {
    const places = new Map<number, StoredPlace>()
    let before = -1
    for (const { number, ...page } of pages) {
      const place = placeIn(packs, names, page)
      if (number <= before || place === undefined || place.length > pictureLimits.pageBytesMax) {
        throw impossible(`its page ${number} lies where it can't`)
      }
      places.set(number, place)
      before = number
    }
    return places
  }
  const tilePages = pagesOf(stored.tilePages)
  const layers = layersOf(stored.structure)
  for (const block of tilePages.keys()) {
    if (!layers.has(layerOfBlock(block))) throw impossible(`its layer ${layerOfBlock(block)} is not there`)
  }
  return {
    ...stored,
    packs,
    tilePages,
    peoplePages: pagesOf(stored.peoplePages),
    historyPages: pagesOf(stored.historyPages),
    carriedPages: pagesOf(stored.carriedPages),
    leftOutPages: pagesOf(stored.leftOutPages),
  }
}

/** The hosting that saved it. One that only tidied up its history later wrote the root, and is none of its lineage. */
export function savedBy({ lineage }: PictureRoot, { pack }: StoredPlace): number {
  const { epoch } = objectNumberOf(pack)!
  return Math.min(epoch, lineage.at(-1)?.epoch ?? epoch)
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
