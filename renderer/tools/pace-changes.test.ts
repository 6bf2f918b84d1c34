import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { paceChanges } from './pace-changes.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('[UI66] passes the first value at once, then the newest of each moment, and always the last', () => {
  const passed: unknown[] = []
  const change = paceChanges<number>(100, Date.now, (value, stage) => passed.push([value, stage]))
  for (let value = 1; value <= 5; value++) {
    change(value)
    vi.advanceTimersByTime(40)
  }
  const movement = [
    [1, 'first'],
    [3, 'later'],
    [5, 'later'],
  ]
  expect(passed).toEqual(movement)
  vi.advanceTimersByTime(2_000)
  expect(passed).toEqual(movement)
  change(6)
  expect(passed.at(-1)).toEqual([6, 'first'])
})
