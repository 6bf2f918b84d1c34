// What is in view of a turned or flipped picture, upright and in whole device px, and how it gets onto the screen.
//
//   sheet = point * scale + origin      screen = turn(flip(sheet - origin)) + offset

import type { Frame } from '../../sync-core/index.ts'
import {
  boundsOnScreen,
  isRightAngled,
  matrixOf,
  upright,
  visiblePart,
  wholeOf,
  type Box,
  type View,
  type Viewport,
} from '../view/view-transform.ts'
import { clipTo } from './paint-upright.ts'
import type { ViewLook } from './view-contract.ts'

/** Room around the picture for the line around the paper, and so that turning smooths that, not the sheet's own edge. */
const roomPx = 3

export class TurnedSheet {
  readonly canvas = new OffscreenCanvas(1, 1)
  readonly context = this.canvas.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D
  private origin = { x: 0, y: 0 }

  /** Makes room for what is in view; returns the view of it on the sheet. */
  place(view: View, frame: Frame, viewport: Viewport): View {
    const { scale } = view
    const part = visiblePart(view, frame, wholeOf(viewport))
    this.origin = { x: roomPx - Math.floor(part.x * scale), y: roomPx - Math.floor(part.y * scale) }
    const width = Math.ceil(part.width * scale) + 2 * roomPx + 1
    const height = Math.ceil(part.height * scale) + 2 * roomPx + 1
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width
      this.canvas.height = height
    }
    return { scale, ...this.origin, ...upright }
  }

  /** An upright view needs no sheet; a large one is many megabytes. */
  release(): void {
    if (this.canvas.width === 1) return
    this.canvas.width = 1
    this.canvas.height = 1
  }

  /** Draws a part of the sheet onto the screen, turned as the view is; without one, the whole screen. */
  show(screen: OffscreenCanvasRenderingContext2D, view: View, { ground }: ViewLook, part?: Box): void {
    const turned = this.turned(view)
    const { width, height } = screen.canvas
    const shown = part === undefined ? { x: 0, y: 0, width, height } : grown(boundsOnScreen(turned, part))
    screen.save()
    clipTo(screen, shown)
    screen.fillStyle = ground
    screen.fillRect(shown.x, shown.y, shown.width, shown.height)
    screen.setTransform(...matrixOf(turned))
    screen.imageSmoothingEnabled = !isRightAngled(view)
    screen.imageSmoothingQuality = 'low'
    screen.drawImage(this.canvas, 0, 0)
    screen.restore()
  }

  /** Px of the sheet on the screen. Where they can lie in rows and columns of its px, they do. */
  private turned(view: View): View {
    const { x, y } = this.origin
    const [a, b, c, d] = matrixOf({ ...view, scale: 1 })
    const offset = { x: view.x - a * x - c * y, y: view.y - b * x - d * y }
    const isExact = isRightAngled(view)
    return {
      ...view,
      scale: 1,
      x: isExact ? Math.round(offset.x) : offset.x,
      y: isExact ? Math.round(offset.y) : offset.y,
    }
  }
}

/** In whole px, with what smoothing takes from beyond the edge. */
function grown({ x, y, width, height }: Box): Box {
  const left = Math.floor(x) - 1
  const top = Math.floor(y) - 1
  return {
    x: left,
    y: top,
    width: Math.ceil(x + width) + 1 - left,
    height: Math.ceil(y + height) + 1 - top,
  }
}
