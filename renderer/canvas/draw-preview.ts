// Draws the preview of a tool onto the overlay's canvas, in device px.

import { boxOfDrag, lineOfDrag, type Box, type Frame, type Point } from '../../sync-core/index.ts'
import { toHex } from '../tools/color.ts'
import type { Preview } from '../tools/canvas-tools/canvas-tool.ts'
import { frameOnScreen, pictureToScreen, type View } from '../view/view-transform.ts'
import { drawHandle, linePath, strokeDashes, strokeLine } from './overlay-strokes.ts'
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

function boxPath(box: Box, shape: 'rectangle' | 'ellipse', view: View): Path2D {
  const path = new Path2D()
  const { x, y } = pictureToScreen(view, box)
  const width = box.width * view.scale
  const height = box.height * view.scale
  if (shape === 'ellipse')
    path.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI)
  else path.rect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width), Math.round(height))
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
  const { x, y, width, height } = frameOnScreen(view, frame)
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
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
      : boxPathExact(boxOfDrag(from, to, rule), shape, view)
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
function boxPathExact(box: Box, shape: 'rectangle' | 'ellipse', view: View): Path2D {
  if (shape === 'ellipse') return boxPath(box, shape, view)
  const path = new Path2D()
  const { x, y } = pictureToScreen(view, box)
  path.rect(x, y, box.width * view.scale, box.height * view.scale)
  return path
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

function drawCrop(context: CanvasRenderingContext2D, crop: Frame, { view, viewport }: OverlayPlace): void {
  const { x, y, width, height } = frameOnScreen(view, crop)
  const { ratio } = viewport
  const outside = new Path2D()
  outside.rect(0, 0, viewport.width, viewport.height)
  outside.rect(x, y, width, height)
  context.save()
  context.clip(outside, 'evenodd')
  context.fillStyle = shade
  context.fillRect(0, 0, viewport.width, viewport.height)
  context.restore()
  const thirds = new Path2D()
  for (const part of [1 / 3, 2 / 3]) {
    thirds.moveTo(x + width * part, y)
    thirds.lineTo(x + width * part, y + height)
    thirds.moveTo(x, y + height * part)
    thirds.lineTo(x + width, y + height * part)
  }
  context.lineWidth = ratio
  context.strokeStyle = 'rgb(128 128 128 / 60%)'
  context.stroke(thirds)
  const edge = new Path2D()
  edge.rect(x, y, width, height)
  strokeLine(context, edge, ratio)
  for (const u of [0, 0.5, 1]) {
    for (const v of [0, 0.5, 1]) {
      if (u !== 0.5 || v !== 0.5) drawHandle(context, { x: x + u * width, y: y + v * height }, ratio)
    }
  }
}

function drawFloating(
  context: CanvasRenderingContext2D,
  { box, image, map }: PreviewOf<'floating'>,
  { view, viewport, frame }: OverlayPlace,
): void {
  const { scale } = view
  const drawImage = (): void => {
    context.setTransform(
      scale * map.a,
      scale * map.b,
      scale * map.c,
      scale * map.d,
      scale * map.e + view.x,
      scale * map.f + view.y,
    )
    context.imageSmoothingEnabled = scale * Math.hypot(map.a, map.b) < 2
    context.imageSmoothingQuality = 'medium'
    context.drawImage(image, box.x, box.y, box.width, box.height)
    context.resetTransform()
  }
  if (frame !== undefined) {
    // What will lie outside of the picture is kept, and not seen: it is shown faintly.
    const part = frameOnScreen(view, frame)
    const outside = new Path2D()
    outside.rect(0, 0, viewport.width, viewport.height)
    outside.rect(part.x, part.y, part.width, part.height)
    context.save()
    context.clip(outside, 'evenodd')
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
