import { expect, it } from 'vitest'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SavePace } from './save-pace.ts'

const limits = { saveRestPerWork: 2, saveRestMsMax: 100 }

/** Does work that takes so long, and tells how long after being asked for it began. */
async function restBefore(clock: SimulatedClock, pace: SavePace, workMs: number): Promise<number> {
  const askedMs = clock.elapsedMs()
  let begunMs: number | undefined
  void pace.work(() => {
    begunMs = clock.elapsedMs()
    return new Promise<void>((resolve) => void clock.after(workMs, resolve))
  })
  await clock.run(10_000)
  return begunMs! - askedMs
}

it('[BC42] a save rests between its parts for a multiple of what the last one took, within a bound', async () => {
  const clock = new SimulatedClock()
  const pace = new SavePace(clock, limits)
  expect(await restBefore(clock, pace, 7)).toBe(0)
  expect(await restBefore(clock, pace, 0)).toBe(14)
  expect(await restBefore(clock, pace, 5000)).toBe(0)
  expect(await restBefore(clock, pace, 1)).toBe(100)
})

it('[BC42] rests no more once somebody waits for it', async () => {
  const clock = new SimulatedClock()
  const pace = new SavePace(clock, limits)
  await restBefore(clock, pace, 50)
  clock.after(3, () => pace.hurry())
  expect(await restBefore(clock, pace, 50)).toBe(3)
  expect(await restBefore(clock, pace, 50)).toBe(0)
})
