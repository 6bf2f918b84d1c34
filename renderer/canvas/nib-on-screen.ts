import type { BrushSettings } from '../tools/brush-settings.ts'
import { normalTurn, type View, type Viewport } from '../view/view-transform.ts'

/** The outline of a brush as it would stamp: a bar with round ends, which is a ring when both sides are the same. */
export interface Nib {
  /** The longer side in CSS px. */
  readonly length: number
  readonly breadth: number
  /** Where the longer side points, in turns clockwise on the screen. */
  readonly turn: number
}

/** The nib at its true size. One that follows the pen's way or its leaning is shown as the ring that it turns in. */
export function nibOnScreen(
  { sizePx, roundness, angle, angleFrom }: BrushSettings,
  view: View,
  { ratio }: Viewport,
): Nib {
  const length = (sizePx * view.scale) / ratio
  if (roundness === 255 || angleFrom !== 'fixed') return { length, breadth: length, turn: 0 }
  // The brush counts half a turn in 256 parts, clockwise on the plane.
  const own = angle / 512
  return {
    length,
    breadth: (length * roundness) / 255,
    turn: normalTurn(view.turn + (view.isFlipped ? -own : own)),
  }
}
