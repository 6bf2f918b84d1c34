import { expect, it } from 'vitest'
import { FaultyStore, storeFaults } from '../testing/faulty-store.ts'
import { instead } from '../testing/instead.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { DeadlineStore } from './deadline-store.ts'
import { MemoryStore } from './memory-store.ts'
import { absentTag } from './object-store.ts'
import { pictureLimits } from './picture-limits.ts'

it('[PI30] every call settles, and answers as the store does when that answers', async () => {
  const clock = new SimulatedClock()
  const memory = new MemoryStore()
  const faulty = new FaultyStore(memory)
  const store = new DeadlineStore(faulty, clock)
  await memory.put('a/b', Uint8Array.of(1))
  const calls: readonly (() => Promise<unknown>)[] = [
    () => store.get('a/b', 9),
    () => store.getTagged('a/b', 9),
    () => store.put('a/c', Uint8Array.of(2)),
    () => store.compareAndSwap('a/d', Uint8Array.of(3), absentTag),
    () => store.remove(['a/d']),
    () => store.list('a'),
    () => store.listObjects('a'),
    async () => (await store.hold('a'))(),
  ]
  for (const fault of storeFaults) {
    faulty.fault = () => fault
    for (const call of calls) {
      let outcome: unknown
      call().then(
        () => (outcome = 'answered'),
        (error: unknown) => (outcome = error),
      )
      await clock.runUntil(() => outcome !== undefined, clock.elapsedMs() + pictureLimits.storeCallMs + 1)
      expect(outcome).toMatchObject({ code: 'unavailable', retryable: true })
    }
    await memory.remove(['a/d'])
  }
  faulty.fault = () => undefined
  for (const call of calls) await call()
  expect(store.place).toBe('memory')
  // Nothing is left running that would fail later.
  await clock.runUntil(() => false, clock.elapsedMs() + 2 * pictureLimits.storeCallMs)
})

it('[PI30] gives back a hold that came too late', async () => {
  const clock = new SimulatedClock()
  const memory = new MemoryStore()
  let answer: () => void = () => undefined
  const slow = instead(memory, {
    hold: async (name) => {
      await new Promise<void>((resolve) => (answer = resolve))
      return memory.hold(name)
    },
  })
  const held = new DeadlineStore(slow, clock).hold('x')
  held.catch(() => undefined)
  await clock.runUntil(() => false, pictureLimits.storeCallMs + 1)
  await expect(held).rejects.toMatchObject({ code: 'unavailable' })
  answer()
  await clock.runUntil(() => false, pictureLimits.storeCallMs + 2)
  await (
    await memory.hold('x')
  )()
})
