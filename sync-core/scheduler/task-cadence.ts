import type { Limits } from '../base/limits.ts'
import { taskKinds, type TaskKind } from './task.ts'

/** How far apart two runs of a task are; a sweep is due once, and only its failures have a pace. */
export function taskCadenceMs(kind: TaskKind, limits: Limits): number {
  switch (kind) {
    case 'persist':
      return limits.persistCadenceMs
    case 'preview':
      return limits.previewCadenceMs
    case 'compact':
    case 'sweep':
      return limits.compactCadenceMs
  }
}

/** For how long a run is somebody's: a cadence at least, so that whoever takes what was lost comes a cadence after. */
export function taskLeaseMs(kind: TaskKind, limits: Limits): number {
  return Math.max(limits.taskLeaseMs, taskCadenceMs(kind, limits))
}

/** No lease ends later than twice this from now, also by a clock that was set back a little: one that does is over. */
export function longestLeaseMs(limits: Limits): number {
  return Math.max(...taskKinds.map((kind) => taskLeaseMs(kind, limits)))
}
