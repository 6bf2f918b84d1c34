import type { PictureId } from '../pictures/picture-accessor.ts'
import type { WantedSeq } from './sysdb.ts'
import type { TaskRun } from './task.ts'

/** One for each picture, with its highest seq and its latest epoch. */
export function foldWanted(
  wanted: readonly WantedSeq[],
): ReadonlyMap<PictureId, Required<Omit<WantedSeq, 'picture'>>> {
  const folded = new Map<PictureId, Required<Omit<WantedSeq, 'picture'>>>()
  for (const { picture, seq, epoch = 0 } of wanted) {
    const other = folded.get(picture) ?? { seq, epoch }
    folded.set(picture, { seq: Math.max(seq, other.seq), epoch: Math.max(epoch, other.epoch) })
  }
  return folded
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
