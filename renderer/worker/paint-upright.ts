// Paints chunks where the picture lies in rows and columns of device px: on the screen itself, or on the sheet of a turned view.

import type { Frame } from '../../sync-core/index.ts'
import { frameOnScreen, type Box, type View } from '../view/view-transform.ts'
import { chunkOnScreen } from './chunk-grid.ts'
import type { Chunk } from './chunk-pyramid.ts'
import { paintPixelGrid } from './pixel-grid.ts'
import type { ViewLook } from './view-contract.ts'

/** From here on pixels are shown as squares. */
const crispFromScale = 2

/** The line around the paper, on any ground. */
const paperEdge = 'rgb(0 0 0 / 55%)'

/** Paints a part, in device px; everything in it that is not picture gets the ground's colour. */
export function paintUpright(
  context: OffscreenCanvasRenderingContext2D,
  frame: Frame,
  chunks: readonly Chunk[],
  view: View,
  part: Box,
  look: ViewLook,
): void {
  const paper = frameOnScreen(view, frame)
  context.save()
  clipTo(context, part)
  context.fillStyle = look.ground
  context.fillRect(part.x, part.y, part.width, part.height)
  context.fillStyle = paperEdge
  context.fillRect(paper.x - 1, paper.y - 1, paper.width + 2, paper.height + 2)
  clipTo(context, paper)
  context.imageSmoothingEnabled = view.scale < crispFromScale
  context.imageSmoothingQuality = 'medium'
  for (const chunk of chunks) {
    const at = chunkOnScreen(chunk.place, view)
    const isOutside =
      at.x >= part.x + part.width ||
      at.y >= part.y + part.height ||
      at.x + at.width <= part.x ||
      at.y + at.height <= part.y
    if (!isOutside) context.drawImage(chunk.canvas, at.x, at.y, at.width, at.height)
  }
  if (look.hasPixelGrid) paintPixelGrid(context, view, part)
  context.restore()
}

/** Where pixels of a chunk are, with what smoothing takes from beyond their edge. */
export function boxOnUpright(chunk: Chunk, part: Box, view: View): Box {
  const at = chunkOnScreen(chunk.place, view)
  const scale = view.scale * (1 << chunk.place.level)
  const x = Math.floor(at.x + part.x * scale) - 1
  const y = Math.floor(at.y + part.y * scale) - 1
  return { x, y, width: Math.ceil(part.width * scale) + 3, height: Math.ceil(part.height * scale) + 3 }
}

export function joinBoxes(a: Box | undefined, b: Box): Box {
  if (a === undefined) return b
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

export function clipTo(context: OffscreenCanvasRenderingContext2D, { x, y, width, height }: Box): void {
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
}
