import type { Facing } from './view-transform.ts'

/** Cursors along a direction, an eighth of a turn from one to the next; half a turn of them is all there is. */
const along = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize']

/** A cursor that shows a direction of the picture, as the picture is turned and flipped; others stay as they are. */
export function cursorInView(cursor: string, { turn, isFlipped }: Facing): string {
  const at = along.indexOf(cursor)
  if (at < 0) return cursor
  const eighths = Math.round((isFlipped ? -at : at) + turn * 8)
  return along[((eighths % 4) + 4) % 4]!
}
