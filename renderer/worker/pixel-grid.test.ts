import { expect, it } from 'vitest'
import { gridLines } from './pixel-grid.ts'

it('[UI126] draws a line where each px of the picture begins, above 800 % only', () => {
  expect(gridLines(-3, 10, 0, 40)).toEqual([7, 17, 27, 37])
  expect(gridLines(0.4, 8.5, 17, 18)).toEqual([17, 26, 34])
  expect(gridLines(-3, 8, 0, 40)).toEqual([])
})

it('[UI126] leaves no line out and adds none, however the view is painted in parts', () => {
  const whole = gridLines(-262_143.7, 31.3, 0, 700)
  const parts = Array.from({ length: 100 }, (_, at) => gridLines(-262_143.7, 31.3, at * 7, 7)).flat()
  expect(parts).toEqual(whole)
  expect(whole).toHaveLength(22)
})
