// Fingers that only touch: two at once, three at once, up again before a finger would draw. No finger of a tap ever rests long
// enough or goes far enough to begin a stroke (pointer-input.ts), so a tap has nothing to take back.

import type { Point } from '../view/view-transform.ts'

/** A finger draws, and is no tap any more, once it went so far (CSS px) or stayed so long. */
export const restDistancePx = 8
export const restMs = 300

export class TouchTap {
  private readonly down = new Map<number, Point>()
  private begunMs = 0
  private count = 0
  private isTap = false

  /** Fingers are down that may still be a tap. */
  get isPossible(): boolean {
    return this.isTap
  }

  press(finger: number, at: Point, nowMs: number): void {
    if (this.down.size === 0) {
      this.begunMs = nowMs
      this.count = 0
      this.isTap = true
    }
    this.count += 1
    this.down.set(finger, at)
  }

  move(finger: number, at: Point): void {
    const from = this.down.get(finger)
    if (from !== undefined && Math.hypot(at.x - from.x, at.y - from.y) > restDistancePx) this.isTap = false
  }

  /** How many fingers tapped, once the last one is up; undefined when they did something else. */
  lift(finger: number, nowMs: number): number | undefined {
    if (!this.down.delete(finger) || this.down.size > 0) return undefined
    return this.isTap && nowMs - this.begunMs < restMs ? this.count : undefined
  }

  /** The system took the fingers away. */
  cancel(): void {
    this.down.clear()
    this.isTap = false
  }
}
