import type { FleetRun, PictureFleet } from './picture-fleet.ts'

/** What a fleet was asked for each second. */
export interface FleetRates {
  readonly persistRuns: number
  readonly otherRuns: number
  /** What sysdb was asked, its time left out: that reads no row. */
  readonly transactions: number
  readonly rows: number
  readonly GET: number
  readonly PUT: number
  readonly LIST: number
  readonly DELETE: number
}

/** From now on, for so long. */
export async function measureFleet(fleet: PictureFleet, seconds: number): Promise<FleetRates> {
  const before = totalsOf(fleet)
  await fleet.clock.run(seconds * 1000)
  const after = totalsOf(fleet)
  const names = Object.keys(after) as (keyof FleetRates)[]
  return Object.fromEntries(
    names.map((name) => [name, (after[name] - before[name]) / seconds]),
  ) as unknown as FleetRates
}

/** 99 of 100 were no more than this. */
export function percentile99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0
}

export function latenessOf({ claimedMs, dueMs }: FleetRun): number {
  return claimedMs - dueMs
}

/**
 * How long each run that ended would have waited if its host's places were all that it waited for: the same runs, due when they were and
 * taking as long as they did, each begun the moment it was due and a place was free.
 */
export function queueWaits(runs: readonly FleetRun[], placesOfHost: number): readonly number[] {
  const waits: number[] = []
  const freeMs = new Map<number, number[]>()
  for (const run of [...runs].sort((a, b) => a.dueMs - b.dueMs)) {
    if (run.endedMs === undefined) continue
    let free = freeMs.get(run.shard)
    if (free === undefined) freeMs.set(run.shard, (free = Array.from({ length: placesOfHost }, () => 0)))
    const place = free.indexOf(Math.min(...free))
    const beginMs = Math.max(run.dueMs, free[place]!)
    free[place] = beginMs + run.endedMs - run.claimedMs
    waits.push(beginMs - run.dueMs)
  }
  return waits
}

export function formatFleets(rows: readonly (readonly [string, FleetRates])[]): string {
  const [first] = rows
  const names = Object.keys(first![1]) as (keyof FleetRates)[]
  const cells = rows.map(([name, rates]) => [name, ...names.map((each) => rates[each].toFixed(1))])
  return [['a second', ...names], ...cells]
    .map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(28) : cell.padStart(13))).join(''))
    .join('\n')
}

function totalsOf({ runs, sysdbCalls, sysdbRows, heapCalls }: PictureFleet): FleetRates {
  const persistRuns = runs.filter(({ kind }) => kind === 'persist').length
  return {
    persistRuns,
    otherRuns: runs.length - persistRuns,
    transactions: sysdbCalls.without('nowMs'),
    rows: sysdbRows,
    GET: heapCalls.of('GET'),
    PUT: heapCalls.of('PUT'),
    LIST: heapCalls.of('LIST'),
    DELETE: heapCalls.of('DELETE'),
  }
}
