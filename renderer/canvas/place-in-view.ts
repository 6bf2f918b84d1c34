import type { Frame, Point } from '../../sync-core/index.ts'
import {
  boundsOnScreen,
  freeOf,
  isRightAngled,
  middleOfWindow,
  screenToPicture,
  visiblePart,
} from '../view/view-transform.ts'
import type { OverlayPlace } from './tool-overlay.ts'

/** An image fills at most this part of what is in view, so that its handles can be taken. */
const fillPart = 0.9

/**
 * Where an image from outside begins: in the middle of the part in view, no larger than that, never enlarged. One of the
 * size of what was copied here last is that, and begins where it was copied, when that is in view.
 */
export function placeInView(
  { width, height }: { readonly width: number; readonly height: number },
  { view, viewport, frame }: OverlayPlace,
  copied: Frame | undefined,
): { readonly centre: Point; readonly scale: number } | undefined {
  if (frame === undefined) return undefined
  const free = freeOf(viewport)
  const seen = visiblePart(view, frame, free)
  if (copied !== undefined && copied.width === width && copied.height === height) {
    const centre = { x: copied.x + width / 2, y: copied.y + height / 2 }
    if (isInside(centre, seen)) return { centre, scale: 1 }
  }
  const part = seen.width > 0 && seen.height > 0 ? seen : frame
  let scale = Math.min(1, (part.width * fillPart) / width, (part.height * fillPart) / height)
  if (!isRightAngled(view)) {
    // What is in view has corners that the part around it has not: the image is measured as it will be seen.
    const shown = boundsOnScreen(view, { x: 0, y: 0, width, height })
    scale = Math.min(scale, (free.width * fillPart) / shown.width, (free.height * fillPart) / shown.height)
    const centre = screenToPicture(view, middleOfWindow(viewport))
    if (isInside(centre, frame)) return { centre, scale }
  }
  // Unscaled, its px fall on the picture's.
  const middle = (from: number, room: number, side: number): number =>
    scale === 1 ? Math.round(from + (room - side) / 2) + side / 2 : from + room / 2
  return {
    centre: { x: middle(part.x, part.width, width), y: middle(part.y, part.height, height) },
    scale,
  }
}

function isInside({ x, y }: Point, frame: Frame): boolean {
  return x >= frame.x && y >= frame.y && x <= frame.x + frame.width && y <= frame.y + frame.height
}
