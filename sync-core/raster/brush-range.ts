import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { angleOrigins, type Brush, brushBlends, brushModes, curvePoints, type Dynamics } from './brush.ts'
import { tipNames } from './brush.ts'
import type { Sample, SampleOffset } from './sample.ts'

// The ranges of brushes and samples, in one place for both directions: what can't be decoded can't be sent either. Each check
// throws ProtocolError('malformed') with a sentence that names the value and what is allowed.

/** Throws unless `value` is a whole number in min..max. */
export function checkWhole(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new ProtocolError(
    'malformed',
    `${what} is ${value}; allowed are whole numbers from ${min} to ${max}.`,
  )
}

export function checkBrush(brush: Brush): void {
  checkName("The brush's blend", brush.blend, brushBlends)
  checkName("The brush's mode", brush.mode, brushModes)
  checkWhole("The brush's size (1/16 px)", brush.size, limits.brushSizeMin, limits.brushSizeMax)
  checkWhole("The brush's opacity", brush.opacity, 1, 255)
  checkWhole("The brush's flow", brush.flow, 1, 255)
  checkWhole("The brush's hardness", brush.hardness, 0, 255)
  checkWhole("The brush's spacing", brush.spacing, 1, 255)
  checkWhole("The brush's roundness", brush.roundness, 1, 255)
  checkWhole("The brush's angle", brush.angle, 0, 255)
  checkName("The origin of the brush's angle", brush.angleFrom, angleOrigins)
  checkName("The brush's tip", brush.tip, tipNames)
  checkWhole("The brush's colour", brush.color, 0, 0xffffff)
  checkDynamics("the brush's size", brush.sizeBy)
  checkDynamics("the brush's opacity", brush.opacityBy)
  checkDynamics("the brush's flow", brush.flowBy)
  for (const [name, value] of Object.entries(brush.jitter)) checkWhole(`The jitter of ${name}`, value, 0, 255)
  checkWhole("The brush's smudge", brush.smudge, 0, 255)
  checkWhole("The taper at a stroke's start (px)", brush.taperStart, 0, limits.brushTaperPxMax)
  checkWhole("The taper at a stroke's end (px)", brush.taperEnd, 0, limits.brushTaperPxMax)
  checkWhole("The brush's seed", brush.seed, 0, 0xffffffff)
}

export function checkSample(sample: Sample): void {
  const { samplePositionMin, samplePositionMax, pressureMax, tiltMax, speedMax } = limits
  checkWhole("A sample's x (1/16 px)", sample.x, samplePositionMin, samplePositionMax)
  checkWhole("A sample's y (1/16 px)", sample.y, samplePositionMin, samplePositionMax)
  checkWhole("A sample's pressure", sample.pressure, 0, pressureMax)
  checkWhole("A sample's tilt to the right (degrees)", sample.tiltX ?? 0, -tiltMax, tiltMax)
  checkWhole("A sample's tilt to the reader (degrees)", sample.tiltY ?? 0, -tiltMax, tiltMax)
  checkWhole("A sample's speed", sample.speed ?? 0, 0, speedMax)
  checkWhole("A sample's colour", sample.color ?? 0, 0, 0xffffffff)
}

export function checkOffset(offset: SampleOffset): void {
  const { samplePositionMin, samplePositionMax, pressureMax, tiltMax, speedMax } = limits
  const furthest = samplePositionMax - samplePositionMin
  checkWhole("A sample's offset in x (1/16 px)", offset.x, -furthest, furthest)
  checkWhole("A sample's offset in y (1/16 px)", offset.y, -furthest, furthest)
  checkWhole("A sample's offset in pressure", offset.pressure, -pressureMax, pressureMax)
  checkWhole("A sample's offset in tilt to the right (degrees)", offset.tiltX ?? 0, -2 * tiltMax, 2 * tiltMax)
  checkWhole(
    "A sample's offset in tilt to the reader (degrees)",
    offset.tiltY ?? 0,
    -2 * tiltMax,
    2 * tiltMax,
  )
  checkWhole("A sample's offset in speed", offset.speed ?? 0, -speedMax, speedMax)
  checkWhole("A sample's offset in colour", offset.color ?? 0, 0, 0xffffffff)
}

function checkDynamics(what: string, dynamics: Dynamics): void {
  checkWhole(`The effect of tilt on ${what}`, dynamics.tilt, -100, 100)
  checkWhole(`The effect of speed on ${what}`, dynamics.speed, -100, 100)
  if (dynamics.curve === undefined) return
  checkWhole(`The number of values of a curve of ${what}`, dynamics.curve.length, curvePoints, curvePoints)
  for (const value of dynamics.curve) checkWhole(`A value of a curve of ${what}`, value, 0, 255)
}

function checkName(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  throw new ProtocolError('malformed', `${what} is ${name}; allowed are ${names.join(', ')}.`)
}
