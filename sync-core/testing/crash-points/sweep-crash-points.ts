// Every call of the story goes wrong in every way, and every two calls do. A second call is counted in the story as the first one left it:
// what is done to make up for a fault goes wrong, too.

import type { Plant } from './crash-host.ts'
import type { CrashPlace } from './crash-stores.ts'
import { runStory, type StoryRun } from './crash-story.ts'
import { distinctWays, faultWays, type Faults, type FaultWay } from './numbered-calls.ts'

export interface SweepOptions {
  /** As many worlds go on side by side. */
  readonly places: readonly CrashPlace[]
  /** Where each call goes wrong alone, to learn which follow it, when only pairs are wanted in `places`. */
  readonly singlesPlace?: CrashPlace
  readonly plant?: Plant
  /** Of those that lead somewhere of their own. */
  readonly ways?: readonly FaultWay[]
  /** Which pairs are tried, by a number that each has as if by chance; none when not given. */
  readonly pairs?: (number: number) => boolean
  /** Enough is known then. */
  readonly failuresMax?: number
}

export interface CrashSweep {
  /** Of the story when nothing goes wrong. */
  readonly calls: readonly string[]
  readonly singles: number
  readonly pairs: number
  /** Of all that there are: each run's faults and what was wrong. */
  readonly failures: readonly string[]
}

export async function sweepCrashPoints(options: SweepOptions): Promise<CrashSweep> {
  const { places, singlesPlace, plant, ways = faultWays, pairs, failuresMax = 5 } = options
  const plain = await runStory(places[0]!, new Map(), plant)
  const calls = plain.calls.map(({ name }) => name)
  const sweep = { singles: 0, pairs: 0, failures: [] as string[] }
  if (plain.failure !== undefined) return { calls, ...sweep, failures: [describeRun(new Map(), plain)] }
  const firsts = pointsOf(plain, 0, ways)
  const run = async (place: CrashPlace, faults: Faults): Promise<StoryRun> => {
    const done = await runStory(place, faults, plant)
    if (done.failure !== undefined && sweep.failures.length < failuresMax) {
      sweep.failures.push(describeRun(faults, done))
    }
    return done
  }
  let next = 0
  const go = async (place: CrashPlace): Promise<void> => {
    while (next < firsts.length && sweep.failures.length < failuresMax) {
      const first = firsts[next++]!
      const single = await run(singlesPlace ?? place, new Map([first]))
      sweep.singles++
      if (pairs === undefined) continue
      for (const [at, second] of pointsOf(single, first[0], ways).entries()) {
        if (sweep.failures.length >= failuresMax) return
        if (!pairs(numberOf(first, at))) continue
        await run(place, new Map([first, second]))
        sweep.pairs++
      }
    }
  }
  await Promise.all(places.map(go))
  return { calls, ...sweep }
}

/** What can go wrong after a call, in order. */
function pointsOf(
  { calls }: StoryRun,
  after: number,
  ways: readonly FaultWay[],
): readonly [number, FaultWay][] {
  return calls.flatMap((call, at) =>
    at < after
      ? []
      : distinctWays(call).flatMap((way) => (ways.includes(way) ? [[at + 1, way] as const] : [])),
  ) as [number, FaultWay][]
}

function numberOf([call, way]: readonly [number, FaultWay], second: number): number {
  const mixed =
    Math.imul(call * faultWays.length + faultWays.indexOf(way), 0x9e3779b1) + Math.imul(second, 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** '12 throws-after, 30 stops-before'. */
export function faultsIn(words: string): Faults {
  return new Map(
    words.split(',').map((word) => {
      const [call, way] = word.trim().split(' ')
      return [Number(call), faultWays.find((one) => one === way)!]
    }),
  )
}

export function describeRun(faults: Faults, { calls, failure }: StoryRun): string {
  const words = Array.from(faults, ([call, way]) => `${call} ${way}`).join(', ')
  const names = calls.map(
    ({ name }, at) => `${at + 1} ${name}${faults.has(at + 1) ? ` ${faults.get(at + 1)}` : ''}`,
  )
  return `CRASH_FAULTS='${words}': ${failure ?? 'all is well'}\n  ${names.join('\n  ')}`
}
