// What is explored: one picture, and two hosts that want the same shard.

import { limits as standardLimits, type Limits } from '../../base/limits.ts'
import type { Budget, Choice, Scene, WorldView } from './explored-types.ts'
import { hostUnits, type Plant } from './host-units.ts'
import { ObjectsModel } from './objects-model.ts'
import { emptyJournal, journalCalls, newPicture, pictureCalls } from './picture-model.ts'
import { PlainModel } from './plain-model.ts'
import { SysdbModel } from './sysdb-model.ts'

const shard = 0
const startMs = 1_000_000

const write = (state: typeof emptyJournal) => [{ ...state, tail: state.tail + 1 }, undefined] as const

export interface SceneOptions {
  readonly budget: Partial<Budget>
  readonly hosts?: number
  /** Steps of one host under way at once. */
  readonly stepsAtOnce?: number
  readonly before?: readonly Choice[]
  readonly underWay?: readonly Choice[]
  readonly plant?: Plant
  readonly limits?: Partial<Limits>
}

export function sceneOf(options: SceneOptions): Scene {
  const { plant = {}, hosts = 1, stepsAtOnce = 1, before = [], underWay = [], budget } = options
  const limits = { ...standardLimits, ...options.limits }
  return {
    stores: {
      sysdb: new SysdbModel(plant.sysdb),
      objects: new ObjectsModel([shard]),
      picture: new PlainModel(newPicture, pictureCalls),
      journal: new PlainModel(emptyJournal, { ...journalCalls, write }),
    },
    startMs,
    hosts,
    before,
    underWay,
    budget: { ...bareBudget, ...budget },
    stepsAtOnce,
    process: (gates, process, incarnation) =>
      hostUnits(gates, { limits, owner: { owner: `host${process}`, incarnation }, shard, plant }),
    useful: (view, process, incarnation) => usefulSteps(view, { process, incarnation, limits }),
    fair: fairSteps,
    instants,
    outside: {
      write: ({ budget: { writes } }) => ({
        store: 'journal',
        method: 'write',
        changes: { writes: writes - 1 },
      }),
      leave: ({ budget: { leaves, once }, journal }) => ({
        store: 'picture',
        method: 'leave',
        changes: { leaves: leaves - 1, once: [...once, `0 leave ${journal.tail}`] },
      }),
      join: ({ budget: { joins } }) => ({ store: 'picture', method: 'join', changes: { joins: joins - 1 } }),
    },
    happens: ({ budget: { writes, leaves, joins }, picture, sysdb }) => {
      const { status, isAnyoneHere, isOpen } = picture
      if (status !== 'there') return []
      const persist = sysdb.rows.find(({ kind }) => kind === 'persist')
      return [
        ...(writes > 0 && isAnyoneHere && isOpen && persist?.status !== 'deleted' ? ['write'] : []),
        ...(leaves > 0 && isAnyoneHere ? ['leave'] : []),
        ...(joins > 0 && !isAnyoneHere ? ['join'] : []),
      ]
    },
  }
}

const bareBudget: Budget = {
  crashes: 0,
  faults: 0,
  stalls: 0,
  writes: 0,
  advances: 0,
  once: [],
  boots: [0, 0],
  stalled: [0, 0],
  leaves: 0,
  joins: 0,
}

/** Whoever brings a picture back opens it, also when its host died meanwhile; everything else repairs itself with nobody there. */
function fairSteps({ picture, sysdb }: WorldView): readonly string[] {
  const persist = sysdb.rows.find(({ kind }) => kind === 'persist')
  const isHalfRestored = picture.status === 'there' && persist?.status === 'deleted'
  return ['keep', 'recover', ...(isHalfRestored ? ['adopt'] : []), 'tender', 'scan', 'runner']
}

interface Host {
  readonly process: number
  readonly incarnation: string
  readonly limits: Limits
}

function usefulSteps(view: WorldView, { process, incarnation, limits }: Host): readonly string[] {
  const { sysdb, objects, picture, journal, budget, nowMs } = view
  const persist = sysdb.rows.find(({ kind }) => kind === 'persist')
  const isDeleted = picture.status === 'deleted' && persist?.status === 'deleted'
  const steps = budget.once
    .filter((one) => one.startsWith(`${process} `))
    .map((one) => one.slice(2))
    .filter((step) => step !== 'restore' || isDeleted)
  const row = sysdb.shards.find((one) => one.shard === shard)
  const isOurs = row?.owner === `host${process}` && row.incarnation === incarnation
  if (!isOurs && (row === undefined || row.owner === `host${process}` || row.leaseUntilMs <= nowMs))
    steps.push('keep')
  if (isOurs && row.leaseUntilMs - nowMs <= limits.shardLeaseMs - limits.leaseRenewMs) steps.push('keep')
  const cursor = Number(row?.cursor.split(':')[1] ?? 0)
  if (journal.tail > cursor) steps.push('tender')
  const scheduled = sysdb.rows.filter((one) => one.status === 'live' && one.nextRunMs !== undefined)
  if (scheduled.some((one) => one.heapRun < one.run)) steps.push('scan')
  const due = [...objects.runs.values()].flat().filter((run) => run.dueMs <= nowMs)
  const isFree = due.some((run) => {
    const current = scheduled.find((one) => one.kind === run.kind && one.run === run.run)
    return current === undefined || current.leaseUntilMs <= nowMs
  })
  if (isFree) steps.push('runner')
  if (picture.status === 'deleted' && persist?.status !== 'deleted') steps.push('recover')
  return steps
}

/** When runs are due (on the heap, too, where they may be done by now), and leases end; a shard's only when its host does not renew it. */
function instants({ sysdb, objects }: WorldView, awake: readonly boolean[]): readonly number[] {
  const runs = sysdb.rows
    .filter(({ status }) => status === 'live')
    .flatMap(({ nextRunMs, leaseUntilMs }) =>
      nextRunMs === undefined ? [leaseUntilMs] : [nextRunMs, leaseUntilMs],
    )
  const shards = sysdb.shards
    .filter(({ owner }) => !awake[Number(owner.slice(4))])
    .map(({ leaseUntilMs }) => leaseUntilMs)
  // Who got no answer to a claim asks again after a while.
  const again = sysdb.rows
    .filter(({ leaseUntilMs }) => leaseUntilMs > 0)
    .map(({ lastRunMs }) => lastRunMs + standardLimits.refusedRestMs)
  const onHeap = [...objects.runs.values()].flat().map(({ dueMs }) => dueMs)
  return [...runs, ...shards, ...again, ...onHeap]
}
