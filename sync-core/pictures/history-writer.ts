// Appends to the history. Segments are immutable, so each save writes a new one, and joins it with the small ones before it
// like a binary counter: while the last one is no larger than the new one, both become one.
//
//   8 4 2 1 + 1  ─▶  16          each byte is written about once for each doubling, up to segmentBytesKept
//
// The bytes of the small ones stay in memory for that, so that joining reads nothing. What is larger is left alone; a long
// stretch, after storage was away, is written in full segments as it comes from the journal.

import { assert } from '../base/assert.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import type { Update } from '../raster/operation.ts'
import { writeUpdate } from './history-segment.ts'
import { pictureLimits } from './picture-limits.ts'
import type { Rest } from './rest.ts'
import type { HistoryEntry } from './snapshot-pages.ts'

/** One of the newest segments, whose updates are in memory. */
export interface KeptSegment {
  readonly entry: HistoryEntry
  readonly body: Uint8Array
}

export interface NewSegment {
  readonly firstSeq: number
  readonly lastSeq: number
  readonly body: Uint8Array
}

export interface AppendedHistory {
  readonly entries: readonly HistoryEntry[]
  readonly kept: readonly KeptSegment[]
}

/** Entries with the updates behind them. `write` stores a segment. Gaps between updates become gaps between segments. */
export async function appendHistory(
  before: AppendedHistory,
  updates: AsyncIterable<Update>,
  write: (segment: NewSegment) => Promise<HistoryEntry>,
  rest: Rest,
): Promise<AppendedHistory> {
  const entries = [...before.entries]
  let kept = [...before.kept]
  let body = new ByteWriter(1024)
  let firstSeq = 0
  let lastSeq = entries.at(-1)?.lastSeq ?? 0

  const cut = async (): Promise<void> => {
    if (body.length === 0) return
    let segment: NewSegment = { firstSeq, lastSeq, body: body.finish() }
    body = new ByteWriter(1024)
    for (let last = kept.at(-1); last !== undefined && canJoin(last, segment); last = kept.at(-1)) {
      assert(entries.pop() === last.entry, 'the segments in memory are the newest')
      kept.pop()
      segment = { ...segment, firstSeq: last.entry.firstSeq, body: concatBytes([last.body, segment.body]) }
    }
    const entry = await write(segment)
    entries.push(entry)
    kept = [...newestThatFit([...kept, { entry, body: segment.body }], (each) => each.body.length)]
  }

  for await (const update of updates) {
    assert(update.seq > lastSeq, `update ${update.seq} comes after ${lastSeq}`)
    if (update.seq > lastSeq + 1) await cut()
    if (body.length === 0) firstSeq = update.seq
    writeUpdate(body, update)
    lastSeq = update.seq
    await rest.after(update.operation.length + 64)
    if (body.length >= pictureLimits.segmentBytes) await cut()
  }
  await cut()
  return { entries, kept }
}

function canJoin({ entry, body }: KeptSegment, segment: NewSegment): boolean {
  return (
    entry.lastSeq + 1 === segment.firstSeq &&
    body.length <= segment.body.length &&
    body.length + segment.body.length <= pictureLimits.segmentBytes
  )
}

/** As many of the newest as fit into memory together. */
export function newestThatFit<T>(segments: readonly T[], bytesOf: (segment: T) => number): readonly T[] {
  let bytes = 0
  let first = segments.length
  while (first > 0 && (bytes += bytesOf(segments[first - 1]!)) <= pictureLimits.segmentBytesKept) first--
  return segments.slice(first)
}
