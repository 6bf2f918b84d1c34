// Lines between px of the picture, once they are large. Each line is one device px wide, dark and light dots by turns: to be seen
// on every colour, on none of them loud, and much cheaper than a line that looks at what it lies on.

import type { Box, View } from '../view/view-transform.ts'

/** Above 800 %. */
const gridAboveScale = 8

/** Where lines between px cross a stretch of the screen, in whole device px. None where px are small. */
export function gridLines(offset: number, scale: number, from: number, length: number): number[] {
  if (scale <= gridAboveScale) return []
  const lines: number[] = []
  const first = Math.ceil((from - 1 - offset) / scale)
  for (let px = first; ; px++) {
    const at = Math.round(offset + px * scale)
    if (at >= from + length) return lines
    if (at >= from) lines.push(at)
  }
}

export function paintPixelGrid(context: OffscreenCanvasRenderingContext2D, view: View, part: Box): void {
  const down = gridLines(view.x, view.scale, part.x, part.width)
  if (down.length === 0) return
  context.fillStyle = dots(context)
  for (const x of down) context.fillRect(x, part.y, 1, part.height)
  for (const y of gridLines(view.y, view.scale, part.y, part.height))
    context.fillRect(part.x, y, part.width, 1)
}

let dotted: OffscreenCanvas | undefined

function dots(context: OffscreenCanvasRenderingContext2D): CanvasPattern {
  if (dotted === undefined) {
    dotted = new OffscreenCanvas(4, 4)
    const drawn = dotted.getContext('2d')!
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 4; x++) {
        drawn.fillStyle = (x >> 1) + (y >> 1) === 1 ? 'rgb(255 255 255 / 30%)' : 'rgb(0 0 0 / 30%)'
        drawn.fillRect(x, y, 1, 1)
      }
    }
  }
  return context.createPattern(dotted, 'repeat')!
}
