import { expect, it } from 'vitest'
import { TouchTap } from './touch-tap.ts'

const at = (x: number) => ({ x, y: 0 })

it('[UI131] counts fingers that touch and are up again at once, when the last one is up', () => {
  const tap = new TouchTap()
  tap.press(1, at(0), 1000)
  tap.press(2, at(50), 1100)
  expect(tap.lift(1, 1150)).toBeUndefined()
  expect(tap.lift(2, 1200)).toBe(2)
  tap.press(3, at(0), 2000)
  tap.press(4, at(50), 2000)
  tap.press(5, at(90), 2010)
  expect([3, 4, 5].map((finger) => tap.lift(finger, 2299))).toEqual([undefined, undefined, 3])
})

it('[UI131] takes fingers that stay, or go far, or are taken away, for no tap', () => {
  const tap = new TouchTap()
  const touch = (between: () => void, liftMs: number): number | undefined => {
    tap.press(1, at(0), 0)
    tap.press(2, at(50), 0)
    between()
    tap.lift(1, liftMs)
    return tap.lift(2, liftMs)
  }
  expect(touch(() => undefined, 299)).toBe(2)
  expect(touch(() => undefined, 300)).toBeUndefined()
  expect(touch(() => tap.move(2, at(58)), 100)).toBe(2)
  expect(touch(() => tap.move(2, at(59)), 100)).toBeUndefined()
  expect(touch(() => tap.cancel(), 100)).toBeUndefined()
  expect(tap.lift(9, 100)).toBeUndefined()
})
