import { buildUpRow, colorRow, washRow } from '../kernel/combine-rows.ts'
import { type DabShape, findSpan, halfPixel, isBeyond, profileRow, shapeOf } from '../kernel/dab-shape.ts'
import { hairCount, hairRow, reliefRow } from '../kernel/texture-row.ts'
import type { Tip } from './brush-tips.ts'
import { tileSidePx } from './canvas-size.ts'
import type { Dab } from './dab.ts'
import { coverageOne } from './merge-mask.ts'
import { planeSidePx, tileIndexOf } from './plane.ts'
import type { MaskTile, StrokeMask } from './stroke-mask.ts'

// A dab is one stamp of the nib. Row by row of each tile that it reaches: its profile (kernel/dab-shape.ts), textured by the
// tip (texture-row.ts), combined with what the stroke covers already (combine-rows.ts). Dabs of a wash with full flow are
// combined by maximum: overlapping ones leave no beads, and the spacing can't be seen.

/** What is the same for all dabs of a stroke. */
export interface DabStyle {
  readonly mode: 'wash' | 'build-up'
  readonly tip: Tip | undefined
  /** The first hair that the stroke has of a tip that belongs to the nib. */
  readonly firstHair: number
}

const profiles = new Uint16Array(tileSidePx)
const span = new Int32Array(2)

/** Paints a dab into the mask; pixels outside of the plane are left out. */
export function paintDab(mask: StrokeMask, dab: Dab, style: DabStyle): void {
  if (dab.limit === 0 || dab.flow === 0) return
  const shape = shapeOfDab(dab)
  visitTiles(shape, (index, x0, x1, y0, y1) => {
    const tile = mask.touch(index)
    if (tile !== undefined) paintPart(tile, shape, dab, style, x0, x1, y0, y1)
  })
}

/** Calls `visit` with each tile that the dab may cover something of. */
export function visitTilesOf(dab: Dab, visit: (index: number) => void): void {
  visitTiles(shapeOfDab(dab), visit)
}

/** The first hair of a stroke with this seed. */
export function firstHairOf(seed: number): number {
  return seed % (2 * hairCount)
}

function shapeOfDab({ x, y, radius, flat, cos, sin, hardness }: Dab): DabShape {
  return shapeOf(x, y, radius, flat, cos, sin, hardness)
}

/** Calls `visit` with each tile that the shape reaches, and which part of it (px of the plane). */
function visitTiles(
  shape: DabShape,
  visit: (index: number, x0: number, x1: number, y0: number, y1: number) => void,
): void {
  const { x, y, reach } = shape
  const left = Math.max(0, (x - reach + halfPixel - 1) >> 8)
  const right = Math.min(planeSidePx - 1, (x + reach - halfPixel) >> 8)
  const top = Math.max(0, (y - reach + halfPixel - 1) >> 8)
  const bottom = Math.min(planeSidePx - 1, (y + reach - halfPixel) >> 8)
  if (left > right || top > bottom) return
  for (let ty = top >> 6; ty <= bottom >> 6; ty++) {
    const y0 = Math.max(top, ty * tileSidePx)
    const y1 = Math.min(bottom, ty * tileSidePx + tileSidePx - 1)
    for (let tx = left >> 6; tx <= right >> 6; tx++) {
      const x0 = Math.max(left, tx * tileSidePx)
      const x1 = Math.min(right, tx * tileSidePx + tileSidePx - 1)
      if (!isBeyond(shape, x0, x1, y0, y1)) visit(tileIndexOf(tx, ty), x0, x1, y0, y1)
    }
  }
}

function paintPart(
  { coverage, colors }: MaskTile,
  shape: DabShape,
  dab: Dab,
  style: DabStyle,
  x0: number,
  x1: number,
  y0: number,
  y1: number,
): void {
  const { limit, flow, red, green, blue, alpha } = dab
  const { tip } = style
  const weight = Math.imul(limit, flow) >>> 15
  for (let py = y0; py <= y1; py++) {
    findSpan(shape, py, span)
    const from = Math.max(x0, span[0]!)
    const to = Math.min(x1, span[1]!)
    if (from > to) continue
    const count = to - from + 1
    profileRow(shape, py, from, to, profiles)
    if (tip?.lies === 'nib') {
      hairRow(profiles, count, tip.heights, style.firstHair, tip.gain, flow, from, py, shape)
    } else if (tip !== undefined) {
      const pressed = tip.lies === 'plane' ? flow : coverageOne
      reliefRow(profiles, count, tip.heights, 0, tip.gain, pressed, from, py, dab.grainX, dab.grainY)
    }
    const at = ((py & 63) << 6) + (from & 63)
    if (colors !== undefined) {
      colorRow(coverage, at, colors, 4 * at, profiles, count, weight, red, green, blue, alpha)
    } else if (style.mode === 'wash') washRow(coverage, at, profiles, count, limit, flow)
    else buildUpRow(coverage, at, profiles, count, weight)
  }
}
