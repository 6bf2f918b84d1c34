// Which steps of a host may find something to do: whoever begins one that finds nothing is where it was.

import type { Limits } from '../../base/limits.ts'
import type { TaskRow } from '../../scheduler/sysdb.ts'
import type { WorldView } from './explored-types.ts'
import { lastOf } from './ports.ts'

export interface ExploredHost {
  readonly process: number
  readonly incarnation: string
  readonly limits: Limits
  /** Its own first. */
  readonly shards: readonly number[]
}

export function usefulSteps(view: WorldView, host: ExploredHost): readonly string[] {
  const { sysdb, objects, picture, journal, budget, nowMs } = view
  const { process, incarnation } = host
  const persist = persistRow(view)
  const isDeleted = picture.status === 'deleted' && persist?.status === 'deleted'
  const steps = budget.once
    .filter((one) => one.startsWith(`${process} `))
    .map((one) => one.slice(2))
    .filter((step) => step !== 'restore' || isDeleted)
    .filter((step) => step !== 'adopt' || picture.status === 'there')
  if (isKeeping(view, host)) steps.push('keep')
  const own = sysdb.shards.find(({ shard }) => shard === host.shards[0])
  const cursor = own?.cursor.startsWith(`host${process}:`) === true ? Number(own.cursor.split(':')[1]) : 0
  if (own !== undefined && lastOf(journal, process) > cursor) steps.push('tender')
  const ours = new Set(
    sysdb.shards.filter((one) => one.incarnation === incarnation).map(({ shard }) => shard),
  )
  const scheduled = sysdb.rows.filter((one) => one.status === 'live' && one.nextRunMs !== undefined)
  if (scheduled.some((one) => ours.has(one.shard) && one.heapRun < one.run)) steps.push('scan')
  const due = [...objects.runs].flatMap(([shard, runs]) =>
    ours.has(shard) ? runs.filter((run) => run.dueMs <= nowMs) : [],
  )
  const isFree = due.some((run) => {
    const current = scheduled.find((one) => one.kind === run.kind && one.run === run.run)
    return current === undefined || current.leaseUntilMs <= nowMs
  })
  if (isFree) steps.push('runner')
  if (picture.status === 'deleted' && persist?.status !== 'deleted') steps.push('recover')
  return steps
}

/** A shard is free, or its lease is to be renewed. */
function isKeeping(
  { sysdb, nowMs }: WorldView,
  { process, incarnation, limits, shards }: ExploredHost,
): boolean {
  return shards.some((shard) => {
    const row = sysdb.shards.find((one) => one.shard === shard)
    if (row === undefined || row.leaseUntilMs <= nowMs) return true
    if (row.owner !== `host${process}`) return false
    return (
      row.incarnation !== incarnation || row.leaseUntilMs - nowMs <= limits.shardLeaseMs - limits.leaseRenewMs
    )
  })
}

/** Whoever brings a picture back opens it, also when its host died meanwhile; everything else repairs itself with nobody there. */
export function fairSteps(view: WorldView): readonly string[] {
  const isHalfRestored = view.picture.status === 'there' && persistRow(view)?.status === 'deleted'
  return ['keep', 'recover', ...(isHalfRestored ? ['adopt'] : []), 'tender', 'scan', 'runner']
}

/** When runs are due (on the heap, too, where they may be done by now), and leases end; a shard's only when its host does not renew it. */
export function instants(
  { sysdb, objects }: WorldView,
  awake: readonly boolean[],
  limits: Limits,
  isFaulty: boolean,
): readonly number[] {
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
    .filter(({ leaseUntilMs }) => isFaulty && leaseUntilMs > 0)
    .map(({ lastRunMs }) => lastRunMs + limits.refusedRestMs)
  const onHeap = [...objects.runs.values()].flat().map(({ dueMs }) => dueMs)
  return [...runs, ...shards, ...again, ...onHeap]
}

export function persistRow({ sysdb }: Pick<WorldView, 'sysdb'>): TaskRow | undefined {
  return sysdb.rows.find(({ kind }) => kind === 'persist')
}
