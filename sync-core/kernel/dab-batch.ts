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
import { type colorRule, shapedDabWords } from './shaped-dab-kernel.ts'
import { planeTiles, scratchPointer } from './tile-layout.ts'

// Gathers the dabs of a stroke and has them painted many at a time. A batch has a window, the rectangle of tiles that its
// dabs may reach; it is painted before the window or the number of dabs gets too large. How dabs are split into batches
// can't be seen in the masks.

/** The masks of one stroke, by tile index; with `colorRule`, a pixel tile of colours lies behind each. */
export interface DabMasks {
  /** The pointer of the tile's mask, 0 when there is none yet, or 'closed' when nothing is painted there. */
  find(index: number): number | 'closed'
  /** Throws OutOfMemoryError, before anything is painted, unless so many masks can be made. */
  reserve(count: number): void
  /** Makes the mask of a tile that a dab reaches and that had none; 'closed' when nothing is painted there from now on. */
  make(index: number): number | 'closed'
  /** A dab reached this tile; told once a batch. */
  reached(index: number): void
}

/** How all dabs of a batch are painted. */
export type DabStyle =
  | {
      readonly shape: 'round'
      readonly rule: DabRule
      /** Pointer of a tile of grain. */ readonly grain?: number
    }
  | {
      readonly shape: 'any'
      readonly rule: DabRule | typeof colorRule
      /** Pointer of a tip's header. */
      readonly tip?: number
    }

/** A dab of any shape: the record of shaped-dab-kernel.ts. */
export interface ShapedDab {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly hardness: number
  readonly limit: number
  readonly flow: number
  readonly flat: number
  readonly cos: number
  readonly sin: number
  readonly grainX: number
  readonly grainY: number
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

const wordsMax = 4096
/** A pen's segment stays in a few tiles; a wider window would cost more look-ups than calls. */
const windowTilesMax = 64
const tablePointer = scratchPointer + wordsMax * 4
/** Further than this from its centre (1/256 px, beyond its radius) no dab has any coverage. */
const slack = 256
const tileShift = 14
const nowhere = -1
const noWords = new Int32Array(0)
/** Of the batch that was painted last, for the next one: few are filled at the same time, and strokes are many. */
let spareWords = noWords

export class DabBatch {
  private readonly kernel: Kernel
  private readonly masks: DabMasks
  private readonly style: DabStyle
  private readonly width: number
  /** While there are dabs to paint. */
  private words = noWords
  private count = 0
  private left = planeTiles
  private right = -1
  private top = planeTiles
  private bottom = -1

  constructor(kernel: Kernel, masks: DabMasks, style: DabStyle) {
    this.kernel = kernel
    this.masks = masks
    this.style = style
    this.width = style.shape === 'round' ? dabWords : shapedDabWords
  }

  /** Adds a round dab, with the numbers of dab-kernel.ts; it may be painted now or with the next `flush`. */
  add(x: number, y: number, radius: number, hardness: number, limit: number, flow: number): void {
    assert(this.style.shape === 'round', 'a batch of any shapes takes shaped dabs')
    this.place(x, y, radius, hardness, limit, flow, radius)
  }

  addShaped(dab: ShapedDab): void {
    assert(this.style.shape === 'any', 'a batch of round dabs takes round ones')
    const { x, y, radius, hardness, limit, flow, flat } = dab
    const at = this.place(x, y, radius, hardness, limit, flow, radius + flat)
    if (at === nowhere) return
    const { words } = this
    words[at + 6] = flat
    words[at + 7] = dab.cos
    words[at + 8] = dab.sin
    words[at + 9] = dab.grainX
    words[at + 10] = dab.grainY
    words[at + 11] = dab.red
    words[at + 12] = dab.green
    words[at + 13] = dab.blue
    words[at + 14] = dab.alpha
  }

  /** Writes what both records begin with; returns where, or `nowhere` when no tile of the plane is near. */
  private place(
    x: number,
    y: number,
    radius: number,
    hardness: number,
    limit: number,
    flow: number,
    size: number,
  ): number {
    // The sentence takes longer than all the rest.
    if (radius < dabRadiusMin || size > dabRadiusMax) assert(false, radiusTruth(radius, size))
    const reach = size + slack
    const left = Math.max(0, (x - reach) >> tileShift)
    const right = Math.min(planeTiles - 1, (x + reach) >> tileShift)
    const top = Math.max(0, (y - reach) >> tileShift)
    const bottom = Math.min(planeTiles - 1, (y + reach) >> tileShift)
    if (left > right || top > bottom) return nowhere
    const across = Math.max(right, this.right) - Math.min(left, this.left) + 1
    const down = Math.max(bottom, this.bottom) - Math.min(top, this.top) + 1
    const isFull = (this.count + 1) * this.width > wordsMax
    if (isFull || (across * down > windowTilesMax && this.count > 0)) this.flush()
    if (left < this.left) this.left = left
    if (right > this.right) this.right = right
    if (top < this.top) this.top = top
    if (bottom > this.bottom) this.bottom = bottom
    if (this.count === 0) this.takeWords()
    const at = this.count * this.width
    const { words } = this
    words[at] = x
    words[at + 1] = y
    words[at + 2] = radius
    words[at + 3] = hardness
    words[at + 4] = limit
    words[at + 5] = flow
    this.count++
    return at
  }

  private takeWords(): void {
    this.words = spareWords.length > 0 ? spareWords : new Int32Array(wordsMax)
    spareWords = noWords
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
      kernel.i32.set(this.words.subarray(painted * this.width, count * this.width), scratchPointer >> 2)
      painted += this.paint(count - painted, left, top, across, down)
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
    if (this.count > 0) spareWords = this.words
    this.words = noWords
    this.count = 0
    this.left = planeTiles
    this.right = -1
    this.top = planeTiles
    this.bottom = -1
  }

  private paint(count: number, left: number, top: number, across: number, down: number): number {
    const { kernel, style } = this
    return style.shape === 'round'
      ? kernel.paintDabs(
          scratchPointer,
          count,
          tablePointer,
          left,
          top,
          across,
          down,
          style.rule,
          style.grain ?? 0,
        )
      : kernel.paintShapedDabs(
          scratchPointer,
          count,
          tablePointer,
          left,
          top,
          across,
          down,
          style.rule,
          style.tip ?? 0,
        )
  }

  private makeMissing(table: number, entries: number, across: number): void {
    for (let n = 0; n < entries; n++) {
      const entry = this.kernel.i32[table + n]!
      if ((entry & tileReached) === 0 || (entry & tilePointerMask) !== 0) continue
      const made = this.masks.make(this.indexOf(n, across))
      this.kernel.i32[table + n] = made === 'closed' ? tileClosed : made | tileReached
    }
  }

  private indexOf(entry: number, across: number): number {
    const ty = (entry / across) | 0
    return (this.top + ty) * planeTiles + this.left + entry - ty * across
  }
}

function radiusTruth(radius: number, size: number): string {
  return `the radius of a dab is ${dabRadiusMin}..${dabRadiusMax}, not ${radius} or ${size}`
}
