import type { Frame, Point } from '../../../sync-core/index.ts'
import { isSameFrame } from '../../view/is-same-frame.ts'
import type { CanvasTool, ToolPorts } from './canvas-tool.ts'
import { cropGripAt, dragCrop, withSide, type CropGrip } from './crop-frame.ts'
import { resizeCursors } from './transform-tool.ts'

/** Handles and edges are taken this near, in CSS px. */
const reachPx = 9

export interface CropTool extends CanvasTool {
  /** Sets a side as it was typed. */
  setSide(side: 'width' | 'height', px: number): void
}

/** Changes the picture's frame. `tell` is called with the frame in the making, for the fields that show its sides. */
export function cropTool(ports: ToolPorts, tell: (frame: Frame | undefined) => void): CropTool {
  let frame: Frame | undefined
  let drag: { readonly grip: CropGrip; readonly from: Point; readonly start: Frame } | undefined
  const show = (next: Frame | undefined): void => {
    frame = next
    ports.show(next && { kind: 'crop', frame: next })
    tell(next)
  }
  const reset = (): void => {
    drag = undefined
    show(ports.frame())
  }
  return {
    enter: reset,
    leave() {
      drag = undefined
      show(undefined)
    },
    press({ at, pxPerScreenPx }) {
      if (frame === undefined) show(ports.frame())
      if (frame === undefined) return
      drag = { grip: cropGripAt(frame, at, reachPx * pxPerScreenPx), from: at, start: frame }
    },
    move({ at, shift, pxPerScreenPx }) {
      if (drag === undefined) return
      // A click outside draws no frame of the least size.
      const isClick = Math.hypot(at.x - drag.from.x, at.y - drag.from.y) < 3 * pxPerScreenPx
      if (drag.grip === 'outside' && isClick) return
      show(dragCrop(drag.start, drag.grip, drag.from, at, { square: shift }))
    },
    release() {
      drag = undefined
    },
    abort() {
      if (drag !== undefined) show(drag.start)
      drag = undefined
    },
    cursorAt({ at, pxPerScreenPx }) {
      if (frame === undefined) return 'default'
      const grip = cropGripAt(frame, at, reachPx * pxPerScreenPx)
      if (grip === 'inside') return 'move'
      return grip === 'outside' ? 'crosshair' : (resizeCursors[`${grip.u},${grip.v}`] ?? 'default')
    },
    apply() {
      const before = ports.frame()
      if (frame === undefined || before === undefined || isSameFrame(frame, before)) return false
      ports.send({ kind: 'change-layers', operation: { kind: 'resize', ...frame } })
      return true
    },
    cancel() {
      const before = ports.frame()
      const isChanged = frame !== undefined && before !== undefined && !isSameFrame(frame, before)
      reset()
      return isChanged
    },
    setSide(side, px) {
      if (frame !== undefined) show(withSide(frame, side, px))
    },
  }
}
