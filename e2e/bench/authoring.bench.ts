// What the author's side computes before sending, beside the plainest way to do the same: a fill of a line drawing of
// 4096 × 4096 px (300 closed strokes of many widths, some with gaps), and moves of a painted selection.

import { rotateAbout } from '../../sync-core/authoring/affine.ts'
import type { FillOptions } from '../../sync-core/authoring/flood-fill.ts'
import { floodFill } from '../../sync-core/authoring/flood-fill.ts'
import { layPlaced, liftSelection } from '../../sync-core/authoring/floating-pixels.ts'
import { finish, type Paced } from '../../sync-core/authoring/paced.ts'
import { isRefusal, type Refusal } from '../../sync-core/authoring/refusal.ts'
import { selectAll } from '../../sync-core/authoring/selection.ts'
import { outlineOf } from '../../sync-core/authoring/selection-outline.ts'
import { transformPixels } from '../../sync-core/authoring/transform-pixels.ts'
import { Prng } from '../../sync-core/base/prng.ts'
import { channelOne } from '../../sync-core/raster/tile.ts'
import { PlaneSketch } from '../../sync-core/testing/plane-sketch.ts'
import type { Figure } from './figure.ts'
import { measureInTurns, type Run } from './measure.ts'

const side = 4096
const corner = 6144
const frame = { x: corner, y: corner, width: side, height: side }
const plain = {
  frame,
  tolerance: 40,
  reach: 'connected',
  gapPx: 0,
  growPx: 0,
  edge: 'hard',
} as const
const unit = 'ms'

export async function bench(): Promise<Figure[]> {
  const sketch = drawing()
  const options: FillOptions = { ...plain, ...openPlace(sketch) }
  const fill = (change: Partial<FillOptions>) => () =>
    done(floodFill(sketch.source, { ...options, ...change }))
  const { naive, ...fills } = await millisInTurns({
    naive: () => naiveFill(sketch, options),
    fill: fill({}),
    'fill-soft-grown': fill({ growPx: 2, edge: 'soft' }),
    'fill-gaps-closed': fill({ gapPx: 16, growPx: 1, edge: 'soft' }),
    'fill-everywhere': fill({ reach: 'everywhere' }),
  })
  const figures = Object.entries(fills).map(([name, value]) => ({
    name,
    value,
    unit,
    peer: naive,
    against: 'a plain scanline fill, one px at a time, hard edge',
  }))
  return [...figures, ...(await otherFigures(sketch, options))]
}

async function otherFigures(sketch: PlaneSketch, options: FillOptions): Promise<Figure[]> {
  const mask = done(floodFill(sketch.source, options))
  const floating = done(liftSelection(sketch.source, selectAll({ ...frame, width: 1024, height: 1024 })))
  const turn = rotateAbout({ x: corner + 512, y: corner + 512 }, 33)
  const place = (map: typeof turn) => () => {
    const placed = transformPixels(floating, map)
    if (isRefusal(placed)) throw new Error(placed.sentence)
    for (const part of layPlaced(placed).parts) void part
  }
  const millis = await millisInTurns({
    outline: () => outlineOf(mask),
    turn: place(turn),
    move: place({ ...turn, a: 1, b: 0, c: 0, d: 1, e: 37, f: 11 }),
  })
  return [
    { name: 'outline', value: millis.outline, unit, peer: 16.7, against: 'a frame of a window at 60 Hz' },
    {
      name: 'turn-1024',
      value: millis.turn,
      unit,
      peer: millis.move,
      against: 'a move of the same px by 37, 11',
    },
  ]
}

async function millisInTurns<Name extends string>(
  runs: Readonly<Record<Name, Run>>,
): Promise<Record<Name, number>> {
  const seconds = await measureInTurns(runs)
  const millis = (Object.keys(seconds) as Name[]).map((name) => [name, seconds[name] * 1000])
  return Object.fromEntries(millis) as Record<Name, number>
}

/** A px of the largest of many places: between the lines, not in a small one of them. */
function openPlace(sketch: PlaneSketch): { x: number; y: number } {
  const random = new Prng(1)
  let best = { x: corner, y: corner }
  let most = 0
  for (let i = 0; i < 24; i++) {
    const at = { x: corner + random.below(side), y: corner + random.below(side) }
    const mask = done(floodFill(sketch.source, { ...plain, ...at }))
    if (mask.size > most) {
      most = mask.size
      best = at
    }
  }
  return best
}

function done<Result extends object>(work: Paced<Result | Refusal>): Result {
  const result = finish(work)
  if (isRefusal(result)) throw new Error(result.sentence)
  return result
}

/** Circles and crooked lines with antialiased edges. */
function drawing(): PlaneSketch {
  const sketch = new PlaneSketch()
  const random = new Prng(4096)
  for (let i = 0; i < 300; i++) {
    const radius = 10 + random.below(200)
    const x = corner + random.below(side)
    const y = corner + random.below(side)
    const width = 1 + random.below(4)
    const gap = random.chance(0.3) ? 0.1 : 0
    const steps = radius * 8
    for (let step = 0; step < steps; step++) {
      const angle = (2 * Math.PI * step) / steps
      if (angle < gap) continue
      const bulge = 1 + 0.2 * Math.sin(3 * angle)
      dot(sketch, x + radius * bulge * Math.cos(angle), y + radius * bulge * Math.sin(angle), width)
    }
  }
  return sketch
}

function dot(sketch: PlaneSketch, x: number, y: number, width: number): void {
  const reach = Math.ceil(width / 2 + 1)
  for (let py = Math.floor(y) - reach; py <= y + reach; py++) {
    for (let px = Math.floor(x) - reach; px <= x + reach; px++) {
      if (px < corner || py < corner || px >= corner + side || py >= corner + side) continue
      const coverage = width / 2 + 0.5 - Math.hypot(px + 0.5 - x, py + 0.5 - y)
      if (coverage <= 0) continue
      const alpha = Math.round(Math.min(1, coverage) * channelOne)
      if (sketch.get(px, py)[3] < alpha) sketch.set(px, py, [0, 0, 0, alpha])
    }
  }
}

/** The textbook's scanline fill over a flat picture, copied from the tiles first; a byte a px. */
function naiveFill(sketch: PlaneSketch, { x, y, tolerance }: FillOptions): Uint8Array {
  const pixels = new Uint16Array(side * side * 4)
  for (const [index, tile] of sketch.tiles) {
    const left = (index % 256) * 64 - corner
    const top = Math.floor(index / 256) * 64 - corner
    for (let row = 0; row < 64; row++) {
      pixels.set(tile.subarray(row * 256, row * 256 + 256), ((top + row) * side + left) * 4)
    }
  }
  const filled = new Uint8Array(side * side)
  const start = (y - corner) * side + x - corner
  const wanted = [...pixels.subarray(start * 4, start * 4 + 4)].map((value) => (value * 255 + 16384) >> 15)
  const isOpen = (at: number): boolean => {
    if (filled[at] === 1) return false
    for (let i = 0; i < 4; i++) {
      const value = (pixels[at * 4 + i]! * 255 + 16384) >> 15
      if (Math.abs(value - wanted[i]!) > tolerance) return false
    }
    return true
  }
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (!isOpen(at)) continue
    const row = Math.floor(at / side) * side
    let left = at
    while (left > row && isOpen(left - 1)) left--
    let right = at
    while (right < row + side - 1 && isOpen(right + 1)) right++
    for (let px = left; px <= right; px++) filled[px] = 1
    for (const step of [-side, side]) {
      let isInRun = false
      for (let px = left + step; px <= right + step; px++) {
        const isNow = px >= 0 && px < side * side && isOpen(px)
        if (isNow && !isInRun) open.push(px)
        isInRun = isNow
      }
    }
  }
  return filled
}
