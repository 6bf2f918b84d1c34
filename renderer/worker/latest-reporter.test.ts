import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { latestReporter } from './latest-reporter.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('[UI14] reports the first change at once and the newest one when the time is over', () => {
  let value = 0
  const seen: number[] = []
  const report = latestReporter(50, () => seen.push(value))
  for (value = 1; value <= 5; value++) report()
  expect(seen).toEqual([1])
  vi.advanceTimersByTime(50)
  expect(seen).toEqual([1, 6])
  vi.advanceTimersByTime(500)
  expect(seen).toEqual([1, 6])
  value = 9
  report()
  expect(seen).toEqual([1, 6, 9])
})
