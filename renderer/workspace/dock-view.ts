// A dock's headings stay in sight: those above what is scrolled to stack up at its top, those below it at its bottom. What
// lies between the two stacks is the room in which a panel's body is seen.

import { createContext, useContext } from 'react'

/** How many headings stand above and below a panel's own in its dock. */
export interface DockPlace {
  readonly above: number
  readonly below: number
}

export const DockPlaceContext = createContext<DockPlace>({ above: 0, below: 0 })

export function useDockPlace(): DockPlace {
  return useContext(DockPlaceContext)
}

/** A stretch of the window's height, in CSS px. */
export interface Span {
  readonly top: number
  readonly bottom: number
}

/** What the stacks of headings leave of the dock, for the body of a panel in this place. */
export function roomOf(dock: Span, headingPx: number, { above, below }: DockPlace): Span {
  return { top: dock.top + (above + 1) * headingPx, bottom: dock.bottom - below * headingPx }
}

/** How far to scroll so that all of a body is seen, or of one that is too high its beginning; 0 when nothing is hidden. */
export function scrollToShow(body: Span, room: Span): number {
  if (body.top < room.top) return body.top - room.top
  if (body.bottom > room.bottom) return Math.min(body.bottom - room.bottom, body.top - room.top)
  return 0
}

/** Whether so much of a body is seen that a press on its heading means to fold it, and not to go to it. */
export function isInView(body: Span, room: Span): boolean {
  const seen = Math.min(body.bottom, room.bottom) - Math.max(body.top, room.top)
  return seen >= Math.min(body.bottom - body.top, room.bottom - room.top) / 2
}
