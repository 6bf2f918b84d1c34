import { limits } from '../base/limits.ts'
import type { Sample } from '../raster/sample.ts'
import type { ViewRect } from './session-state.ts'

/** The nearest whole number in min..max; what is no number becomes min. */
export function intoRange(value: number, min: number, max: number): number {
  if (Number.isNaN(value)) return min
  return Math.min(max, Math.max(min, Math.round(value)))
}

/** A part of the plane as the wire can carry it. */
export function viewIntoRange(view: ViewRect): ViewRect {
  const side = (value: number): number => intoRange(value, 0, limits.pictureSidePxMax)
  return { x: side(view.x), y: side(view.y), width: side(view.width), height: side(view.height) }
}

/** A pen's sample as the wire can carry it. */
export function sampleIntoRange(sample: Sample): Sample {
  const { samplePositionMin, samplePositionMax, pressureMax, tiltMax, speedMax } = limits
  const { tiltX, tiltY, speed, color } = sample
  return {
    x: intoRange(sample.x, samplePositionMin, samplePositionMax),
    y: intoRange(sample.y, samplePositionMin, samplePositionMax),
    pressure: intoRange(sample.pressure, 0, pressureMax),
    ...(tiltX !== undefined && { tiltX: intoRange(tiltX, -tiltMax, tiltMax) }),
    ...(tiltY !== undefined && { tiltY: intoRange(tiltY, -tiltMax, tiltMax) }),
    ...(speed !== undefined && { speed: intoRange(speed, 0, speedMax) }),
    ...(color !== undefined && { color: intoRange(color, 0, 0xffffffff) }),
  }
}
