import { expect, it } from 'vitest'
import { UnsavedSince } from './unsaved-since.ts'

const nothing = { orderedSeq: 5, storedSeq: 5, isAtIt: false }
const unsaved = { orderedSeq: 9, storedSeq: 5, isAtIt: false }

/** Looks each second, for so many of them. */
function lookOn(since: UnsavedSince, fromMs: number, seconds: number, seqs = unsaved): number {
  let ms = 0
  for (let second = 0; second <= seconds; second++) ms = since.look(seqs, fromMs + second * 1000)
  return ms
}

it('[SC65] counts only time in which somebody looked: no sleep, and no clock that was set', () => {
  const since = new UnsavedSince(2000)
  expect(since.look(nothing, 0)).toBe(0)
  expect(lookOn(since, 1000, 60)).toBe(60_000)
  expect(since.look(unsaved, 8 * 3_600_000)).toBe(62_000)
  expect(since.look(unsaved, 10_000)).toBe(62_000)
  expect(since.look(unsaved, 11_000)).toBe(63_000)
  expect(since.look({ ...unsaved, storedSeq: 9, orderedSeq: 12 }, 12_000)).toBe(0)
  expect(since.look(nothing, 13_000)).toBe(0)
})

it('[SC65] begins to count when nobody is at it any more', () => {
  const since = new UnsavedSince(2000)
  expect(lookOn(since, 0, 60)).toBe(60_000)
  expect(lookOn(since, 61_000, 600, { ...unsaved, isAtIt: true })).toBe(0)
  expect(since.look({ ...unsaved, storedSeq: 8 }, 662_000)).toBe(1000)
})
