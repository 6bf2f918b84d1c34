import { assert } from '../base/assert.ts'
import {
  dabRadiusMax,
  dabRadiusMin,
  type DabRule,
  dabWords,
  tileClosed,
  tilePointerMask,
  tileReached,
} from './dab-kernel.ts'
import type { Kernel } from './kernel.ts'
import { planeTiles, scratchPointer } from './tile-layout.ts'

// Gathers the dabs of a stroke and has them painted many at a time. A batch has a window, the rectangle of tiles that its
// dabs may reach; it is painted before the window or the number of dabs gets too large. How dabs are split into batches
// can't be seen in the masks.

/** The masks of one stroke, by tile index. */
export interface DabMasks {
  /** The pointer of the tile's mask, 0 when there is none yet, or 'closed' when nothing is painted there. */
  find(index: number): number | 'closed'
  /** Throws OutOfMemoryError, before anything is painted, unless so many masks can be made. */
  reserve(count: number): void
  /** Makes a mask of zeros for a tile that a dab reaches and that had none. */
  make(index: number): number
  /** A dab reached this tile; told once a batch. */
  reached(index: number): void
}

const dabsMax = 512
/** A pen's segment stays in a few tiles; a wider window would cost more look-ups than calls. */
const windowTilesMax = 64
const tablePointer = scratchPointer + dabsMax * dabWords * 4
/** Further than this from its centre (1/256 px, beyond its radius) no dab has any coverage. */
const slack = 256
const tileShift = 14

export class DabBatch {
  private readonly kernel: Kernel
  private readonly masks: DabMasks
  private readonly rule: DabRule
  private readonly grain: number
  private readonly words = new Int32Array(dabsMax * dabWords)
  private count = 0
  private left = planeTiles
  private right = -1
  private top = planeTiles
  private bottom = -1

  /** `grain` is the pointer of a tile of grain, or 0. */
  constructor(kernel: Kernel, masks: DabMasks, rule: DabRule, grain = 0) {
    this.kernel = kernel
    this.masks = masks
    this.rule = rule
    this.grain = grain
  }

  /** Adds a dab, with the numbers of dab-kernel.ts; it may be painted now or with the next `flush`. */
  add(x: number, y: number, radius: number, hardness: number, limit: number, flow: number): void {
    assert(
      radius >= dabRadiusMin && radius <= dabRadiusMax,
      `the radius of a dab is ${dabRadiusMin}..${dabRadiusMax}, not ${radius}`,
    )
    const reach = radius + slack
    const left = Math.max(0, (x - reach) >> tileShift)
    const right = Math.min(planeTiles - 1, (x + reach) >> tileShift)
    const top = Math.max(0, (y - reach) >> tileShift)
    const bottom = Math.min(planeTiles - 1, (y + reach) >> tileShift)
    if (left > right || top > bottom) return
    const across = Math.max(right, this.right) - Math.min(left, this.left) + 1
    const down = Math.max(bottom, this.bottom) - Math.min(top, this.top) + 1
    if (this.count === dabsMax || (across * down > windowTilesMax && this.count > 0)) this.flush()
    if (left < this.left) this.left = left
    if (right > this.right) this.right = right
    if (top < this.top) this.top = top
    if (bottom > this.bottom) this.bottom = bottom
    const { words } = this
    const at = this.count * dabWords
    words[at] = x
    words[at + 1] = y
    words[at + 2] = radius
    words[at + 3] = hardness
    words[at + 4] = limit
    words[at + 5] = flow
    this.count++
  }

  /** Paints what was added. When there is no memory for it, nothing was painted, and it is still there. */
  flush(): void {
    const { count, kernel, left, top } = this
    if (count === 0) return
    const across = this.right - left + 1
    const down = this.bottom - top + 1
    const table = tablePointer >> 2
    const entries = across * down
    let withoutMask = 0
    for (let n = 0; n < entries; n++) {
      const found = this.masks.find(this.indexOf(n, across))
      kernel.i32[table + n] = found === 'closed' ? tileClosed : found
      if (found === 0) withoutMask++
    }
    if (withoutMask > 0) this.masks.reserve(withoutMask)
    for (let painted = 0; ;) {
      kernel.i32.set(this.words.subarray(painted * dabWords, count * dabWords), scratchPointer >> 2)
      painted += kernel.paintDabs(
        scratchPointer,
        count - painted,
        tablePointer,
        left,
        top,
        across,
        down,
        this.rule,
        this.grain,
      )
      if (painted === count) break
      this.makeMissing(table, entries, across)
    }
    for (let n = 0; n < entries; n++) {
      if ((kernel.i32[table + n]! & tileReached) !== 0) this.masks.reached(this.indexOf(n, across))
    }
    this.clear()
  }

  /** Forgets what was added and not painted yet. */
  clear(): void {
    this.count = 0
    this.left = planeTiles
    this.right = -1
    this.top = planeTiles
    this.bottom = -1
  }

  private makeMissing(table: number, entries: number, across: number): void {
    for (let n = 0; n < entries; n++) {
      const entry = this.kernel.i32[table + n]!
      if ((entry & tileReached) === 0 || (entry & tilePointerMask) !== 0) continue
      const pointer = this.masks.make(this.indexOf(n, across))
      this.kernel.i32[table + n] = pointer | tileReached
    }
  }

  private indexOf(entry: number, across: number): number {
    const ty = (entry / across) | 0
    return (this.top + ty) * planeTiles + this.left + entry - ty * across
  }
}
