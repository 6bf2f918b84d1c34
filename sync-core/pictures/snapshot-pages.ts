// Pages of a table of contents besides those of tiles: people, segments of the history, carried updates, seqs left out. Each
// lies in a pack under the name of its content, so that what did not change is not written again.

import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, decodeWhole, encodeWhole, fixed, list, struct, text, uint } from '../base/schema.ts'
import type { Schema } from '../base/schema.ts'
import type { Update } from '../raster/operation.ts'
import { tileNameBytes } from './content-name.ts'
import type { StoredParticipant } from './picture-accessor.ts'
import { epochMax, objectNumberMax } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'

/** A piece of the history: the updates firstSeq..lastSeq, which the object has, and maybe more that don't count. */
export interface HistoryEntry {
  readonly firstSeq: number
  readonly lastSeq: number
  /** The object's name says these. */
  readonly epoch: number
  readonly number: number
  readonly bytes: number
  /** When its last update was stored. */
  readonly endedMs: number
  /** Of the object's bytes; see nameTile. */
  readonly name: Uint8Array
}

/** The encoding of one kind of page. Decoding throws ProtocolError('malformed') for what can't be. */
export interface PageCodec<T> {
  encode(items: readonly T[]): Uint8Array
  decode(bytes: Uint8Array): readonly T[]
}

const whole = uint(Number.MAX_SAFE_INTEGER)

export const peoplePage: PageCodec<StoredParticipant> = pageOf(
  struct({
    number: uint(limits.participantsMax),
    key: fixed(16),
    name: text(limits.nameBytesMax),
    color: uint(0xffffff),
    lastClientSeq: uint(0xffffffff),
  }),
  pictureLimits.pagePeople,
  (person, before) => before === undefined || person.number > before.number,
)

export const historyPage: PageCodec<HistoryEntry> = pageOf(
  struct({
    firstSeq: whole,
    lastSeq: whole,
    epoch: uint(epochMax),
    number: uint(objectNumberMax),
    bytes: uint(pictureLimits.segmentBytesMax),
    endedMs: whole,
    name: fixed(tileNameBytes),
  }),
  pictureLimits.pageSegments,
  ({ firstSeq, lastSeq }, before) => firstSeq <= lastSeq && firstSeq > (before?.lastSeq ?? 0),
)

export const carriedPage: PageCodec<Update> = pageOf(
  struct({
    seq: whole,
    author: uint(limits.participantsMax),
    clientSeq: uint(0xffffffff),
    operation: blob(limits.operationBytesMax),
  }),
  pictureLimits.carriedPageBytes,
  ({ seq }, before) => seq > (before?.seq ?? 0),
)

export const leftOutPage: PageCodec<number> = pageOf(
  whole,
  pictureLimits.pageLeftOut,
  (seq, before) => seq > (before ?? 0),
)

/** Pages of as many items as fit; a page that begins with the same items as before is the same as far as it is full. */
export function cutCarried(updates: readonly Update[]): Update[][] {
  const pages: Update[][] = []
  let bytes = Infinity
  for (const update of updates) {
    if (bytes > pictureLimits.carriedPageBytes) {
      pages.push([])
      bytes = 0
    }
    pages.at(-1)!.push(update)
    bytes += update.operation.length + carriedHeadBytes
  }
  return pages
}

/** Of a carried update without its operation, at most: so a page never has more updates than bytes. */
const carriedHeadBytes = 24

function pageOf<T>(
  item: Schema<T>,
  countMax: number,
  follows: (item: T, before: T | undefined) => boolean,
): PageCodec<T> {
  const items = list(item, countMax)
  return {
    encode: (values) => encodeWhole(items, values),
    decode(bytes) {
      const values = decodeWhole(items, bytes)
      const wrong = values.findIndex((value, at) => !follows(value, values[at - 1]))
      if (wrong >= 0) throw new ProtocolError('malformed', `entry ${wrong} of a page is out of order`)
      return values
    },
  }
}
