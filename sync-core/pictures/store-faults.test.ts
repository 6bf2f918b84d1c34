import { expect, it } from 'vitest'
import { FaultyStore, storeFaults, type StoreFault } from '../testing/faulty-store.ts'
import { LateStore } from '../testing/late-store.ts'
import { createTrialPicture, PictureTrial } from '../testing/picture-trial.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { DeadlineStore } from './deadline-store.ts'
import { MemoryStore } from './memory-store.ts'
import { pictureLimits } from './picture-limits.ts'

/** Waits in simulated time. */
async function settleWith<T>(clock: SimulatedClock, promise: Promise<T>): Promise<T> {
  let isSettled = false
  const settle = (): void => void (isSettled = true)
  promise.then(settle, settle)
  await clock.runUntil(() => isSettled, clock.elapsedMs() + 100 * pictureLimits.storeCallMs)
  expect(isSettled).toBe(true)
  return promise
}

/** Runs hosts of so many saves on a store that fails as `fault` says, and checks what is left. Returns the calls. */
async function tryFaults(saves: readonly number[], fault: FaultyStore['fault']): Promise<readonly string[]> {
  const memory = new MemoryStore()
  await createTrialPicture(memory)
  const faulty = new FaultyStore(memory)
  faulty.fault = fault
  const clock = new SimulatedClock()
  const trial = new PictureTrial(new DeadlineStore(faulty, clock), (promise) => settleWith(clock, promise))
  for (const count of saves) await trial.host(count)
  faulty.fault = () => undefined
  const calls = [...faulty.calls]
  const calm = new PictureTrial(memory)
  calm.savedSeq = trial.savedSeq
  await calm.check()
  return calls
}

it('[PI7] [PI24] [PI30] any call that fails or hangs, before or after it took effect, loses nothing', async () => {
  const saves = [3, 2, 2]
  const calls = await tryFaults(saves, () => undefined)
  for (const verb of ['hold', 'get', 'swap', 'put', 'list', 'remove']) {
    expect(calls.filter((call) => call.startsWith(verb)).length).toBeGreaterThan(0)
  }
  for (let at = 0; at < calls.length; at++) {
    for (const kind of storeFaults) {
      await tryFaults(saves, (_, number) => (number === at ? kind : undefined)).catch((error: unknown) => {
        throw new Error(`${kind} ${calls[at]}: ${String(error)}`)
      })
    }
  }
})

it('[PI7] [PI24] any two calls that fail lose nothing', async () => {
  const saves = [2]
  const { length } = await tryFaults(saves, () => undefined)
  const kinds: readonly StoreFault[] = ['before', 'after']
  for (let first = 0; first < length; first++) {
    for (let second = first + 1; second < length + 3; second++) {
      for (const one of kinds) {
        for (const other of kinds) {
          await tryFaults(saves, (_, number) =>
            number === first ? one : number === second ? other : undefined,
          )
        }
      }
    }
  }
})

it('[PI7] a store that fails for good from any call on leaves what was saved', async () => {
  const { length } = await tryFaults([2, 2], () => undefined)
  for (const kind of ['before', 'after'] as const) {
    for (let from = 0; from < length; from++) {
      const memory = new MemoryStore()
      await createTrialPicture(memory)
      const faulty = new FaultyStore(memory)
      const trial = new PictureTrial(faulty)
      faulty.fault = (_, number) => (number >= from ? kind : undefined)
      await trial
        .host(2)
        .then(() => trial.host(2))
        .catch(() => undefined)
      const calm = new PictureTrial(memory)
      calm.savedSeq = trial.savedSeq
      await calm.check()
    }
  }
})

it('[PI28] a write that takes effect late, however late, harms nothing', async () => {
  const saves = [3, 2]
  const run = async (which: number, laterBy: number): Promise<number> => {
    const memory = new MemoryStore()
    await createTrialPicture(memory)
    const late = new LateStore(memory, which, laterBy)
    const trial = new PictureTrial(late.store)
    for (const count of saves) await trial.host(count)
    await late.arrive()
    const calm = new PictureTrial(memory)
    calm.savedSeq = trial.savedSeq
    await calm.check()
    return late.calls
  }
  const calls = await run(-1, 0)
  for (let which = 0; which < calls; which++) {
    for (const laterBy of [1, 2, 3, 5, 8, 13, 21, Infinity]) await run(which, laterBy)
  }
})
