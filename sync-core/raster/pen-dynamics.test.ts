import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byPressure, steady } from './brush.ts'
import { curveAt, factorAt, multiply, PenValue } from './pen-dynamics.ts'
import { channel, newPoint, type PathPoint, pressureOne } from './stroke-path.ts'

function pointWith(change: Partial<Record<keyof typeof channel, number>>): PathPoint {
  const point = newPoint()
  for (const [name, value] of Object.entries(change)) point[channel[name as keyof typeof channel]] = value
  return point
}

const full = pointWith({ pressure: pressureOne })

it('[BR11] a curve is exact at its points and between them on the line, rounded down', () => {
  const anyCurve = fc.array(fc.nat({ max: 255 }), { minLength: 9, maxLength: 9 })
  fc.assert(
    fc.property(anyCurve, fc.nat({ max: pressureOne }), (curve, pressure) => {
      const step = BigInt(pressureOne / 8)
      const piece = Math.min(7, Math.floor(pressure / Number(step)))
      const into = BigInt(pressure) - BigInt(piece) * step
      const sum = BigInt(curve[piece]!) * (step - into) + BigInt(curve[piece + 1]!) * into
      expect(curveAt(curve, pressure)).toBe(Number((sum * 32768n) / (255n * step)))
    }),
  )
  expect(curveAt([0, 0, 0, 0, 51, 0, 0, 0, 255], pressureOne / 2)).toBe(6553)
  expect(curveAt([0, 0, 0, 0, 51, 0, 0, 0, 255], pressureOne)).toBe(32768)
})

it('[BR11] pressure, tilt and speed are multiplied; an upright pen at rest gives the set value', () => {
  expect(factorAt(steady, full)).toBe(32768)
  expect(factorAt(byPressure, full)).toBe(32768)
  expect(factorAt(byPressure, pointWith({}))).toBe(0)
  const eager = { tilt: 100, speed: -50 }
  expect(factorAt(eager, full)).toBe(32768)
  expect(factorAt(eager, pointWith({ tiltX: 90 * 64 }))).toBe(8 * 32768)
  expect(factorAt(eager, pointWith({ speed: 255 * 64 }))).toBe(16384)
  expect(factorAt(eager, pointWith({ tiltX: -90 * 64, speed: 255 * 64 }))).toBe(4 * 32768)
  expect(factorAt({ tilt: -100, speed: 0 }, pointWith({ tiltX: 90 * 64, tiltY: 90 * 64 }))).toBe(0)
  expect(multiply(1001, 16384)).toBe(500)
})

it('[BR11] a value that follows the pen is the set value times the factor, and never more than the greatest', () => {
  const light = pointWith({ pressure: pressureOne / 2, tiltX: 90 * 64 })
  expect(new PenValue(1001, 2000, steady).at(light)).toBe(1001)
  expect(new PenValue(1001, 2000, byPressure).at(light)).toBe(502)
  expect(new PenValue(1001, 9000, { tilt: 100, speed: 0 }).at(light)).toBe(8008)
  expect(new PenValue(1001, 2000, { tilt: 100, speed: 0 }).at(light)).toBe(2000)
})
