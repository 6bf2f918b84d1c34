import type { Point } from '../../sync-core/index.ts'
import { visiblePart } from '../view/view-transform.ts'
import type { OverlayPlace } from './tool-overlay.ts'

/** An image fills at most this part of what is in view, so that its handles can be taken. */
const fillPart = 0.9

/** Where an image from outside begins: in the middle of the part in view, no larger than that, never enlarged. */
export function placeInView(
  { width, height }: { readonly width: number; readonly height: number },
  { view, viewport, frame }: OverlayPlace,
): { readonly centre: Point; readonly scale: number } | undefined {
  if (frame === undefined) return undefined
  const seen = visiblePart(view, frame, viewport)
  const part = seen.width > 0 && seen.height > 0 ? seen : frame
  const scale = Math.min(1, (part.width * fillPart) / width, (part.height * fillPart) / height)
  // Unscaled, its px fall on the picture's.
  const middle = (from: number, room: number, side: number): number =>
    scale === 1 ? Math.round(from + (room - side) / 2) + side / 2 : from + room / 2
  return {
    centre: { x: middle(part.x, part.width, width), y: middle(part.y, part.height, height) },
    scale,
  }
}
