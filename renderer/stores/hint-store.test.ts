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

it('[UI290] says nothing of what no longer stands in the way', () => {
  const store = createHintStore()
  store.getState().say('The layer is locked.')
  store.getState().forget()
  expect(store.getState().sentence).toBeUndefined()
  store.getState().say('Next.')
  vi.advanceTimersByTime(3_900)
  expect(store.getState().sentence).toBe('Next.')
})
