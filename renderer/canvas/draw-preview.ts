// Draws the preview of a tool onto the overlay's canvas, in device px.

import { boxOfDrag, lineOfDrag, type Box, type Frame, type Point } from '../../sync-core/index.ts'
import { toHex } from '../tools/color.ts'
import type { Preview } from '../tools/canvas-tools/canvas-tool.ts'
import { frameOnScreen, isUpright, matrixOf, pictureToScreen, type View } from '../view/view-transform.ts'
import { boxEdge, drawHandle, ellipseEdge, linePath, strokeDashes, strokeLine } from './overlay-strokes.ts'
import type { OverlayPlace } from './tool-overlay.ts'

type PreviewOf<Kind extends Preview['kind']> = Extract<Preview, { kind: Kind }>

const shade = 'rgb(0 0 0 / 55%)'

/** `selection` is its outline in device px. What settles has no handles any more. */
export function drawPreview(
  context: CanvasRenderingContext2D,
  preview: Preview,
  place: OverlayPlace,
  selection: Path2D | undefined,
  stage: 'held' | 'settling',
): void {
  context.save()
  switch (preview.kind) {
    case 'shape':
      drawShape(context, preview, place, selection)
      break
    case 'marquee':
      strokeDashes(context, boxPath(preview.box, preview.shape, place.view), place.viewport.ratio)
      break
    case 'lasso':
      strokeDashes(context, linePath(preview.points, place.view, 'open'), place.viewport.ratio)
      break
    case 'gradient':
      drawGradient(context, preview, place, selection)
      if (stage === 'held') drawGradientLine(context, preview, place)
      break
    case 'crop':
      drawCrop(context, preview.frame, place)
      break
    case 'floating':
      drawFloating(context, preview, place)
      if (stage === 'held') drawFloatingBox(context, preview, place)
  }
  context.restore()
}

/** Straight edges that lie along the screen's px are moved onto them, to be sharp. */
function boxPath(box: Box, shape: 'rectangle' | 'ellipse', view: View): Path2D {
  if (shape === 'ellipse') return ellipseEdge(box, view)
  if (!isUpright(view)) return boxEdge(box, view)
  const path = new Path2D()
  const { x, y } = pictureToScreen(view, box)
  const width = Math.round(box.width * view.scale)
  path.rect(Math.round(x) + 0.5, Math.round(y) + 0.5, width, Math.round(box.height * view.scale))
  return path
}

/** Where it may paint: inside the picture, and of that what is selected. */
function clipToPaintable(
  context: CanvasRenderingContext2D,
  { view, frame }: OverlayPlace,
  selection: Path2D | undefined,
): void {
  if (frame !== undefined) clipToFrame(context, frame, view)
  if (selection !== undefined) context.clip(selection, 'evenodd')
}

function clipToFrame(context: CanvasRenderingContext2D, frame: Frame, view: View): void {
  context.clip(frameEdge(frame, view))
}

/** The frame as it is painted: in whole px where it lies along them. */
function frameEdge(frame: Frame, view: View): Path2D {
  if (!isUpright(view)) return boxEdge(frame, view)
  const { x, y, width, height } = frameOnScreen(view, frame)
  const path = new Path2D()
  path.rect(x, y, width, height)
  return path
}

/** Everything but the frame. */
function aroundFrame(frame: Frame, { view, viewport }: OverlayPlace): Path2D {
  const path = frameEdge(frame, view)
  path.rect(0, 0, viewport.width, viewport.height)
  return path
}

function drawShape(
  context: CanvasRenderingContext2D,
  { shape, from, to, rule, look }: PreviewOf<'shape'>,
  place: OverlayPlace,
  selection: Path2D | undefined,
): void {
  const { view } = place
  clipToPaintable(context, place, selection)
  const path =
    shape === 'line'
      ? linePath(lineOfDrag(from, to, rule), view, 'open')
      : edgeOf(boxOfDrag(from, to, rule), shape, view)
  if (look.kind === 'filled') {
    context.fillStyle = toHex(look.color)
    return context.fill(path)
  }
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.lineWidth = Math.max(1, (look.brush.size / 16) * view.scale)
  context.globalAlpha = look.brush.opacity / 255
  context.strokeStyle = toHex(look.brush.color)
  context.stroke(path)
}

/** As it will be painted, not moved to whole px. */
function edgeOf(box: Box, shape: 'rectangle' | 'ellipse', view: View): Path2D {
  return shape === 'ellipse' ? ellipseEdge(box, view) : boxEdge(box, view)
}

function drawGradient(
  context: CanvasRenderingContext2D,
  { shape, from, to, start, stop }: PreviewOf<'gradient'>,
  place: OverlayPlace,
  selection: Path2D | undefined,
): void {
  const { view, viewport, frame } = place
  const a = pictureToScreen(view, from)
  const b = pictureToScreen(view, to)
  const colors =
    shape === 'linear'
      ? context.createLinearGradient(a.x, a.y, b.x, b.y)
      : context.createRadialGradient(a.x, a.y, 0, a.x, a.y, Math.hypot(b.x - a.x, b.y - a.y))
  colors.addColorStop(0, start)
  colors.addColorStop(1, stop)
  if (frame !== undefined) {
    context.save()
    clipToPaintable(context, place, selection)
    context.fillStyle = colors
    context.fillRect(0, 0, viewport.width, viewport.height)
    context.restore()
  }
}

function drawGradientLine(
  context: CanvasRenderingContext2D,
  { from, to }: PreviewOf<'gradient'>,
  { view, viewport }: OverlayPlace,
): void {
  const a = pictureToScreen(view, from)
  const b = pictureToScreen(view, to)
  strokeLine(context, linePath([from, to], view, 'open'), viewport.ratio)
  drawHandle(context, a, viewport.ratio, 'round')
  drawHandle(context, b, viewport.ratio, 'round')
}

function drawCrop(context: CanvasRenderingContext2D, crop: Frame, place: OverlayPlace): void {
  const { view, viewport } = place
  const { ratio } = viewport
  const at = (u: number, v: number): Point =>
    pictureToScreen(view, { x: crop.x + u * crop.width, y: crop.y + v * crop.height })
  context.save()
  context.clip(aroundFrame(crop, place), 'evenodd')
  context.fillStyle = shade
  context.fillRect(0, 0, viewport.width, viewport.height)
  context.restore()
  const thirds = new Path2D()
  for (const part of [1 / 3, 2 / 3]) {
    for (const [from, to] of [
      [at(part, 0), at(part, 1)],
      [at(0, part), at(1, part)],
    ] as const) {
      thirds.moveTo(from.x, from.y)
      thirds.lineTo(to.x, to.y)
    }
  }
  context.lineWidth = ratio
  context.strokeStyle = 'rgb(128 128 128 / 60%)'
  context.stroke(thirds)
  strokeLine(context, frameEdge(crop, view), ratio)
  for (const u of [0, 0.5, 1]) {
    for (const v of [0, 0.5, 1]) {
      if (u !== 0.5 || v !== 0.5) drawHandle(context, at(u, v), ratio)
    }
  }
}

function drawFloating(
  context: CanvasRenderingContext2D,
  { box, image, map }: PreviewOf<'floating'>,
  place: OverlayPlace,
): void {
  const { view, frame } = place
  const { scale } = view
  const drawImage = (): void => {
    context.setTransform(...matrixOf(view))
    context.transform(map.a, map.b, map.c, map.d, map.e, map.f)
    context.imageSmoothingEnabled = scale * Math.hypot(map.a, map.b) < 2
    context.imageSmoothingQuality = 'medium'
    context.drawImage(image, box.x, box.y, box.width, box.height)
    context.resetTransform()
  }
  if (frame !== undefined) {
    // What will lie outside of the picture is kept, and not seen: it is shown faintly.
    context.save()
    context.clip(aroundFrame(frame, place), 'evenodd')
    context.globalAlpha = 0.3
    drawImage()
    context.restore()
    context.save()
    clipToFrame(context, frame, view)
    drawImage()
    context.restore()
  }
}

function drawFloatingBox(
  context: CanvasRenderingContext2D,
  { box, map }: PreviewOf<'floating'>,
  { view, viewport }: OverlayPlace,
): void {
  const { ratio } = viewport
  const at = (u: number, v: number): Point => {
    const x = box.x + u * box.width
    const y = box.y + v * box.height
    return { x: map.a * x + map.c * y + map.e, y: map.b * x + map.d * y + map.f }
  }
  strokeLine(context, linePath([at(0, 0), at(1, 0), at(1, 1), at(0, 1)], view, 'closed'), ratio)
  for (const u of [0, 0.5, 1]) {
    for (const v of [0, 0.5, 1]) {
      if (u !== 0.5 || v !== 0.5) drawHandle(context, pictureToScreen(view, at(u, v)), ratio)
    }
  }
}
