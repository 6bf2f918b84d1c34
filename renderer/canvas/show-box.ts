import type { ViewStore } from '../stores/view-store.ts'
import { boundsOnScreen, freeOf, type Box } from '../view/view-transform.ts'

/** A place fills at most this part of the canvas … */
const partMax = 0.8
/** … and one that is smaller than this on the screen is looked at from nearer, but not past actual size. */
const partMin = 0.05
const partNear = 0.25

/** Brings a place of the plane into the middle of the canvas, as near as it is now if it can be seen so. */
export function showBox(viewStore: ViewStore, box: Box): void {
  const { view, viewport, zoom, centre } = viewStore.getState()
  const shown = boundsOnScreen(view, box)
  const free = freeOf(viewport)
  const part = Math.max(shown.width / free.width, shown.height / free.height)
  if (part > partMax) zoom(partMax / part)
  else if (part < partMin && view.scale < 1) zoom(Math.min(partNear / part, 1 / view.scale))
  centre({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
}

/** The same where some of the place is out of sight; nothing moves where all of it is seen. */
export function showHidden(viewStore: ViewStore, box: Box): void {
  const { view, viewport } = viewStore.getState()
  const shown = boundsOnScreen(view, box)
  const free = freeOf(viewport)
  const isSeen =
    shown.x >= free.x &&
    shown.y >= free.y &&
    shown.x + shown.width <= free.x + free.width &&
    shown.y + shown.height <= free.y + free.height
  if (!isSeen) showBox(viewStore, box)
}
