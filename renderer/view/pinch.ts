// Two fingers that hold the picture. They turn it only once they clearly mean to, and near upright it settles there: hands that
// zoom always tilt a little, and a picture that is 1° off is worse than one that is not turned.

import type { Frame } from '../../sync-core/index.ts'
import { normalTurn, pinchView, type Point, type View, type Viewport } from './view-transform.ts'

export type Fingers = readonly [Point, Point]

/** So far fingers turn before the picture follows, in turns: 8°. */
const startTurn = 8 / 360

/** This near to upright a picture that is being turned is upright: 4°. */
const snapTurn = 4 / 360

export class Pinch {
  private readonly view: View
  private readonly from: Fingers
  private last: Fingers
  /** By how much the fingers turned since they took the picture, however often around. */
  private turned = 0
  private begunAt: number | undefined

  /** `from` in device px. */
  constructor(view: View, from: Fingers) {
    this.view = view
    this.from = from
    this.last = from
  }

  /** The view when the fingers are there. */
  follow(to: Fingers, frame: Frame, viewport: Viewport): View {
    this.turned += normalTurn(directionOf(to) - directionOf(this.last))
    this.last = to
    if (Math.abs(this.turned) > startTurn) this.begunAt ??= Math.sign(this.turned) * startTurn
    return pinchView(this.view, this.from, to, this.turn(), frame, viewport)
  }

  private turn(): number {
    if (this.begunAt === undefined) return this.view.turn
    // What it took to begin is left out, so that nothing jumps.
    const turn = normalTurn(this.view.turn + this.turned - this.begunAt)
    return Math.abs(turn) <= snapTurn ? 0 : turn
  }
}

function directionOf([a, b]: Fingers): number {
  return Math.atan2(b.y - a.y, b.x - a.x) / (2 * Math.PI)
}
