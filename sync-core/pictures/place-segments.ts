import { pictureLimits } from './picture-limits.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import type { SnapshotTable } from './snapshot-table.ts'

type HistoryPages = ReadonlyMap<number, readonly HistoryEntry[]>

/** Puts segments on pages: those that had a place keep it, new ones follow. Pages that could not be read are left alone. */
export function placeSegments(
  before: SnapshotTable | undefined,
  entries: readonly HistoryEntry[],
): HistoryPages {
  const known = before?.history ?? new Map<number, readonly HistoryEntry[]>()
  const lost = new Set([...(before?.root.historyPages.keys() ?? [])].filter((page) => !known.has(page)))
  const places = new Map<HistoryEntry, number>()
  for (const [page, list] of known) for (const entry of list) places.set(entry, page)
  const pages = new Map<number, HistoryEntry[]>()
  let last = Math.max(0, ...lost)
  for (const entry of entries) {
    let page = places.get(entry)
    if (page === undefined) {
      const isFull = lost.has(last) || (pages.get(last)?.length ?? 0) >= pictureLimits.pageSegments
      page = isFull ? last + 1 : last
    }
    last = Math.max(last, page)
    const list = pages.get(page) ?? []
    if (list.length === 0) pages.set(page, list)
    list.push(entry)
  }
  return pages
}

/** The segments of an order that ends at `seq`; what one has beyond does not count any more. */
export function cutAfter(entries: readonly HistoryEntry[], seq: number): HistoryEntry[] {
  const end = entries.findIndex(({ lastSeq }) => lastSeq > seq)
  if (end < 0) return [...entries]
  const cut = entries[end]!
  return [...entries.slice(0, end), ...(cut.firstSeq > seq ? [] : [{ ...cut, lastSeq: seq }])]
}
