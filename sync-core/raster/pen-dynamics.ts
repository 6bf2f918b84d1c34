import { limits } from '../base/limits.ts'
import type { Dynamics } from './brush.ts'
import { integerRoot } from './integer-root.ts'
import { channel, fineOne, type PathPoint, pressureOne } from './stroke-path.ts'

// How pressure, tilt and speed change the set value of a size, an opacity or a flow: a product of three factors in whole
// numbers, 1.0 = 32768. A curve is exact at its nine points and linear between them.

/** A factor of 1. */
export const factorOne = 32768
/** A tilt or a speed of +100 makes a value eight times as large. */
const growth = 7
const steps = 8
const curveStep = pressureOne / steps

/** A set value that follows the pen. Each dab asks for three, so what never changes is not computed. */
export class PenValue {
  private readonly set: number
  private readonly most: number
  private readonly dynamics: Dynamics
  private readonly isSteady: boolean

  /** `set` is at most `most`, and what follows is never more. */
  constructor(set: number, most: number, dynamics: Dynamics) {
    this.set = set
    this.most = most
    this.dynamics = dynamics
    const { curve, tilt, speed } = dynamics
    this.isSteady = curve === undefined && tilt === 0 && speed === 0
  }

  at(point: PathPoint): number {
    return this.isSteady ? this.set : Math.min(this.most, multiply(this.set, factorAt(this.dynamics, point)))
  }
}

/** The factor at a point of the path: 0 .. 64 · 32768. */
export function factorAt(dynamics: Dynamics, point: PathPoint): number {
  const { curve, tilt, speed } = dynamics
  let factor = curve === undefined ? factorOne : curveAt(curve, point[channel.pressure]!)
  if (tilt !== 0) factor = multiply(factor, lean(tilt, tiltAt(point)))
  if (speed !== 0) factor = multiply(factor, lean(speed, speedAt(point)))
  return factor
}

/** `value` times the factor, rounded down; below 2^31, and nothing is negative. */
export function multiply(value: number, factor: number): number {
  return ((value * factor) / factorOne) | 0
}

/** The curve's value at a pressure of 0..pressureOne, rounded down. */
export function curveAt(curve: readonly number[], pressure: number): number {
  const piece = Math.min(steps - 1, (pressure / curveStep) | 0)
  const into = pressure - piece * curveStep
  const sum = curve[piece]! * (curveStep - into) + curve[piece + 1]! * into
  return ((sum * factorOne) / (255 * curveStep)) | 0
}

/** How flat the pen lies: 0 (upright) .. 32768. */
function tiltAt(point: PathPoint): number {
  const x = point[channel.tiltX]!
  const y = point[channel.tiltY]!
  const degrees = integerRoot(x * x + y * y)
  return Math.min(factorOne, Math.floor((degrees * factorOne) / (limits.tiltMax * fineOne)))
}

function speedAt(point: PathPoint): number {
  return Math.floor((point[channel.speed]! * factorOne) / (limits.speedMax * fineOne))
}

function lean(amount: number, how: number): number {
  return factorOne + Math.floor((amount * (amount > 0 ? growth : 1) * how) / 100)
}
