// The head of a picture: the one small object that changes, always by compare-and-swap. It says which host may write (the
// epoch) and which snapshot counts. It names the snapshot before that one too, because a manifest that can't be read can't say
// what came before it.

import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { encodeUtf8 } from '../base/utf8.ts'
import { fixed, optional, struct, text, uint, union } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'
import { isCanvasSize } from '../raster/canvas-size.ts'
import { isManifestName } from './picture-keys.ts'
import { openSealed, sealObject } from './sealed-object.ts'
import type { SealedKind } from './sealed-object.ts'

const ms = uint(Number.MAX_SAFE_INTEGER)
const epochMax = 0xffffffff
/** Length of a head's `writer`. */
export const writerBytes = 8
const headSchema = struct({
  /** Random bytes of the process that wrote this head. */
  writer: fixed(writerBytes),
  epoch: uint(epochMax),
  title: text(limits.titleBytesMax),
  width: uint(limits.pictureSidePxMax),
  height: uint(limits.pictureSidePxMax),
  updatedMs: ms,
  state: union({
    live: struct({}),
    /** It can be brought back. */
    deleted: struct({ atMs: ms }),
    /** Its objects are being removed; it can't be brought back. */
    purging: struct({}),
  }),
  /** Missing until the first save. */
  snapshot: optional(struct({ manifest: text(64), previous: optional(text(64)) })),
})
export type PictureHead = TypeOf<typeof headSchema>

const headKind: SealedKind<PictureHead> = {
  magic: 'GSHD',
  version: 1,
  schema: headSchema,
  what: 'The head of this picture',
}

export function encodeHead(head: PictureHead): Uint8Array {
  return sealObject(headKind, head)
}

/** StorageError('corrupt' | 'invalid') with a sentence. */
export function decodeHead(bytes: Uint8Array): PictureHead {
  const head = openSealed(headKind, bytes)
  const names = head.snapshot === undefined ? [] : [head.snapshot.manifest, head.snapshot.previous]
  const namesFit = names.every((name) => name === undefined || isManifestName(name))
  if (!isCanvasSize(head) || !isTitle(head.title) || !namesFit || head.epoch === epochMax) {
    throw new StorageError('corrupt', 'The head of this picture is damaged: it says what can’t be.')
  }
  return head
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f]/

/** Whether the text can be a picture's title: not empty, at most limits.titleBytesMax, no control characters. */
export function isTitle(title: string): boolean {
  return (
    title.trim() !== '' && encodeUtf8(title).length <= limits.titleBytesMax && !controlCharacter.test(title)
  )
}
