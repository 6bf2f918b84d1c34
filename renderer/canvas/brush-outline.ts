import type { Point } from '../view/view-transform.ts'

/** Below this diameter in CSS px a cross is easier to see than a ring. */
const ringPxMin = 5
const ringPxMax = 6000

/** The ring that shows the brush at its true size under the pen. Moves by transform alone. */
export class BrushOutline {
  private readonly ring: HTMLElement
  private readonly stage: HTMLElement
  private at: Point | undefined
  private diameterPx = 0

  constructor(stage: HTMLElement, ring: HTMLElement) {
    this.stage = stage
    this.ring = ring
  }

  /** Where the pen is in CSS px of the stage; undefined hides the ring. */
  moveTo(at: Point | undefined): void {
    this.at = at
    this.show()
  }

  /** The brush's diameter on the screen in CSS px. */
  resize(diameterPx: number): void {
    if (this.diameterPx === diameterPx) return
    this.diameterPx = diameterPx
    this.ring.style.width = `${diameterPx}px`
    this.ring.style.height = `${diameterPx}px`
    this.show()
  }

  private show(): void {
    const isRing = this.diameterPx >= ringPxMin && this.diameterPx <= ringPxMax
    this.stage.dataset['ring'] = isRing ? 'yes' : 'no'
    this.ring.hidden = this.at === undefined || !isRing
    if (this.at === undefined) return
    const half = this.diameterPx / 2
    this.ring.style.transform = `translate(${this.at.x - half}px, ${this.at.y - half}px)`
  }
}
