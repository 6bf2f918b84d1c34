/** Rows of a list, from the first to before the end. */
export interface RowSpan {
  readonly first: number
  readonly end: number
}

interface ListSight {
  readonly scrollTop: number
  readonly heightPx: number
  readonly rowPx: number
}

/** The rows of which a scrolled list shows anything, if it has as many. */
export function rowsInSight({ scrollTop, heightPx, rowPx }: ListSight): RowSpan {
  const first = Math.max(0, Math.floor(scrollTop / rowPx))
  return { first, end: Math.max(first, Math.ceil((scrollTop + heightPx) / rowPx)) }
}

/** The rows that are on the page, in their order: those in sight, `spare` on either side, and the one that the Tab key reaches. */
export function rowsOnPage({ first, end }: RowSpan, rows: number, spare: number, inReach: number): number[] {
  const from = Math.max(0, first - spare)
  const to = Math.min(rows, end + spare)
  const all = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
  if (inReach < 0 || inReach >= rows || (inReach >= from && inReach < to)) return all
  return inReach < from ? [inReach, ...all] : [...all, inReach]
}

/** How far the row that was the first in sight has moved down, in rows; 0 when it is gone, or was the top of the list. */
export function rowsMoved(before: readonly number[], now: readonly number[], first: number): number {
  const entry = before[first]
  const place = first === 0 || entry === undefined ? -1 : now.indexOf(entry)
  return place < 0 ? 0 : place - first
}
