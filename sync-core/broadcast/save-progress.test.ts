import { expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import type { StoredTile } from '../pictures/picture-accessor.ts'
import { stream, tile } from '../testing/picture-drafts.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SaveProgress } from './save-progress.ts'

const megabyte = 1_000_000

it('[BC30] a save that takes long says how much of how much is written, with a guess until all tiles were encoded', async () => {
  const clock = new SimulatedClock()
  const told: string[] = []
  const onTold = (sentence: string): void => void told.push(sentence)
  const progress = new SaveProgress({ clock, limits, tiles: 4, onTold })
  const large = Array.from({ length: 4 }, (_, index) => tile(index, 1, (index === 0 ? 10 : 9) * megabyte))
  const tiles = progress.counting(stream<StoredTile>(large))
  await tiles.next()
  progress.store(0.2 * megabyte, 10 * megabyte)
  expect(told).toEqual([])
  await clock.run(limits.saveProgressAfterMs)
  progress.store(4.24 * megabyte, 10 * megabyte)
  for (let i = 0; i < 4; i++) await tiles.next()
  progress.store(20 * megabyte, 37 * megabyte)
  expect(told).toEqual(['Saving the picture: 4.2 of about 40 MB are written.'])
  await clock.run(limits.saveProgressEveryMs)
  progress.store(20 * megabyte, 38.4 * megabyte)
  expect(told.at(-1)).toBe('Saving the picture: 20 of 38 MB are written.')
  const small: string[] = []
  const quick = new SaveProgress({ clock, limits, tiles: 0, onTold: (sentence) => void small.push(sentence) })
  await clock.run(limits.saveProgressAfterMs)
  quick.store(840, 12_000)
  expect(small).toEqual(['Saving the picture: 0.8 of 12 kB are written.'])
})
