import { expect, it } from 'vitest'
import { isFlat, memorySlope, type MemoryAt } from './memory-slope.ts'

const run = (grow: (minute: number) => number): MemoryAt[] =>
  Array.from({ length: 20 }, (_, minute) => ({ hours: minute / 60, megabytes: 80 + grow(minute) }))

it('[SI15] the slope of a straight line is its own, without an error', () => {
  const slope = memorySlope(run((minute) => minute))
  expect(slope.megabytesPerHour).toBeCloseTo(60)
  expect(slope.error).toBeCloseTo(0)
  expect(isFlat(slope, 19 / 60)).toBe(false)
})

it('[SI15] memory that goes up and down is flat, and one that grows among ups and downs is not', () => {
  const noise = (minute: number): number => 3 * Math.sin(minute * 2.4)
  const level = memorySlope(run(noise))
  expect(Math.abs(level.megabytesPerHour)).toBeLessThan(2 * level.error)
  expect(isFlat(level, 19 / 60)).toBe(true)
  expect(isFlat(memorySlope(run((minute) => noise(minute) + minute)), 19 / 60)).toBe(false)
})
