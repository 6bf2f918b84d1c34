import { type DabShape, halfPixel, pixelUnits } from './dab-shape.ts'

// A tip is a relief of heights 0..32768: a dab reaches a pixel as far as its flow presses it below the relief's height.
//
//   profile' = clamp((profile · flow − height) · gain)          low flow: only the peaks; full flow: the valleys, too
//
// A relief has 128 × 128 heights and repeats; its rows are 64 longer in memory, so that a row of a tile can be read on without
// wrapping around. The hairs of a nib are heights in a row, side by side along its longer diameter, and smooth between.

/** Side of a relief, and how many heights one of its rows has in memory. */
export const reliefSide = 128
export const reliefStride = reliefSide + 64
/** Heights across the hairs of a nib. */
export const hairCount = 64

const full = 32768

/** How much of a profile a tip lets through. */
function press(profile: number, flow: number, height: number, gain: number): number {
  const above = (Math.imul(profile, flow) >> 15) - height
  if (above <= 0) return 0
  const pressed = Math.imul(above, gain)
  return pressed < full ? pressed : full
}

/**
 * Textures the first `count` profiles, whose first pixel is px, py, with the relief that begins at heights[first] and is
 * moved by shiftX, shiftY px.
 */
export function reliefRow(
  profiles: Uint16Array,
  count: number,
  heights: Uint16Array,
  first: number,
  gain: number,
  flow: number,
  px: number,
  py: number,
  shiftX: number,
  shiftY: number,
): void {
  const row = first + ((py + shiftY) & (reliefSide - 1)) * reliefStride + ((px + shiftX) & (reliefSide - 1))
  for (let i = 0; i < count; i++) profiles[i] = press(profiles[i]!, flow, heights[row + i]!, gain)
}

/** Textures the first `count` profiles with the hairs of a nib, of which heights[first] is the outermost. */
export function hairRow(
  profiles: Uint16Array,
  count: number,
  heights: Uint16Array,
  first: number,
  gain: number,
  flow: number,
  px: number,
  py: number,
  shape: DabShape,
): void {
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
    const hair = first + (at >> 16)
    const into = (at >> 8) & 0xff
    const height = (heights[hair]! * (256 - into) + heights[hair + 1]! * into) >> 8
    profiles[i] = press(profiles[i]!, flow, height, gain)
  }
}
