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

it('[UI14] reports what is urgent at once, and nothing of it again', () => {
  let value = 1
  const seen: number[] = []
  const report = latestReporter(50, () => seen.push(value))
  report()
  value = 2
  report()
  vi.advanceTimersByTime(20)
  value = 3
  report('urgent')
  expect(seen).toEqual([1, 3])
  vi.advanceTimersByTime(49)
  value = 4
  report()
  expect(seen).toEqual([1, 3])
  vi.advanceTimersByTime(1)
  expect(seen).toEqual([1, 3, 4])
})
