import { limits } from '../base/limits.ts'
import type { Brush } from './brush.ts'
import type { Dab } from './dab.ts'
import { longStroke, type PlacedDab, StrokeTaper } from './stroke-taper.ts'

// The dabs of a stroke that its tapers hold back. They leave in the order in which they came, each for one of three reasons:
//
//   settle   it looks the same whatever else comes
//   push     too much is held: it looks as if the stroke went on for long
//   end      the stroke is over
//
// A dab that `settle` would have taken before looks the same when `push` takes it, so it makes no difference how often `settle` is
// called, which is after each update. Without a bound a pen that rests, with its pressure going up and down, holds back
// dabs for as long as it likes, and each look at the open stroke paints them all.

type PaintDab = (dab: Dab) => void

export class HeldDabs {
  private readonly taper: StrokeTaper
  private dabs: PlacedDab[] = []
  /** Those before this place have left. */
  private first = 0
  private pixels = 0
  /** The newest that left. */
  private before: PlacedDab | undefined

  private constructor(taper: StrokeTaper) {
    this.taper = taper
  }

  /** Undefined for a brush without tapers. */
  static of(brush: Brush): HeldDabs | undefined {
    const taper = new StrokeTaper(brush)
    return taper.isNone ? undefined : new HeldDabs(taper)
  }

  get count(): number {
    return this.dabs.length - this.first
  }

  /** The next dab of the stroke; paints the oldest when that makes too many. */
  push(placed: PlacedDab, paint: PaintDab): void {
    this.dabs.push(placed)
    this.pixels += pixelsOf(placed.dab)
    while (this.pixels > limits.heldDabsPxMax) this.leave(longStroke, paint)
  }

  /** Paints what does not change any more, when the stroke is at least `length` long. */
  settle(length: number, paint: PaintDab): void {
    while (this.count > 0 && this.taper.isFinal(this.dabs[this.first]!.way, length)) this.leave(length, paint)
  }

  /** The stroke is over, and `length` long. */
  end(length: number, paint: PaintDab): void {
    while (this.count > 0) this.leave(length, paint)
  }

  fork(): HeldDabs {
    const fork = new HeldDabs(this.taper)
    fork.dabs = this.dabs.slice(this.first)
    fork.pixels = this.pixels
    fork.before = this.before
    return fork
  }

  private leave(length: number, paint: PaintDab): void {
    const placed = this.dabs[this.first++]!
    for (const dab of this.taper.shape(placed, this.before, length)) paint(dab)
    this.before = placed
    this.pixels -= pixelsOf(placed.dab)
    if (2 * this.first < this.dabs.length) return
    this.dabs = this.dabs.slice(this.first)
    this.first = 0
  }
}

/** How many pixels painting it visits, and at least what keeping it is worth. */
function pixelsOf({ radius, flat }: Dab): number {
  return Math.max(limits.heldDabPxMin, Math.floor((4 * radius * (radius + flat)) / 65536))
}
