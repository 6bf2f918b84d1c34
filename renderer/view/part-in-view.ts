// Seeing what somebody else sees: the same part of the picture, as large as it goes, however one's own view is turned or
// flipped.

import type { Frame } from '../../sync-core/index.ts'
import {
  boundsOnScreen,
  centreOn,
  freeOf,
  middleOfWindow,
  pictureToScreen,
  screenToPicture,
  withScale,
  type Box,
  type Point,
  type View,
  type Viewport,
} from './view-transform.ts'

/** After so many ms about two thirds of the way to the followed view are gone. */
const glideMs = 120

/** A view that is as near as this to where it should be is there: in device px, and as a part of the scale. */
const nearPx = 0.5
const nearScale = 0.002

/** The view that shows all of a part of the picture, and as little else as possible. */
export function viewOfPart(view: View, part: Box, frame: Frame, viewport: Viewport): View {
  const shown = boundsOnScreen(view, part)
  const free = freeOf(viewport)
  const factor = Math.min(free.width / Math.max(1, shown.width), free.height / Math.max(1, shown.height))
  return viewOfPlace(
    view,
    { x: part.x + part.width / 2, y: part.y + part.height / 2 },
    view.scale * factor,
    frame,
    viewport,
  )
}

/** The view with a point in the middle of the window, shown at a scale. */
export function viewOfPlace(view: View, at: Point, scale: number, frame: Frame, viewport: Viewport): View {
  return centreOn(withScale(view, scale, frame, viewport), at, frame, viewport)
}

/** A step of `ms` from a view to another that is turned alike; the other one itself when it is near. */
export function glideTo(from: View, to: View, ms: number, viewport: Viewport): View {
  const middle = middleOfWindow(viewport)
  const [here, there] = [screenToPicture(from, middle), screenToPicture(to, middle)]
  const wayPx = Math.hypot(here.x - there.x, here.y - there.y) * to.scale
  if (wayPx < nearPx && Math.abs(from.scale / to.scale - 1) < nearScale) return to
  const part = 1 - Math.exp(-ms / glideMs)
  const scale = from.scale * (to.scale / from.scale) ** part
  const centre = { x: here.x + (there.x - here.x) * part, y: here.y + (there.y - here.y) * part }
  const next = { ...to, scale }
  const now = pictureToScreen(next, centre)
  return { ...next, x: next.x + middle.x - now.x, y: next.y + middle.y - now.y }
}
