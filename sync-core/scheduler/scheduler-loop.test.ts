import { describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SchedulerLoop } from './scheduler-loop.ts'

function looping() {
  const clock = new SimulatedClock()
  const begins: number[] = []
  const notes: string[] = []
  const trouble = { error: undefined as Error | undefined, takesMs: 0 }
  const loop = new SchedulerLoop({
    clock,
    limits,
    random: () => 0,
    everyMs: 5000,
    onNote: (sentence) => notes.push(sentence),
    step: async () => {
      begins.push(clock.elapsedMs())
      if (trouble.takesMs > 0)
        await new Promise<void>((resolve) => void clock.after(trouble.takesMs, resolve))
      if (trouble.error !== undefined) throw trouble.error
    },
  })
  return { clock, loop, begins, notes, trouble }
}

describe('scheduler loop', () => {
  it('[SC24] begins a step a while after the last one ended', async () => {
    const { clock, loop, begins, trouble } = looping()
    trouble.takesMs = 7000
    loop.start()
    await clock.run(40_000)
    expect(begins).toEqual([5000, 17_000, 29_000])
    loop.stop()
    await clock.run(60_000)
    expect(begins).toHaveLength(3)
  })

  it('[SC24] steps at once when asked to, and after the step that is under way', async () => {
    const { clock, loop, begins, trouble } = looping()
    loop.soon()
    loop.start()
    await clock.run(1000)
    loop.soon()
    loop.soon()
    await clock.run(1000)
    trouble.takesMs = 3000
    await clock.run(5000)
    loop.soon()
    await clock.run(2500)
    expect(begins).toEqual([1000, 6000, 9000])
    loop.stop()
  })

  it('[SC17] pauses longer after each failure, and begins early for nobody then', async () => {
    const { clock, loop, begins, notes, trouble } = looping()
    trouble.error = new StorageError('unavailable', 'Away.', true)
    loop.start()
    await clock.run(50_000)
    loop.soon()
    await clock.run(10)
    expect(begins).toEqual([5000, 6000, 8000, 12_000, 20_000, 30_000, 40_000, 50_000])
    trouble.error = undefined
    await clock.run(20_000)
    expect(begins.slice(8)).toEqual([60_000, 65_000, 70_000])
    expect(notes).toEqual([])
    loop.stop()
  })

  it('[SC17] tells our own mistake once, and goes on', async () => {
    const { clock, loop, begins, notes, trouble } = looping()
    trouble.error = new AssertionError('a truth')
    loop.start()
    await clock.run(60_000)
    expect(notes).toEqual(['a truth'])
    expect(begins.length).toBeGreaterThan(5)
    loop.stop()
  })
})
