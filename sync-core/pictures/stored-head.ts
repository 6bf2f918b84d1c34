// What may stand where a picture has its head. A head that can't be read (damaged, or of an older format) can't say that the
// picture was deleted; so it is put into a cover that says it, and taken out again, bit by bit the same, when the picture is
// brought back. That is one swap, as every change of a head is.
//
//   head ──delete──▶ head, deleted ──sweep──▶ head, purging ─╮
//   (unreadable) ──▶ cover, deleted ────────▶ cover, purging ┴─▶ nothing
//        ◀──restore──╯
//
// Rejected: a mark in an object of its own (deleting would be no swap any more, and a host could go on beside it). What a newer
// Gesso saved is left alone: it may be in use there.

import { StorageError } from '../base/errors.ts'
import { blob, fixed, struct, union, type TypeOf } from '../base/schema.ts'
import { decodeHead, headStates, writerBytes, type PictureHead } from './picture-head.ts'
import { pictureLimits } from './picture-limits.ts'
import { NewerVersionError, openSealed, sealObject, type SealedKind } from './sealed-object.ts'

const { deleted, purging } = headStates
const coverSchema = struct({
  /** Random bytes of the process that wrote this cover. */
  writer: fixed(writerBytes),
  state: union({ deleted, purging }),
  /** The head, as it was. */
  former: blob(pictureLimits.unreadableHeadBytesMax),
})
export type HeadCover = TypeOf<typeof coverSchema>

const coverKind: SealedKind<HeadCover> = {
  magic: 'GSDH',
  version: 1,
  schema: coverSchema,
  what: 'The head of this picture',
}

export type StoredHead =
  | { readonly kind: 'head'; readonly head: PictureHead }
  | { readonly kind: 'covered'; readonly cover: HeadCover }
  /** `error` says why, to a person. */
  | { readonly kind: 'unreadable'; readonly error: StorageError }

export function encodeCover(cover: HeadCover): Uint8Array {
  return sealObject(coverKind, cover)
}

/** Whatever is stored there. */
export function decodeStoredHead(bytes: Uint8Array): StoredHead {
  const cover = orError(() => openSealed(coverKind, bytes))
  if (!(cover instanceof StorageError)) return { kind: 'covered', cover }
  const head = orError(() => decodeHead(bytes))
  if (!(head instanceof StorageError)) return { kind: 'head', head }
  return { kind: 'unreadable', error: cover instanceof NewerVersionError ? cover : head }
}

function orError<T>(decode: () => T): T | StorageError {
  try {
    return decode()
  } catch (error) {
    if (error instanceof StorageError) return error
    throw error
  }
}
