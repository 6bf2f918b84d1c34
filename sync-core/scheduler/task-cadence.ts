import type { Limits } from '../base/limits.ts'
import type { TaskKind } from './task.ts'

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
