import type { Outline, Point } from '../../sync-core/index.ts'
import {
  cornersOnScreen,
  isUpright,
  matrixOf,
  pictureToScreen,
  type Box,
  type View,
} from '../view/view-transform.ts'

/** Length of a dash, and of the gap after it, in CSS px. */
const dashPx = 4

const light = '#ffffff'
const dark = '#101010'

/** The outline in device px of the stage. Lines go through the middle of device px, so that they are sharp. */
export function outlinePath({ lines }: Outline, view: View): Path2D {
  const path = new Path2D()
  const [a, b, c, d, e, f] = matrixOf(view)
  const sharp = isUpright(view) ? (at: number): number => Math.round(at) + 0.5 : (at: number): number => at
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      const x = sharp(a * line[at]! + c * line[at + 1]! + e)
      const y = sharp(b * line[at]! + d * line[at + 1]! + f)
      if (at === 0) path.moveTo(x, y)
      else path.lineTo(x, y)
    }
    path.closePath()
  }
  return path
}

/** A closed or open line through points of the plane. */
export function linePath(points: readonly Point[], view: View, end: 'open' | 'closed'): Path2D {
  const path = new Path2D()
  points.forEach((point, at) => {
    const { x, y } = pictureToScreen(view, point)
    if (at === 0) path.moveTo(x, y)
    else path.lineTo(x, y)
  })
  if (end === 'closed') path.closePath()
  return path
}

/** The edge of a box of the plane, exactly where it is. */
export function boxEdge(box: Box, view: View): Path2D {
  const path = new Path2D()
  cornersOnScreen(view, box).forEach(({ x, y }, at) => (at === 0 ? path.moveTo(x, y) : path.lineTo(x, y)))
  path.closePath()
  return path
}

/** The largest ellipse in a box of the plane. */
export function ellipseEdge({ x, y, width, height }: Box, view: View): Path2D {
  const path = new Path2D()
  const middle = pictureToScreen(view, { x: x + width / 2, y: y + height / 2 })
  const [across, down] = [(width / 2) * view.scale, (height / 2) * view.scale]
  path.ellipse(middle.x, middle.y, across, down, view.turn * 2 * Math.PI, 0, 2 * Math.PI)
  return path
}

/** Dark and light dashes by turns: to be seen on every ground. */
export function strokeDashes(
  context: CanvasRenderingContext2D,
  path: Path2D,
  ratio: number,
  march = 0,
): void {
  context.lineWidth = ratio
  context.lineJoin = 'miter'
  context.setLineDash([])
  context.strokeStyle = dark
  context.stroke(path)
  context.setLineDash([dashPx * ratio, dashPx * ratio])
  context.lineDashOffset = -march * ratio
  context.strokeStyle = light
  context.stroke(path)
  context.setLineDash([])
}

/** A light line with a dark edge. */
export function strokeLine(context: CanvasRenderingContext2D, path: Path2D, ratio: number): void {
  context.setLineDash([])
  context.lineWidth = 3 * ratio
  context.strokeStyle = 'rgb(16 16 16 / 55%)'
  context.stroke(path)
  context.lineWidth = ratio
  context.strokeStyle = light
  context.stroke(path)
}

/** A square handle around a point in device px. */
export function drawHandle(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  ratio: number,
  shape: 'square' | 'round' = 'square',
): void {
  const half = 4.5 * ratio
  context.beginPath()
  if (shape === 'square') context.rect(Math.round(x) - half, Math.round(y) - half, 2 * half, 2 * half)
  else context.arc(x, y, half, 0, 2 * Math.PI)
  context.fillStyle = light
  context.fill()
  context.lineWidth = ratio
  context.strokeStyle = dark
  context.stroke()
}
