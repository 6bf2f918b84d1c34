import { describe, expect, it } from 'vitest'
import { SimulatedClock, simulationStartMs } from './simulated-clock.ts'
import { SimulatedProcess } from './simulated-process.ts'

describe('simulated clock', () => {
  it('[SI1] runs events in order of time, then of their making, and drains promises between them', async () => {
    const clock = new SimulatedClock()
    const log: string[] = []
    clock.after(5, () => log.push('late'))
    clock.after(1, () => {
      log.push('first')
      void (async () => {
        for (let i = 0; i < 200; i++) await Promise.resolve()
        log.push('after 200 promises')
        clock.after(0, () => log.push('at once'))
      })()
    })
    clock.after(1, () => log.push('second'))
    await clock.run(10)
    expect(log).toEqual(['first', 'after 200 promises', 'second', 'at once', 'late'])
    expect(clock.nowMs()).toBe(simulationStartMs + 10)
  })

  it('[SI1] stops as soon as the condition holds, or at the time limit', async () => {
    const clock = new SimulatedClock()
    let count = 0
    for (let i = 1; i <= 10; i++) clock.after(i, () => count++)
    expect(await clock.runUntil(() => count === 3, 100)).toBe(true)
    expect([count, clock.elapsedMs()]).toEqual([3, 3])
    expect(await clock.runUntil(() => count === 99, 100)).toBe(false)
    expect([count, clock.elapsedMs()]).toEqual([10, 100])
  })

  it('[SI1] does not fire what was cancelled', async () => {
    const clock = new SimulatedClock()
    const log: number[] = []
    const timers = Array.from({ length: 50 }, (_, i) =>
      clock.after((i * 7) % 13, () => log.push((i * 7) % 13)),
    )
    for (const timer of timers.slice(0, 25)) clock.cancel(timer)
    await clock.run(20)
    clock.cancel(timers[30]!)
    expect(log).toEqual([...log].sort((a, b) => a - b))
    expect(log.length).toBe(25)
  })

  it('[SI3] tells a dead process nothing: neither timers nor answers', async () => {
    const clock = new SimulatedClock()
    const process = new SimulatedProcess('host', clock)
    const log: string[] = []
    process.clock.after(2, () => log.push('timer'))
    void process.answer(2, () => log.push('answer'))
    process.whenDead(() => log.push('dead'))
    clock.after(1, () => process.kill())
    await clock.run(10)
    process.kill()
    expect(log).toEqual(['dead'])
  })
})
