// Which pieces of the history are joined, beside what every save joins of the newest (history-writer.ts): what hosts left behind
// whose saves became smaller and smaller, or that grew too large to be kept in memory.
//
//   3 2 1 │ 40 │ 9 8 7 5  ─▶  6 │ 40 │ 29      neighbours that come to twice the largest of them, up to a full segment
//
// Twice: so each byte is written about once for each doubling, as with saves, however often it is called.

import { pictureLimits } from './picture-limits.ts'
import type { HistoryEntry } from './snapshot-pages.ts'

type Run = readonly HistoryEntry[]

/**
 * Runs of neighbours, the oldest first, of no more bytes than one call may read; none before joining spares some segments.
 * `isFixed`: one that can't be joined.
 */
export function chooseJoins(
  entries: readonly HistoryEntry[],
  isFixed: (entry: HistoryEntry) => boolean,
): readonly Run[] {
  const runs: Run[] = []
  let spared = 0
  for (let first = 0; first < entries.length;) {
    const count = runLength(entries, first, isFixed)
    if (count > 1) runs.push(entries.slice(first, first + count))
    spared += count - 1
    first += count
  }
  return spared < pictureLimits.joinsMin ? [] : asManyAsFit(runs)
}

function runLength(
  entries: readonly HistoryEntry[],
  first: number,
  isFixed: (entry: HistoryEntry) => boolean,
): number {
  let bytes = 0
  let largest = 0
  let length = 1
  for (let at = first; at < entries.length; at++) {
    const entry = entries[at]!
    bytes += entry.bytes
    const follows = at === first || entries[at - 1]!.lastSeq + 1 === entry.firstSeq
    if (!follows || isFixed(entry) || bytes > pictureLimits.segmentBytes) break
    largest = Math.max(largest, entry.bytes)
    if (bytes >= 2 * largest) length = at - first + 1
  }
  return length
}

function asManyAsFit(runs: readonly Run[]): readonly Run[] {
  let bytes = 0
  const end = runs.findIndex((run) => {
    for (const entry of run) bytes += entry.bytes
    return bytes > pictureLimits.joinedBytesMax
  })
  return end < 0 ? runs : runs.slice(0, end)
}
