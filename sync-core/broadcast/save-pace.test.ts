import { expect, it } from 'vitest'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SavePace } from './save-pace.ts'

const limits = { saveRestPerWork: 2, saveRestMsMax: 100 }

async function restsFor(clock: SimulatedClock, rest: Promise<void>): Promise<number> {
  const begunMs = clock.elapsedMs()
  let endedMs: number | undefined
  void rest.then(() => (endedMs = clock.elapsedMs()))
  await clock.run(1000)
  return endedMs! - begunMs
}

it('[BC42] a save rests after each piece of work for a multiple of its time, within a bound', async () => {
  const clock = new SimulatedClock()
  const pace = new SavePace(clock, limits)
  expect(await restsFor(clock, pace.after(7))).toBe(14)
  expect(await restsFor(clock, pace.after(0))).toBe(0)
  expect(await restsFor(clock, pace.after(5000))).toBe(100)
  expect(await restsFor(clock, pace.after(-5000))).toBe(0)
})

it('[BC42] rests no more once somebody waits for it', async () => {
  const clock = new SimulatedClock()
  const pace = new SavePace(clock, limits)
  const rest = pace.after(50)
  clock.after(3, () => pace.hurry())
  expect(await restsFor(clock, rest)).toBe(3)
  expect(await restsFor(clock, pace.after(50))).toBe(0)
})
