// The tail of a snapshot: the updates that lead from its base to its seq, with those before the horizon whose strokes were
// still open there. With it a reopened picture is exactly what was closed, and nobody lost their undo.
//
//   u8 version · carried: count, {seq author clientSeq length operation}… · pending: firstSeq, count, {author clientSeq …}…

import { ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, decodeWhole, encodeWhole, list, struct, u8, uint } from '../base/schema.ts'
import { assert } from '../base/assert.ts'
import type { Update } from '../raster/operation.ts'
import { pictureLimits } from './picture-limits.ts'

export interface SnapshotTail {
  /** Updates at or before the horizon whose strokes were still open there, ascending. */
  readonly carried: readonly Update[]
  /** Updates horizon+1, horizon+2, …, seq. */
  readonly pending: readonly Update[]
}

const tailVersion = 1
const seq = uint(Number.MAX_SAFE_INTEGER)
const ordered = {
  author: uint(limits.participantsMax),
  clientSeq: uint(0xffffffff),
  operation: blob(limits.operationBytesMax),
}
const tailSchema = struct({
  version: u8,
  carried: list(struct({ seq, ...ordered }), pictureLimits.tailUpdatesMax),
  pending: struct({ firstSeq: seq, updates: list(struct(ordered), pictureLimits.tailUpdatesMax) }),
})

/** The tail as bytes. The pending updates are numbered without gaps. */
export function encodeTail(tail: SnapshotTail): Uint8Array {
  const firstSeq = tail.pending[0]?.seq ?? 0
  for (const [at, update] of tail.pending.entries()) {
    assert(
      update.seq === firstSeq + at,
      `pending updates have no gaps: ${firstSeq + at} is followed by ${update.seq}`,
    )
  }
  const pending = { firstSeq, updates: tail.pending }
  return encodeWhole(tailSchema, { version: tailVersion, carried: tail.carried, pending })
}

/** Reads a stored tail; operations are views into `bytes`. StorageError('corrupt' | 'invalid') with a sentence. */
export function decodeTail(bytes: Uint8Array): SnapshotTail {
  if (bytes.length > 0 && bytes[0]! > tailVersion) {
    throw new StorageError(
      'invalid',
      'This picture was saved by a newer version of Gesso. Update Gesso to open it.',
    )
  }
  try {
    const { carried, pending } = decodeWhole(tailSchema, bytes)
    let before = 0
    for (const update of carried) {
      if (update.seq <= before) throw new ProtocolError('malformed', 'its carried updates are not in order')
      before = update.seq
    }
    const { firstSeq, updates } = pending
    if (firstSeq > Number.MAX_SAFE_INTEGER - updates.length) {
      throw new ProtocolError('malformed', 'its seqs are too large')
    }
    if (updates.length > 0 && firstSeq <= before) {
      throw new ProtocolError('malformed', 'its pending updates begin before its carried ones')
    }
    return { carried, pending: updates.map((update, at) => ({ seq: firstSeq + at, ...update })) }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new StorageError('corrupt', `The last updates of this picture can't be read: ${error.message}`)
  }
}
