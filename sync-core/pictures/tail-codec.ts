// The tail of a snapshot: the updates that lead from its base to its seq, with those before the horizon whose strokes were
// still open there. With it a reopened picture is exactly what was closed, and nobody lost their undo. Like this a tail, or a
// batch of updates, crosses to the painting thread and back; where pictures are kept it lies in segments of the history and in
// pages (snapshot-pages.ts).
//
//   u8 version · carried: count, {seq author clientSeq length operation}… · pending: firstSeq, count, {author clientSeq …}…

import { ByteReader } from '../base/byte-reader.ts'
import { ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, encodeWhole, list, struct, u8, uint } from '../base/schema.ts'
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
const tailCount = uint(pictureLimits.tailUpdatesMax)
const carriedUpdate = struct({ seq, ...ordered })
const pendingUpdate = struct(ordered)
const tailSchema = struct({
  version: u8,
  carried: list(carriedUpdate, pictureLimits.tailUpdatesMax),
  pending: struct({ firstSeq: seq, updates: list(pendingUpdate, pictureLimits.tailUpdatesMax) }),
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

/** Reads a tail; operations are views into `bytes`. StorageError('corrupt' | 'invalid') with a sentence. */
export function decodeTail(bytes: Uint8Array): SnapshotTail {
  const decoding = decodeStepwise(bytes)
  for (;;) {
    const step = decoding.next()
    if (step.done === true) return step.value
  }
}

/** The same for a long one, with a pause after every `updatesAStep` updates. */
export async function decodeTailInSlices(
  bytes: Uint8Array,
  pause: () => Promise<unknown>,
): Promise<SnapshotTail> {
  const decoding = decodeStepwise(bytes)
  for (;;) {
    const step = decoding.next()
    if (step.done === true) return step.value
    await pause()
  }
}

/** Updates that are decoded in one go: half a millisecond. */
export const updatesAStep = 2048

function* decodeStepwise(bytes: Uint8Array): Generator<undefined, SnapshotTail, undefined> {
  if (bytes.length > 0 && bytes[0]! > tailVersion) {
    throw new StorageError(
      'invalid',
      'This picture was saved by a newer version of Gesso. Update Gesso to open it.',
    )
  }
  try {
    const reader = new ByteReader(bytes)
    u8.decode(reader)
    const carried: Update[] = []
    let before = 0
    for (let left = decodeCount(reader); left > 0; left--) {
      const update = carriedUpdate.decode(reader)
      if (update.seq <= before) throw new ProtocolError('malformed', 'its carried updates are not in order')
      before = update.seq
      carried.push(update)
      if (carried.length % updatesAStep === 0) yield
    }
    const firstSeq = seq.decode(reader)
    const count = decodeCount(reader)
    if (firstSeq > Number.MAX_SAFE_INTEGER - count) {
      throw new ProtocolError('malformed', 'its seqs are too large')
    }
    if (count > 0 && firstSeq <= before) {
      throw new ProtocolError('malformed', 'its pending updates begin before its carried ones')
    }
    const pending: Update[] = []
    while (pending.length < count) {
      pending.push({ seq: firstSeq + pending.length, ...pendingUpdate.decode(reader) })
      if (pending.length % updatesAStep === 0) yield
    }
    reader.end()
    return { carried, pending }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new StorageError('corrupt', `The last updates of this picture can't be read: ${error.message}`)
  }
}

/** Of the updates that follow: each takes a byte at least. */
function decodeCount(reader: ByteReader): number {
  const count = tailCount.decode(reader)
  if (count <= reader.remaining) return count
  throw new ProtocolError('malformed', `a list of ${count} does not fit what is there`)
}
