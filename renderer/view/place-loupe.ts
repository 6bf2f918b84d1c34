import { clamp } from './clamp.ts'
import type { Box, Point } from './view-transform.ts'

export interface LoupePlace extends Point {
  /** To which side it gives way where there is no room above: 1 is the right one. */
  readonly side: 1 | -1
}

/**
 * The middle of a loupe: above the pointer, always as far from it. At an edge it goes around the pointer, and it changes
 * sides only where its own has no room, so it never covers what is pointed at and hardly ever jumps.
 */
export function placeLoupe(
  pointer: Point,
  area: Box,
  { radius, distance, side }: { readonly radius: number; readonly distance: number; readonly side: 1 | -1 },
): LoupePlace {
  const left = area.x + radius
  const right = area.x + area.width - radius
  const at = {
    x: clamp(pointer.x, area.x, area.x + area.width),
    y: clamp(pointer.y, area.y, area.y + area.height),
  }
  const x = clamp(at.x, left, right)
  const above = at.y - beside(distance, x - at.x)
  const y = clamp(above, area.y + radius, area.y + area.height - radius)
  if (y === above) return { x, y, side }
  const across = beside(distance, at.y - y)
  // It is pushed to one side already, or has one.
  const wanted = x > at.x ? 1 : x < at.x ? -1 : side
  const fits = (to: 1 | -1): boolean => at.x + to * distance >= left && at.x + to * distance <= right
  const taken = fits(wanted) ? wanted : wanted === 1 ? -1 : 1
  // In a corner it is a little farther away.
  return { x: clamp(at.x + taken * across, left, right), y, side: taken }
}

/** The other leg of a right triangle with this hypotenuse. */
function beside(hypotenuse: number, leg: number): number {
  return Math.sqrt(Math.max(0, hypotenuse * hypotenuse - leg * leg))
}
