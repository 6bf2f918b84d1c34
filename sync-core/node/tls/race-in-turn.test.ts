import { expect, it } from 'vitest'
import { SimulatedClock } from '../../testing/simulated-clock.ts'
import { raceInTurn } from './race-in-turn.ts'

const nextAfterMs = 250

/** Attempts that end when the test says so. */
function world(count: number) {
  const clock = new SimulatedClock()
  const dropped: string[] = []
  const giveUp = new AbortController()
  const ways = Array.from({ length: count }, () => ({
    isTried: false,
    isAborted: false,
    arrive: (_name: string): void => undefined,
    fail: (_why: string): void => undefined,
  }))
  const outcome = raceInTurn(
    ways.map(
      (way) => (signal: AbortSignal) =>
        new Promise<string>((resolve, reject) => {
          Object.assign(way, {
            isTried: true,
            arrive: resolve,
            fail: (why: string) => reject(new Error(why)),
          })
          signal.addEventListener('abort', () => {
            way.isAborted = true
            reject(new Error('aborted'))
          })
        }),
    ),
    { clock, nextAfterMs, signal: giveUp.signal, drop: (late) => void dropped.push(late) },
  ).catch((error: unknown) => (error as AggregateError).errors.map(({ message }: Error) => message))
  return { clock, ways, outcome, dropped, giveUp, tried: () => ways.filter((way) => way.isTried).length }
}

it('[EN10] the next way is tried soon; the first that arrives is taken and the others are given up', async () => {
  const { clock, ways, outcome, tried } = world(3)
  expect(tried()).toBe(1)
  await clock.run(nextAfterMs)
  expect(tried()).toBe(2)
  ways[1]!.arrive('second')
  expect(await outcome).toBe('second')
  await clock.run(10 * nextAfterMs)
  expect([tried(), ways.map((way) => way.isAborted)]).toEqual([2, [true, false, false]])
})

it('[EN10] a way that fails lets the next one begin at once; when all failed, all reasons are told', async () => {
  const { clock, ways, outcome, tried } = world(3)
  ways[0]!.fail('refused')
  await clock.run(1)
  expect(tried()).toBe(2)
  await clock.run(nextAfterMs)
  expect(tried()).toBe(3)
  ways[2]!.fail('no route')
  ways[1]!.fail('another key')
  expect(await outcome).toEqual(['refused', 'no route', 'another key'])
})

it('[EN10] two that arrive together: the later one is dropped', async () => {
  const { clock, ways, outcome, dropped } = world(2)
  await clock.run(nextAfterMs)
  ways[0]!.arrive('first')
  ways[1]!.arrive('second')
  expect(await outcome).toBe('first')
  await clock.run(1)
  expect(dropped).toEqual(['second'])
})

it('[EN10] who does not want it any more gives all up', async () => {
  const { clock, ways, outcome, tried, giveUp } = world(3)
  giveUp.abort()
  expect(await outcome).toEqual([])
  await clock.run(10 * nextAfterMs)
  expect([tried(), ways[0]!.isAborted]).toEqual([1, true])
  expect(
    await raceInTurn([], { clock, nextAfterMs, signal: giveUp.signal, drop: () => {} }).catch(String),
  ).toMatch(/AggregateError/)
})
