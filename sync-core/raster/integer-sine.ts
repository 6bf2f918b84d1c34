import { assert } from '../base/assert.ts'
import { integerRoot } from './integer-root.ts'

// Directions in 1/256 of a half turn as vectors of length 16384 (1.0), without Math.sin, whose last digits differ between
// engines: between the vectors of two angles, that of the angle midway is their sum, brought to length.

/** 1.0 of a cosine or sine. */
export const unitOne = 16384

const halfTurn = 256
const quarterTurn = halfTurn / 2
/** The vectors are halved at this length, so that the last bit of the result is right. */
const fineOne = 2 ** 24

const cosines = new Int32Array(halfTurn)
const sines = new Int32Array(halfTurn)
fillBetween(0, fineOne, 0, quarterTurn, 0, fineOne)
fillBetween(quarterTurn, 0, fineOne, halfTurn, -fineOne, 0)

export function cosineOf(angle: number): number {
  return cosines[angle]!
}

export function sineOf(angle: number): number {
  return sines[angle]!
}

/** The vector brought to a length of 16384; (16384, 0) when it is 0. Both are whole and below 2^31. */
export function toUnit(x: number, y: number): { readonly cos: number; readonly sin: number } {
  // Short vectors are lengthened before their root is taken, so that its rounding does not matter.
  const scale = Math.max(Math.abs(x), Math.abs(y)) < 2 ** 16 ? 256 : 1
  const length = integerRoot((x * x + y * y) * scale * scale)
  if (length === 0) return { cos: unitOne, sin: 0 }
  return { cos: roundQuotient(x * scale * unitOne, length), sin: roundQuotient(y * scale * unitOne, length) }
}

function fillBetween(from: number, fromX: number, fromY: number, to: number, toX: number, toY: number): void {
  cosines[from] = roundQuotient(fromX, fineOne / unitOne)
  sines[from] = roundQuotient(fromY, fineOne / unitOne)
  if (to - from === 1) return
  const x = fromX + toX
  const y = fromY + toY
  const length = integerRoot(x * x + y * y)
  assert(length > 0, 'two directions less than half a turn apart have one midway')
  const middleX = roundQuotient(x * fineOne, length)
  const middleY = roundQuotient(y * fineOne, length)
  const middle = (from + to) / 2
  fillBetween(from, fromX, fromY, middle, middleX, middleY)
  fillBetween(middle, middleX, middleY, to, toX, toY)
}

/** Rounded to the nearest, halves up; exact for products below 2^52. */
function roundQuotient(value: number, divisor: number): number {
  return Math.floor((2 * value + divisor) / (2 * divisor))
}
