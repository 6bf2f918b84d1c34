import { type DabShape, halfPixel, pixelUnits } from './dab-profile.ts'
import { hairCount, reliefSide, reliefStride, type Tip } from './brush-tips.ts'

const full = 32768

/** How much of a profile a tip lets through: see brush-tips.ts. `profile` is changed in place. */
function press(profile: number, flow: number, height: number, gain: number): number {
  const above = (Math.imul(profile, flow) >> 15) - height
  if (above <= 0) return 0
  const pressed = Math.imul(above, gain)
  return pressed < full ? pressed : full
}

/** Textures the first `count` profiles, whose first pixel is px, py, with a relief that is moved by shiftX, shiftY px. */
export function reliefRow(
  profiles: Uint16Array,
  count: number,
  tip: Tip,
  flow: number,
  px: number,
  py: number,
  shiftX: number,
  shiftY: number,
): void {
  const { heights, gain } = tip
  const row = ((py + shiftY) & (reliefSide - 1)) * reliefStride + ((px + shiftX) & (reliefSide - 1))
  for (let i = 0; i < count; i++) profiles[i] = press(profiles[i]!, flow, heights[row + i]!, gain)
}

/** Textures the first `count` profiles with the hairs of a nib, of which the stroke has those from `firstHair` on. */
export function hairRow(
  profiles: Uint16Array,
  count: number,
  tip: Tip,
  flow: number,
  px: number,
  py: number,
  shape: DabShape,
  firstHair: number,
): void {
  const { heights, gain } = tip
  const { x, y, shift, step, flat, cos, sin, round } = shape
  const dx = (px * pixelUnits + halfPixel - x) >> shift
  const dy = (py * pixelUnits + halfPixel - y) >> shift
  let along = Math.imul(dx, cos) + Math.imul(dy, sin)
  const alongStep = Math.imul(step, cos)
  const r = round + flat
  // From −r..r to 0..hairCount in 1/65536 hairs.
  const scale = Math.floor((hairCount << 16) / (2 * r))
  const last = (hairCount << 16) - 1
  for (let i = 0; i < count; i++) {
    const at = Math.min(last, Math.max(0, Math.imul((along >> 14) + r, scale)))
    along += alongStep
    const hair = firstHair + (at >> 16)
    const into = (at >> 8) & 0xff
    const height = (heights[hair]! * (256 - into) + heights[hair + 1]! * into) >> 8
    profiles[i] = press(profiles[i]!, flow, height, gain)
  }
}
