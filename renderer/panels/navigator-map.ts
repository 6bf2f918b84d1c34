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
