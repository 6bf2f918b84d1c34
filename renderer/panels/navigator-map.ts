import type { Frame } from '../../sync-core/index.ts'
import type { Point } from '../view/view-transform.ts'

export interface NavigatorMap {
  readonly frame: Frame
  /** The width that it was made for. */
  readonly room: number
  readonly width: number
  readonly height: number
  readonly toMap: (point: Point) => Point
  readonly toPlane: (point: Point) => Point
}

/** The frame as large as fits, upright; all in CSS px. */
export function mapOf(frame: Frame, room: number, heightMax: number): NavigatorMap {
  const scale = Math.min(room / frame.width, heightMax / frame.height)
  return {
    frame,
    room,
    width: frame.width * scale,
    height: frame.height * scale,
    toMap: ({ x, y }) => ({ x: (x - frame.x) * scale, y: (y - frame.y) * scale }),
    toPlane: ({ x, y }) => ({ x: x / scale + frame.x, y: y / scale + frame.y }),
  }
}

/** Whether a window with these corners, in their order and in px of the map, leaves nothing of the picture out. */
export function seesAll(
  { width, height }: Pick<NavigatorMap, 'width' | 'height'>,
  corners: readonly Point[],
): boolean {
  const picture = [0, width].flatMap((x) => [0, height].map((y) => ({ x, y })))
  const sides = corners.map((from, at) => {
    const to = corners[(at + 1) % corners.length]!
    return picture.map(({ x, y }) => (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x))
  })
  // The corners go round to the left or, where the view is flipped, to the right.
  return [1, -1].some((turn) => sides.every((side) => side.every((distance) => distance * turn >= 0)))
}
