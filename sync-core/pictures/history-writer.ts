// Appends to the history. Segments are immutable, so each save writes a new one, and joins it with the small ones before it
// like a binary counter: while the last one is no larger than the new one, both become one.
//
//   8 4 2 1 + 1  ─▶  16          each byte is written about once for each doubling, up to segmentBytesKept
//
// The bytes of the small ones stay in memory for that, so that joining reads nothing. What is larger is left alone; a long
// stretch, after storage was away, is written in full segments as it comes from the journal.

import { assert } from '../base/assert.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import type { Update } from '../raster/operation.ts'
import { encodeSegment, writeUpdate, type EncodedSegment } from './history-segment.ts'
import { pictureLimits } from './picture-limits.ts'
import type { Rest } from './rest.ts'
import type { HistoryEntry } from './snapshot-pages.ts'

/** One of the newest segments, whose updates are in memory. */
export interface KeptSegment {
  readonly entry: HistoryEntry
  readonly body: Uint8Array
}

export interface AppendedHistory {
  readonly entries: readonly HistoryEntry[]
  readonly kept: readonly KeptSegment[]
}

/** Updates are gathered in parts of so many bytes: none of them is copied again while more come. */
const partBytes = 64 * 1024

/** Entries with the updates behind them. `write` stores a segment. Gaps between updates become gaps between segments. */
export async function appendHistory(
  before: AppendedHistory,
  updates: AsyncIterable<Update>,
  write: (segment: EncodedSegment) => Promise<HistoryEntry>,
  rest: Rest,
): Promise<AppendedHistory> {
  await rest.after(before.entries.length * pictureLimits.entryLookWeight)
  const entries = [...before.entries]
  let kept = [...before.kept]
  let parts: Uint8Array[] = []
  let part = new ByteWriter(1024)
  let bytes = 0
  let firstSeq = 0
  let lastSeq = entries.at(-1)?.lastSeq ?? 0

  const cut = async (): Promise<void> => {
    if (part.length > 0) parts.push(part.finish())
    if (parts.length === 0) return
    for (let last = kept.at(-1); last !== undefined && canJoin(last, firstSeq, bytes); last = kept.at(-1)) {
      assert(entries.pop() === last.entry, 'the segments in memory are the newest')
      kept.pop()
      parts.unshift(last.body)
      bytes += last.body.length
      firstSeq = last.entry.firstSeq
    }
    const segment = await joinSegments({ firstSeq, lastSeq }, parts, write, rest)
    parts = []
    part = new ByteWriter(1024)
    bytes = 0
    entries.push(segment.entry)
    kept = [...newestThatFit([...kept, segment], (each) => each.body.length)]
  }

  for await (const update of updates) {
    assert(update.seq > lastSeq, `update ${update.seq} comes after ${lastSeq}`)
    if (update.seq > lastSeq + 1) await cut()
    if (bytes === 0) firstSeq = update.seq
    const before = part.length
    writeUpdate(part, update)
    bytes += part.length - before
    lastSeq = update.seq
    if (part.length >= partBytes) {
      parts.push(part.finish())
      part = new ByteWriter(1024)
    }
    await rest.after(update.operation.length + pictureLimits.updateWeight)
    if (bytes >= pictureLimits.segmentBytes) await cut()
  }
  await cut()
  return { entries, kept }
}

/** One segment of bodies that follow one another. */
export async function joinSegments(
  span: { readonly firstSeq: number; readonly lastSeq: number },
  bodies: readonly Uint8Array[],
  write: (segment: EncodedSegment) => Promise<HistoryEntry>,
  rest: Rest,
): Promise<KeptSegment> {
  const segment = await encodeSegment(span, bodies, rest)
  return { entry: await write(segment), body: segment.body }
}

function canJoin({ entry, body }: KeptSegment, firstSeq: number, bytes: number): boolean {
  return (
    entry.lastSeq + 1 === firstSeq &&
    body.length <= bytes &&
    body.length + bytes <= pictureLimits.segmentBytes
  )
}

/** As many of the newest as fit into memory together. */
export function newestThatFit<T>(segments: readonly T[], bytesOf: (segment: T) => number): readonly T[] {
  let bytes = 0
  let first = segments.length
  while (first > 0 && (bytes += bytesOf(segments[first - 1]!)) <= pictureLimits.segmentBytesKept) first--
  return segments.slice(first)
}
