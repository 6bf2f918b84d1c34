import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { taskCadenceMs } from '../scheduler/task-cadence.ts'
import {
  formatFleets,
  latenessOf,
  measureFleet,
  percentile99,
  queueWaits,
  type FleetRates,
} from './fleet-figures.ts'
import { PictureFleet, type FleetRun, type PictureFleetOptions } from './picture-fleet.ts'

const hostCount = 16
const fleetOf = (pictures: number, dirty: number, seed = 1): PictureFleet =>
  new PictureFleet({ pictures, dirty, hosts: hostCount, seed, taskMs: { least: 50, most: 500 } })

/** A look reads a bucket at a time, and its runs are due within one width. */
const overtakenMsMax = limits.heapBucketMs + limits.tenderEveryMs

const workOf = ({ claimedMs, endedMs }: FleetRun): number => endedMs! - claimedMs

/** Of what is measured first, for what is compared with it. */
let twoMinutes: FleetRates

describe('100 000 pictures, one in a hundred drawn in, for ten minutes', async () => {
  const fleet = fleetOf(100_000, 1_000)
  await fleet.start()
  twoMinutes = await measureFleet(fleet, 120)
  const rates = await measureFleet(fleet, 480)
  const { runs } = fleet
  const ended = runs.filter(({ endedMs }) => endedMs !== undefined)

  it('[SC40] never runs a task twice within its cadence, as sysdb saw the claims', () => {
    const lastMs = new Map<string, number>()
    let closestMs = Infinity
    for (const { picture, kind, claimedMs } of runs) {
      const name = `${picture}/${kind}`
      const restMs = claimedMs - (lastMs.get(name) ?? -Infinity) - taskCadenceMs(kind, limits)
      closestMs = Math.min(closestMs, restMs)
      lastMs.set(name, claimedMs)
    }
    expect(closestMs).toBeGreaterThanOrEqual(0)
    expect(rates.persistRuns).toBeGreaterThan(60)
    expect(fleet.notes).toEqual([])
  })

  it('[SC41] is at most two seconds later than its places alone would make it', () => {
    const lateMs = percentile99(runs.map(latenessOf))
    const queueMs = percentile99(queueWaits(runs, limits.runsAtOnce))
    console.log(`lateness: 99 of 100 within ${lateMs} ms, of which the queue is ${queueMs} ms`)
    expect(lateMs).toBeLessThanOrEqual(2_000 + queueMs)
  })

  it('[SC42] stores each write within the cadence, the lateness of its run and its work', () => {
    let checked = 0
    for (const run of ended) {
      if (run.kind !== 'persist') continue
      const writtenMs = fleet.logs[run.shard]!.writtenMs(run.picture, run.doneBefore + 1)!
      const withinMs = limits.persistCadenceMs + latenessOf(run) + workOf(run)
      expect(run.endedMs! - writtenMs).toBeLessThanOrEqual(withinMs)
      checked += 1
    }
    expect(checked).toBeGreaterThan(30_000)
    const longestMs = Math.max(...ended.map((run) => latenessOf(run) + workOf(run)))
    const stored = new Map(
      ended.filter(({ kind }) => kind === 'persist').map((run) => [run.picture, run.seq]),
    )
    for (const log of fleet.logs) {
      for (const picture of log.drawn()) {
        const openMs = log.writtenMs(picture, (stored.get(picture) ?? 0) + 1)
        const oldestMs = fleet.clock.nowMs() - limits.persistCadenceMs - longestMs
        if (openMs !== undefined) expect(openMs).toBeGreaterThanOrEqual(oldestMs)
      }
    }
  })

  it('[SC43] asks for as much as SCHEDULER.md says, and a claim and a finish for each run', () => {
    const runsOfAll = rates.persistRuns + rates.otherRuns
    const said: FleetRates = {
      persistRuns: 1_000 / (limits.persistCadenceMs / 1_000),
      otherRuns: 0,
      transactions: (64 / 16) * hostCount,
      rows: 0,
      GET: 0,
      PUT: (32 / 16) * hostCount,
      LIST: 0,
      DELETE: 0,
    }
    const batched = { ...rates, transactions: rates.transactions - 2 * runsOfAll }
    console.log(
      formatFleets([
        ['measured', rates],
        ['without claims, finishes', batched],
        ['SCHEDULER.md, at this size', said],
      ]),
    )
    // Tasks follow each other at once, so a new picture's first run does not wait for a cadence.
    expect(rates.persistRuns).toBeLessThan(1.15 * said.persistRuns)
    expect(batched.transactions).toBeLessThan(1.1 * said.transactions)
    expect(rates.PUT).toBeLessThan(5 * hostCount)
    expect(rates.GET).toBeLessThan(2 * hostCount)
    expect(rates.LIST + rates.DELETE).toBeLessThan(0.1 * hostCount)
    expect(fleet.largestBatch).toBeLessThanOrEqual(limits.pushedAtOnce)
  })
})

describe('pictures that nobody draws in', async () => {
  const measured = async (pictures: number, dirty: number): Promise<FleetRates> => {
    const fleet = fleetOf(pictures, dirty)
    await fleet.start()
    return measureFleet(fleet, 120)
  }
  const idle = [await measured(1_000, 0), await measured(100_000, 0)]
  const same = [await measured(1_000, 100), await measured(10_000, 100), await measured(100_000, 100)]
  const share = [await measured(1_000, 10), same[1]!, twoMinutes]
  const names = ['1 000', '10 000', '100 000']

  it('[SC44] cost nothing: 1 000, 10 000 and 100 000 with a hundred dirty ones cost the same', () => {
    console.log(
      formatFleets([
        ['1 000, none dirty', idle[0]!],
        ['100 000, none dirty', idle[1]!],
        ...same.map((rates, at) => [`${names[at]!}, 100 dirty`, rates] as const),
        ...share.map((rates, at) => [`${names[at]!}, 1 % dirty`, rates] as const),
      ]),
    )
    expect(idle[1]).toEqual(idle[0])
    for (const rates of same) {
      for (const name of Object.keys(rates) as (keyof FleetRates)[]) {
        expect(rates[name]).toBeGreaterThanOrEqual(0.97 * same[0]![name])
        expect(rates[name]).toBeLessThanOrEqual(1.03 * same[0]![name])
      }
    }
  })

  it('[SC45] with one in a hundred dirty, runs and rows grow with the dirty ones, requests less', () => {
    const beyondIdle = share.map((rates) => ({
      runs: rates.persistRuns + rates.otherRuns,
      rows: rates.rows - idle[0]!.rows,
      transactions: rates.transactions - idle[0]!.transactions,
      requests: rates.GET + rates.PUT - idle[0]!.GET - idle[0]!.PUT,
    }))
    for (const [at, less] of beyondIdle.entries()) {
      const more = beyondIdle[at + 1]
      if (more === undefined) break
      for (const name of ['runs', 'rows'] as const) {
        expect(more[name] / less[name]).toBeGreaterThan(7)
        expect(more[name] / less[name]).toBeLessThan(12)
      }
      expect(more.transactions).toBeLessThan(10 * less.transactions)
      expect(more.requests).toBeLessThan(10 * less.requests)
    }
  })
})

describe('a backlog of 20 000 pictures, all written while a store was away for five minutes', () => {
  const waiting = 20_000
  const hosts = 4
  const options: PictureFleetOptions = {
    pictures: waiting,
    dirty: 0,
    hosts,
    seed: 1,
    taskMs: { least: 5, most: 50 },
  }
  for (const away of ['sysdb', 'heap'] as const) {
    it(`[SC46] is begun no faster than tokens come, starves nobody, and takes bounded memory: ${away}`, async () => {
      const fleet = new PictureFleet(options)
      await fleet.start()
      fleet.away = away
      for (const log of fleet.logs) for (const picture of fleet.picturesOf(log)) log.write(picture)
      await fleet.clock.run(300_000)
      expect(fleet.runs).toEqual([])
      fleet.away = undefined
      const backMs = fleet.clock.nowMs()
      const isPersisted = (run: FleetRun): boolean => run.kind === 'persist' && run.endedMs !== undefined
      const bestMs = (waiting / hosts / limits.runsPerSecond) * 1_000
      while (fleet.runs.filter(isPersisted).length < waiting && fleet.clock.nowMs() < backMs + 2 * bestMs) {
        await fleet.clock.run(1_000)
        expect(fleet.runsUnderWay).toBeLessThanOrEqual(hosts * limits.runsAtOnce)
        // Two or three of each minute that something is due in, a shard.
        expect(await fleet.objectCount()).toBeLessThan(30 * hosts)
      }
      const drainedMs = fleet.clock.nowMs() - backMs
      console.log(`${away} away: ${waiting} drained in ${drainedMs} ms, at best ${bestMs} ms`)
      expect(new Set(fleet.runs.filter(isPersisted).map(({ picture }) => picture)).size).toBe(waiting)
      expect(drainedMs).toBeLessThan(1.2 * bestMs + limits.loopRetryMsMax)
      for (let shard = 0; shard < hosts; shard++) {
        const own = fleet.runs.filter((run) => run.shard === shard)
        expect(fastestStart(own)).toBeLessThanOrEqual(limits.runsBurst + limits.runsAtOnce)
        expect(longestOvertaken(own)).toBeLessThanOrEqual(overtakenMsMax)
      }
      expect(fleet.largestBatch).toBe(limits.pushedAtOnce)
      expect(fleet.notes).toEqual(Array.from({ length: hosts }, () => `The ${away} is away.`))
    })
  }
})

/** The most that was begun beyond what came in the meantime: of a token bucket, its burst. */
function fastestStart(runs: readonly FleetRun[]): number {
  let most = 0
  let full = 0
  let lastMs = runs[0]!.claimedMs
  for (const { claimedMs } of [...runs].sort((a, b) => a.claimedMs - b.claimedMs)) {
    full = Math.max(0, full - ((claimedMs - lastMs) / 1_000) * limits.runsPerSecond) + 1
    lastMs = claimedMs
    most = Math.max(most, full)
  }
  return most
}

/** By how much the latest of those that were claimed before a run was due after it. */
function longestOvertaken(runs: readonly FleetRun[]): number {
  let latestMs = -Infinity
  let mostMs = 0
  for (const { dueMs } of runs) {
    latestMs = Math.max(latestMs, dueMs)
    mostMs = Math.max(mostMs, latestMs - dueMs)
  }
  return mostMs
}
