// What is explored: one picture, and up to two hosts that want the same shard, or have one each.

import { limits as standardLimits, type Limits } from '../../base/limits.ts'
import type { TaskKind } from '../../scheduler/task.ts'
import type { Budget, Choice, OutsideEvent, Scene, WorldView } from './explored-types.ts'
import { hostUnits, type Plant } from './host-units.ts'
import { ObjectsModel } from './objects-model.ts'
import { emptyJournal, journalCalls, newPicture, pictureCalls } from './picture-model.ts'
import { PlainModel } from './plain-model.ts'
import { SysdbModel } from './sysdb-model.ts'
import { fairSteps, instants, persistRow, usefulSteps } from './useful-steps.ts'

const startMs = 1_000_000

export interface SceneOptions {
  readonly budget: Partial<Budget>
  readonly hosts?: number
  /** Each host's shards, its own first; one that both want if left out. */
  readonly shards?: readonly (readonly number[])[]
  readonly wakes?: readonly TaskKind[]
  /** Steps of one host under way at once. */
  readonly stepsAtOnce?: number
  readonly before?: readonly Choice[]
  readonly plant?: Plant
  readonly limits?: Partial<Limits>
}

const oneShard = [[0], [0]]

export function sceneOf(options: SceneOptions): Scene {
  const { plant = {}, hosts = 1, shards = oneShard, wakes = [], stepsAtOnce = 1, before = [] } = options
  const limits = { ...standardLimits, ...options.limits }
  return {
    stores: {
      sysdb: new SysdbModel(plant.sysdb),
      objects: new ObjectsModel([...new Set(shards.flat())]),
      picture: new PlainModel(newPicture, pictureCalls),
      journal: new PlainModel(emptyJournal, journalCalls),
    },
    startMs,
    hosts,
    before,
    budget: { ...bareBudget, ...options.budget },
    stepsAtOnce,
    together: plant.together ?? {},
    process: (gates, process, incarnation) =>
      hostUnits(gates, {
        limits,
        owner: { owner: `host${process}`, incarnation },
        shards: shards[process]!,
        wakes,
        plant,
      }),
    useful: (view, process, incarnation) =>
      usefulSteps(view, { process, incarnation, limits, shards: shards[process]! }),
    fair: fairSteps,
    instants: (view, awake) => instants(view, awake, limits, (options.budget.faults ?? 0) > 0),
    outside,
    happens: outsideOf,
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
  vanishes: 0,
  leaves: 0,
  joins: 0,
}

const outside: Readonly<Record<string, (view: WorldView) => OutsideEvent>> = {
  write: ({ budget: { writes }, picture: { host, epoch } }) => ({
    store: 'journal',
    method: 'write',
    args: [host, epoch],
    changes: { writes: writes - 1 },
  }),
  leave: ({ budget: { leaves, once }, journal }) => ({
    store: 'picture',
    method: 'leave',
    args: [],
    changes: { leaves: leaves - 1, once: [...once, `0 leave ${journal.tail}`] },
  }),
  join: ({ budget: { joins } }) => ({
    store: 'picture',
    method: 'join',
    args: [],
    changes: { joins: joins - 1 },
  }),
  vanish: ({ budget: { vanishes } }) => ({
    store: 'picture',
    method: 'vanish',
    args: [],
    changes: { vanishes: vanishes - 1 },
  }),
}

function outsideOf(view: WorldView): readonly string[] {
  const { writes, leaves, joins, vanishes } = view.budget
  const { status, isAnyoneHere, isOpen } = view.picture
  if (status !== 'there') return []
  const isDeleted = persistRow(view)?.status === 'deleted'
  return [
    ...(writes > 0 && isAnyoneHere && isOpen && !isDeleted ? ['write'] : []),
    ...(leaves > 0 && isAnyoneHere ? ['leave'] : []),
    ...(joins > 0 && !isAnyoneHere ? ['join'] : []),
    ...(vanishes > 0 ? ['vanish'] : []),
  ]
}
