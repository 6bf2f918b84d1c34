import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createHintStore } from './hint-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('[UI65] shows the newest sentence, each for its full time', () => {
  const store = createHintStore()
  store.getState().say('One.')
  vi.advanceTimersByTime(3_000)
  store.getState().say('Two.')
  vi.advanceTimersByTime(3_000)
  expect(store.getState().sentence).toBe('Two.')
  vi.advanceTimersByTime(2_000)
  expect(store.getState().sentence).toBeUndefined()
})
