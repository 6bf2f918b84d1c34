// Sets of runs as the heap has them: sorted by task, one run a task. All here is pure.

import type { DueRun, TaskKey, TaskRun } from './task.ts'

export function compareTasks(a: TaskKey, b: TaskKey): number {
  if (a.picture !== b.picture) return a.picture < b.picture ? -1 : 1
  return a.kind === b.kind ? 0 : a.kind < b.kind ? -1 : 1
}

/** The runs as a set: of each task the highest, and of that the earliest due. */
export function asRunSet(runs: readonly DueRun[]): readonly DueRun[] {
  const set: DueRun[] = []
  for (const run of [...runs].sort(compareTasks)) {
    const last = set.at(-1)
    if (last !== undefined && compareTasks(last, run) === 0) set[set.length - 1] = later(last, run)
    else set.push(run)
  }
  return set
}

export interface Merged {
  /** The same object as before when nothing changed. */
  readonly runs: readonly DueRun[]
  /** Those of the pushed runs for which there was no room. */
  readonly left: readonly DueRun[]
}

/** Both sets in one of at most `runsMax`: a task that is there already finds room always. */
export function mergeRuns(there: readonly DueRun[], pushed: readonly DueRun[], runsMax: number): Merged {
  const runs: DueRun[] = []
  const left: DueRun[] = []
  let room = Math.max(0, runsMax - there.length)
  let isChanged = false
  let at = 0
  for (const run of pushed) {
    while (at < there.length && compareTasks(there[at]!, run) < 0) runs.push(there[at++]!)
    const known = there[at]
    if (known !== undefined && compareTasks(known, run) === 0) {
      at += 1
      const kept = later(known, run)
      isChanged ||= kept !== known
      runs.push(kept)
    } else if (room > 0) {
      room -= 1
      isChanged = true
      runs.push(run)
    } else {
      left.push(run)
    }
  }
  if (!isChanged) return { runs: there, left }
  while (at < there.length) runs.push(there[at++]!)
  return { runs, left }
}

/** Without runs that are done, and older ones of their tasks; the same object when there is none. */
export function withoutDone(there: readonly DueRun[], done: readonly TaskRun[]): readonly DueRun[] {
  const doneRuns = new Map<string, number>()
  for (const { picture, kind, run } of done) {
    const key = `${picture} ${kind}`
    doneRuns.set(key, Math.max(run, doneRuns.get(key) ?? 0))
  }
  const kept = there.filter(({ picture, kind, run }) => run > (doneRuns.get(`${picture} ${kind}`) ?? 0))
  return kept.length === there.length ? there : kept
}

/** Whether `withoutDone` would take anything off. */
export function hasAnyDone(there: readonly DueRun[], done: readonly TaskRun[]): boolean {
  return done.some((each) => {
    let from = 0
    let to = there.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if (compareTasks(there[middle]!, each) < 0) from = middle + 1
      else to = middle
    }
    const found = there[from]
    return found !== undefined && compareTasks(found, each) === 0 && found.run <= each.run
  })
}

/** When the first of them is due; Infinity for none. */
export function earliestDue(runs: readonly DueRun[]): number {
  return runs.reduce((first, { dueMs }) => Math.min(first, dueMs), Infinity)
}

export function compareDue(a: DueRun, b: DueRun): number {
  return a.dueMs - b.dueMs || compareTasks(a, b) || a.run - b.run
}

/** Of two runs of a task the one that counts; of the same run the one that is looked for sooner, which does no harm. */
function later(known: DueRun, other: DueRun): DueRun {
  if (other.run !== known.run) return other.run > known.run ? other : known
  return other.dueMs < known.dueMs ? other : known
}
