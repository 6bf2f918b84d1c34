import { expect, it } from 'vitest'
import { steppedTurn } from './stepped-turn.ts'

it('[UI124] goes in steps of 15°, so that quarters are exact', () => {
  expect([7, 8, 91, -22, -23].map((degrees) => steppedTurn(degrees / 360) * 360)).toEqual([
    0, 15, 90, -15, -30,
  ])
  expect(steppedTurn(0.26)).toBe(0.25)
})
