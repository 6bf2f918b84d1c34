import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MemoryStore } from '../pictures/memory-store.ts'
import type { ObjectStore, StorePlace } from '../pictures/object-store.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import { keepPictures } from './picture-folder.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A store whose listing takes longer than a disk may. */
function slowStore(place: StorePlace): ObjectStore {
  const listsLate = (): Promise<readonly string[]> =>
    new Promise((resolve) => setTimeout(() => resolve([]), 2 * pictureLimits.storeCallMs))
  return Object.assign(new MemoryStore(), { place, list: listsLate })
}

it('[PI30] a bucket, whose calls have deadlines by their size, gets the time that a slow line takes', async () => {
  const listed = keepPictures(slowStore('bucket'), 'a bucket').pictures.list()
  const refused = keepPictures(slowStore('disk'), 'a disk')
    .pictures.list()
    .catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(2 * pictureLimits.storeCallMs)
  expect(await listed).toEqual([])
  expect(await refused).toMatchObject({ code: 'unavailable' })
})
