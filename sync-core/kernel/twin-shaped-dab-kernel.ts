import { buildUpRow, colorRow, washRow } from './combine-rows.ts'
import { buildUpRule, tileClosed, tilePointerMask, tileReached, washRule } from './dab-kernel.ts'
import { type DabShape, findSpan, halfPixel, isBeyond, profileRow, shapeOf } from './dab-shape.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { type ShapedDabKernel, shapedDabWords, tipHeaderBytes, tipOnNib } from './shaped-dab-kernel.ts'
import { tipOnPlane } from './shaped-dab-kernel.ts'
import { hairRow, reliefRow } from './texture-row.ts'
import { coverageOne, maskBytes, tileSidePx } from './tile-layout.ts'

const profiles = new Uint16Array(tileSidePx)
const span = new Int32Array(2)

/** Row by row: the profile (dab-shape.ts), textured (texture-row.ts) and combined with the mask (combine-rows.ts). */
export function twinShapedDabKernel(memory: KernelMemory): ShapedDabKernel {
  return {
    paintShapedDabs(dabs, count, table, tileX, tileY, across, down, rule, tip) {
      const { i32 } = memory
      const entries = (table >>> 2) - tileY * across - tileX
      for (let n = 0; n < count; n++) {
        const record = i32.subarray(
          (dabs >>> 2) + n * shapedDabWords,
          (dabs >>> 2) + (n + 1) * shapedDabWords,
        )
        const [x, y, radius, hardness, limit, flow, flat, cos, sin] = record as unknown as DabNumbers
        if (limit === 0 || flow === 0 || (rule !== washRule && (limit * flow) >>> 15 === 0)) continue
        const shape = shapeOf(x, y, radius, flat, cos, sin, hardness)
        const left = Math.max(tileX * 64, (x - shape.reach + halfPixel - 1) >> 8)
        const right = Math.min((tileX + across) * 64 - 1, (x + shape.reach - halfPixel) >> 8)
        const top = Math.max(tileY * 64, (y - shape.reach + halfPixel - 1) >> 8)
        const bottom = Math.min((tileY + down) * 64 - 1, (y + shape.reach - halfPixel) >> 8)
        if (left > right || top > bottom) continue
        let isMissing = false
        for (const paints of [false, true]) {
          for (let ty = top >> 6; ty <= bottom >> 6; ty++) {
            for (let tx = left >> 6; tx <= right >> 6; tx++) {
              const entry = entries + ty * across + tx
              const part: Part = {
                x0: Math.max(left, tx * 64),
                x1: Math.min(right, tx * 64 + 63),
                y0: Math.max(top, ty * 64),
                y1: Math.min(bottom, ty * 64 + 63),
              }
              const isClosed = (i32[entry]! & tileClosed) !== 0
              if (isClosed || isBeyond(shape, part.x0, part.x1, part.y0, part.y1)) continue
              const mask = (i32[entry]! & tilePointerMask) >>> 0
              if (paints) paintPart(memory, shape, record, part, mask, rule, tip)
              else i32[entry]! |= tileReached
              if (mask === 0) isMissing = true
            }
          }
          if (isMissing) return n
        }
      }
      return count
    },
  }
}

/** x, y, radius, hardness, limit, flow, flat, cos, sin */
type DabNumbers = [number, number, number, number, number, number, number, number, number]

interface Part {
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
}

function paintPart(
  { u16, i32 }: KernelMemory,
  shape: DabShape,
  record: Int32Array,
  { x0, x1, y0, y1 }: Part,
  mask: number,
  rule: number,
  tip: number,
): void {
  const limit = record[4]!
  const flow = record[5]!
  const weight = (limit * flow) >>> 15
  for (let py = y0; py <= y1; py++) {
    findSpan(shape, py, span)
    const from = Math.max(x0, span[0]!)
    const to = Math.min(x1, span[1]!)
    if (from > to) continue
    const count = to - from + 1
    profileRow(shape, py, from, to, profiles)
    if (tip !== 0) {
      const lies = i32[tip >>> 2]!
      const gain = i32[(tip >>> 2) + 1]!
      const heights = (tip + tipHeaderBytes) >>> 1
      const pressed = lies === tipOnPlane ? flow : coverageOne
      if (lies === tipOnNib) hairRow(profiles, count, u16, heights, gain, flow, from, py, shape)
      else reliefRow(profiles, count, u16, heights, gain, pressed, from, py, record[9]!, record[10]!)
    }
    const inTile = ((py & 63) << 6) + (from & 63)
    const at = (mask >>> 1) + inTile
    if (rule === washRule) washRow(u16, at, profiles, count, limit, flow)
    else if (rule === buildUpRule) buildUpRow(u16, at, profiles, count, weight)
    else {
      const colorsAt = ((mask + maskBytes) >>> 1) + 4 * inTile
      const [red, green, blue, alpha] = record.subarray(11, 15) as unknown as [number, number, number, number]
      colorRow(u16, at, u16, colorsAt, profiles, count, weight, red, green, blue, alpha)
    }
  }
}
