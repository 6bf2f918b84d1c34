import type { PenPoint } from '../../sync-core/index.ts'
import type { ToolPointer } from '../tools/canvas-tools/canvas-tool.ts'
import { middleOfWindow, pictureToScreen, screenToPicture, type Point } from '../view/view-transform.ts'
import { toPenPoint, type PointerPosition, type StagePlace } from './pen-samples.ts'
import type { PointerPorts } from './pointer-ports.ts'

/** What the stage makes of a pointer's place in the window: where it is on the stage, in the view and in the plane. */
export class StageSight {
  private readonly stage: HTMLElement
  private readonly ports: Pick<PointerPorts, 'view' | 'curved'>
  private place: StagePlace = { left: 0, top: 0, ratio: 1 }

  constructor(stage: HTMLElement, ports: Pick<PointerPorts, 'view' | 'curved'>) {
    this.stage = stage
    this.ports = ports
  }

  /** Looks where the stage is by now; the rest goes by that. */
  measure(): void {
    const { left, top } = this.stage.getBoundingClientRect()
    this.place = { left, top, ratio: this.ports.view().viewport.ratio }
  }

  /** Px of the screen in one of CSS. */
  get ratio(): number {
    return this.place.ratio
  }

  /** CSS px from the stage's corner. */
  onStage(event: { clientX: number; clientY: number }): Point {
    return { x: event.clientX - this.place.left, y: event.clientY - this.place.top }
  }

  /** What is there on the stage, in px of the screen, as the view has it. */
  inView({ x, y }: Point): Point {
    return { x: x * this.place.ratio, y: y * this.place.ratio }
  }

  /** Px of the plane. */
  inPlane(position: { clientX: number; clientY: number }): Point {
    return screenToPicture(this.ports.view().view, this.inView(this.onStage(position)))
  }

  /** A pen's point, in 1/16 px of the plane, as CSS px of the stage. */
  ofPoint({ x, y }: { readonly x: number; readonly y: number }): Point {
    const at = pictureToScreen(this.ports.view().view, { x: x / 16, y: y / 16 })
    return { x: at.x / this.place.ratio, y: at.y / this.place.ratio }
  }

  point(position: PointerPosition): PenPoint {
    return toPenPoint(position, this.place, this.ports.view().view, this.ports.curved)
  }

  /** What a tool of the canvas is told; the keys are those of the event. */
  toolPointer(position: { clientX: number; clientY: number }, event: PointerEvent): ToolPointer {
    const { shiftKey: shift, altKey: alt } = event
    const pxPerScreenPx = this.place.ratio / this.ports.view().view.scale
    return { at: this.inPlane(position), shift, alt, pxPerScreenPx }
  }

  /** The direction from the middle of the window to the pointer, in turns. */
  aroundMiddle(event: PointerEvent): number {
    const { viewport } = this.ports.view()
    const middle = middleOfWindow(viewport)
    const { x, y } = this.onStage(event)
    return Math.atan2(y * viewport.ratio - middle.y, x * viewport.ratio - middle.x) / (2 * Math.PI)
  }
}
