// The head of a picture: the one small object that changes, always by compare-and-swap. It says which host may write (the
// epoch) and where the root of the snapshot that counts lies. It names the root before that one too, because a root that
// can't be read can't say what came before it. And it says how the picture began, which nothing else remembers once the picture
// was resized: with that and its history it can be painted anew from blank.

import type { ByteReader } from '../base/byte-reader.ts'
import { ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { blob, fixed, optional, struct, text, uint, union } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'
import { isCanvasSize } from '../raster/canvas-size.ts'
import { createStructure, decodeStructure, encodeStructure } from '../raster/structure.ts'
import { tileNameBytes } from './content-name.ts'
import { epochMax, objectName, objectNumberOf } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { openSealed, sealObject } from './sealed-object.ts'
import type { SealedKind } from './sealed-object.ts'
import { objectNumberSchema } from './stored-place.ts'
import type { StoredPlace } from './stored-place.ts'

const whole = uint(Number.MAX_SAFE_INTEGER)
/** Length of a head's `writer`. */
export const writerBytes = 8
const rootPlace = struct({
  object: objectNumberSchema,
  offset: uint(pictureLimits.packBytesMax),
  length: uint(pictureLimits.rootBytesMax),
  name: fixed(tileNameBytes),
})
const swapCount = uint(0xffffffff)
export const headStates = {
  live: struct({}),
  /** It can be brought back. */
  deleted: struct({ atMs: whole }),
  /** Its objects are being removed; it can't be brought back. */
  purging: struct({}),
}
const commonFields = {
  /** Random bytes of the process that wrote this head. */
  writer: fixed(writerBytes),
  epoch: uint(epochMax),
  title: text(limits.titleBytesMax),
  width: uint(limits.pictureSidePxMax),
  height: uint(limits.pictureSidePxMax),
  updatedMs: whole,
  state: union(headStates),
  /** Missing until the first save. */
  snapshot: optional(
    struct({
      root: rootPlace,
      previous: optional(rootPlace),
      /** What is stored for the snapshot and for the history, for lists. */
      pictureBytes: whole,
      historyBytes: whole,
    }),
  ),
}
const headSchema = struct({
  ...commonFields,
  /** Grows with every swap: no head is ever the same as an earlier one, so that a swap that comes late can't succeed. */
  swaps: swapCount,
  /** The structure of the blank picture that the first update was painted on, encoded; it can be decoded. */
  firstStructure: blob(pictureLimits.firstStructureBytesMax),
})
const headSchema2 = struct(commonFields)
export type PictureHead = TypeOf<typeof headSchema>
export type RootPlace = TypeOf<typeof rootPlace>

const headKind: SealedKind<PictureHead> = {
  magic: 'GSHD',
  version: 3,
  oldestVersion: 2,
  schema: headSchema,
  older: { 2: decodeHead2 },
  what: 'The head of this picture',
}

export function encodeHead(head: PictureHead): Uint8Array {
  return sealObject(headKind, head)
}

/** StorageError('corrupt' | 'invalid') with a sentence. */
export function decodeHead(bytes: Uint8Array): PictureHead {
  const head = openSealed(headKind, bytes)
  const isPossible = isCanvasSize(head) && isTitle(head.title) && head.epoch < epochMax
  if (isPossible && isStructure(head.firstStructure)) return head
  throw new StorageError('corrupt', 'The head of this picture is damaged: it says what can’t be.')
}

/** The head as a swap writes it. */
export function nextHead(head: PictureHead, writer: Uint8Array): PictureHead {
  return { ...head, writer, swaps: (head.swaps + 1) % 0x100000000 }
}

/** It did not say how the picture began: as large as it was when it was saved last, as far as anybody knows. */
function decodeHead2(reader: ByteReader): PictureHead {
  const head = headSchema2.decode(reader)
  if (!isCanvasSize(head)) throw new ProtocolError('malformed', 'its size can’t be')
  return { ...head, swaps: 0, firstStructure: encodeStructure(createStructure(head)) }
}

/** Whether it can be decoded, and kept in a head. */
export function isFirstStructure(bytes: Uint8Array): boolean {
  return bytes.length <= pictureLimits.firstStructureBytesMax && isStructure(bytes)
}

function isStructure(bytes: Uint8Array): boolean {
  try {
    decodeStructure(bytes)
    return true
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

export function rootPlaceOf({ object, ...place }: RootPlace): StoredPlace {
  return { ...place, pack: objectName(object) }
}

export function toRootPlace({ pack, ...place }: StoredPlace): RootPlace {
  return { ...place, object: objectNumberOf(pack)! }
}

/** Names are never used again; each hosting counts its own from 0. */
export function isSameSnapshot(a: PictureHead, b: PictureHead): boolean {
  const [one, other] = [a.snapshot?.root.object, b.snapshot?.root.object]
  return one?.epoch === other?.epoch && one?.number === other?.number
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f]/

/** Whether the text can be a picture's title: not empty, at most limits.titleBytesMax, no control characters. */
export function isTitle(title: string): boolean {
  return (
    title.trim() !== '' && encodeUtf8(title).length <= limits.titleBytesMax && !controlCharacter.test(title)
  )
}
