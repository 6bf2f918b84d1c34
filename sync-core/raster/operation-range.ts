import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { Brush } from './brush.ts'
import type { Sample } from './sample.ts'

// The ranges of everything in an operation, in one place for both directions: what can't be decoded can't be sent either.
// Each check throws ProtocolError('malformed') with a sentence that names the value and what is allowed.

/** Throws unless `value` is a whole number in min..max. */
export function checkWhole(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new ProtocolError(
    'malformed',
    `${what} is ${value}; allowed are whole numbers from ${min} to ${max}.`,
  )
}

export function checkBrush(brush: Brush): void {
  checkWhole("The brush's size (1/16 px)", brush.size, limits.brushSizeMin, limits.brushSizeMax)
  checkWhole("The brush's opacity", brush.opacity, 1, 255)
  checkWhole("The brush's hardness", brush.hardness, 0, 255)
  checkWhole("The brush's colour", brush.color, 0, 0xffffff)
}

export function checkSample(sample: Sample): void {
  const { samplePositionMin, samplePositionMax, pressureMax } = limits
  checkWhole("A sample's x (1/16 px)", sample.x, samplePositionMin, samplePositionMax)
  checkWhole("A sample's y (1/16 px)", sample.y, samplePositionMin, samplePositionMax)
  checkWhole("A sample's pressure", sample.pressure, 0, pressureMax)
}
