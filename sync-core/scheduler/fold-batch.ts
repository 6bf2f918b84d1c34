import type { PictureId } from '../pictures/picture-accessor.ts'
import type { TaskRun } from './task.ts'
import type { PictureWrite } from './write-log.ts'

/** One for each picture, with its highest seq. */
export function highestSeqs(writes: readonly PictureWrite[]): ReadonlyMap<PictureId, number> {
  const highest = new Map<PictureId, number>()
  for (const { picture, seq } of writes) highest.set(picture, Math.max(seq, highest.get(picture) ?? 0))
  return highest
}

/** One for each task, the highest. */
export function highestRuns(runs: readonly TaskRun[]): readonly TaskRun[] {
  const highest = new Map<string, TaskRun>()
  for (const run of runs) {
    const key = `${run.kind} ${run.picture}`
    const other = highest.get(key)
    if (other === undefined || other.run < run.run) highest.set(key, run)
  }
  return [...highest.values()]
}
