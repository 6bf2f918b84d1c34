// What tools show above the picture: shapes in the making, frames with handles, what floats, and the selection's outline. One
// canvas of the stage's size in device px, drawn at most once a frame from the newest preview and view, and hidden while
// there is nothing to show. Nothing of it passes through React.

import type { Frame, Outline } from '../../sync-core/index.ts'
import type { Overlay } from '../tools/canvas-tools/canvas-tools.ts'
import type { View, Viewport } from '../view/view-transform.ts'
import { drawPreview } from './draw-preview.ts'
import { outlinePath, strokeDashes } from './overlay-strokes.ts'

/** The dashes of a selection walk one px each so often. */
const marchMs = 140

export interface OverlayPlace {
  readonly view: View
  readonly viewport: Viewport
  readonly frame?: Frame
}

export class ToolOverlay {
  private readonly canvas: HTMLCanvasElement
  private readonly context: CanvasRenderingContext2D
  private readonly isCalm = window.matchMedia('(prefers-reduced-motion: reduce)')
  private overlay: Overlay = { preview: undefined, settling: [], selection: undefined }
  private place: OverlayPlace | undefined
  private path: { readonly of: Outline; readonly view: View; readonly drawn: Path2D } | undefined
  private march = 0
  private marching: number | undefined
  private frameDue: number | undefined

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas
    this.context = canvas.getContext('2d')!
    canvas.hidden = true
  }

  show(overlay: Overlay): void {
    this.overlay = overlay
    const marches = overlay.selection !== undefined && !this.isCalm.matches
    if (marches && this.marching === undefined) {
      this.marching = window.setInterval(() => {
        this.march += 1
        this.wake()
      }, marchMs)
    } else if (!marches) {
      clearInterval(this.marching)
      this.marching = undefined
    }
    this.wake()
  }

  setPlace(place: OverlayPlace): void {
    this.place = place
    if (!this.canvas.hidden) this.wake()
  }

  dispose(): void {
    clearInterval(this.marching)
    if (this.frameDue !== undefined) cancelAnimationFrame(this.frameDue)
  }

  private wake(): void {
    this.frameDue ??= requestAnimationFrame(() => {
      this.frameDue = undefined
      this.draw()
    })
  }

  private draw(): void {
    const { canvas, context, place } = this
    const { preview, settling, selection } = this.overlay
    canvas.hidden = preview === undefined && selection === undefined && settling.length === 0
    if (canvas.hidden || place === undefined) return
    const { width, height, ratio } = place.viewport
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
    } else {
      context.clearRect(0, 0, width, height)
    }
    const path = selection && this.pathOf(selection, place.view)
    for (const each of settling) drawPreview(context, each, place, path, 'settling')
    if (preview !== undefined) drawPreview(context, preview, place, path, 'held')
    if (path !== undefined) strokeDashes(context, path, ratio, this.march)
  }

  private pathOf(of: Outline, view: View): Path2D {
    if (this.path?.of !== of || this.path.view !== view) {
      this.path = { of, view, drawn: outlinePath(of, view) }
    }
    return this.path.drawn
  }
}
