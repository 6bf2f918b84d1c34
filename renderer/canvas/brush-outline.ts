import type { Point } from '../view/view-transform.ts'
import type { Nib } from './nib-on-screen.ts'

/** Below this length in CSS px a cross is easier to see than a ring. */
const ringPxMin = 5
const ringPxMax = 6000

/** The outline that shows the brush at its true size under the pen. Moves by transform alone. */
export class BrushOutline {
  private readonly ring: HTMLElement
  private readonly stage: HTMLElement
  private at: Point | undefined
  private nib: Nib = { length: 0, breadth: 0, turn: 0 }

  constructor(stage: HTMLElement, ring: HTMLElement) {
    this.stage = stage
    this.ring = ring
  }

  /** Where the pen is in CSS px of the stage; undefined hides the ring. */
  moveTo(at: Point | undefined): void {
    this.at = at
    this.show()
  }

  /** What the brush would stamp. */
  shape(nib: Nib): void {
    const { length, breadth, turn } = this.nib
    if (nib.length === length && nib.breadth === breadth && nib.turn === turn) return
    this.nib = nib
    this.ring.style.width = `${nib.length}px`
    this.ring.style.height = `${nib.breadth}px`
    this.show()
  }

  private show(): void {
    const { length, breadth, turn } = this.nib
    const isRing = length >= ringPxMin && length <= ringPxMax
    this.stage.dataset['ring'] = isRing ? 'yes' : 'no'
    this.ring.hidden = this.at === undefined || !isRing
    if (this.at === undefined) return
    const place = `translate(${this.at.x - length / 2}px, ${this.at.y - breadth / 2}px)`
    this.ring.style.transform = turn === 0 ? place : `${place} rotate(${turn}turn)`
  }
}
