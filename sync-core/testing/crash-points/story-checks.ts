// What must be so after every call, whatever failed: I1 to I7 of SCHEDULER.md, as far as rows and objects show them. I8 is the story's
// own (a call is on one store), I9 is that it comes to its end.

import type { ShardRow, TaskRow } from '../../scheduler/sysdb.ts'
import type { DueRun } from '../../scheduler/task.ts'
import { CrashFailure } from './crash-failure.ts'
import type { LightHead } from './light-picture.ts'

export interface StoryView {
  /** What took effect last. */
  readonly call: string
  readonly rows: readonly TaskRow[]
  readonly shards: readonly ShardRow[]
  readonly onHeap: readonly DueRun[]
  readonly head: LightHead | undefined
  readonly journal: readonly string[]
}

export class StoryChecks {
  private before: StoryView = { call: '', rows: [], shards: [], onHeap: [], head: undefined, journal: [] }
  private wasDeleted = false
  private wasSwept = false

  look(view: StoryView): void {
    for (const row of view.rows) {
      this.checkOnHeap(row, view)
      const former = this.before.rows.find((one) => one.kind === row.kind)
      if (former !== undefined) this.checkMoved(former, row, view.call)
      if (row.kind === 'persist') this.checkDone(row, view)
    }
    this.checkCursor(view)
    this.checkSwept(view)
    this.checkPicture(view)
    this.before = view
  }

  private checkOnHeap(row: TaskRow, { onHeap }: StoryView): void {
    if (row.status !== 'live' || row.nextRunMs === undefined || row.heapRun < row.run) return
    if (onHeap.some(({ kind, run }) => kind === row.kind && run === row.run)) return
    throw new CrashFailure(
      `I1: ${row.kind} run ${row.run} is scheduled and acknowledged, and not on the heap`,
    )
  }

  private checkMoved(before: TaskRow, after: TaskRow, call: string): void {
    // Who opens a picture says what is stored of it, as it was found.
    if (after.doneSeq < before.doneSeq && call !== 'sysdb.open') {
      throw new CrashFailure(`I3: done of ${after.kind} went back from ${before.doneSeq} to ${after.doneSeq}`)
    }
    for (let run = 1; run <= before.run; run++) {
      if (isDone(before, run) && !isDone(after, run)) {
        throw new CrashFailure(`I4: run ${run} of ${after.kind} was done and is not any more`)
      }
    }
    // Who opened the picture before it was deleted, and says so afterwards, brings its tasks back. They find nothing and go again.
    const isRevived = before.status === 'deleted' && after.status === 'live' && call !== 'sysdb.restore'
    if (isRevived && after.kind !== 'sweep') {
      throw new CrashFailure(`I7: ${after.kind} of a deleted picture lives again`)
    }
    const isClaimed = after.lastRunMs !== before.lastRunMs && before.lastRunMs !== 0
    if (isClaimed && !before.urgent && after.lastRunMs - before.lastRunMs < before.cadenceMs) {
      throw new CrashFailure(
        `I5: ${after.kind} is claimed ${after.lastRunMs - before.lastRunMs} ms after its last claim, its cadence is ${before.cadenceMs}`,
      )
    }
  }

  private checkDone(row: TaskRow, { journal, head }: StoryView): void {
    if (row.doneSeq > journal.length) {
      throw new CrashFailure(`I3: done is ${row.doneSeq}, and the journal ends at ${journal.length}`)
    }
    if (head?.status !== 'there' || row.status !== 'live' || head.updates.length >= row.doneSeq) return
    throw new CrashFailure(`I3: done is ${row.doneSeq}, and ${head.updates.length} are stored`)
  }

  private checkCursor({ rows, shards, head }: StoryView): void {
    const row = rows.find(({ kind }) => kind === 'persist')
    if (head?.status !== 'there' || row?.status === 'deleted' || row?.nextRunMs !== undefined) return
    for (const { cursor } of shards) {
      const upTo = Number(cursor.split(':')[1] ?? 0)
      if (upTo <= head.updates.length) continue
      throw new CrashFailure(
        `I2: nothing is scheduled, the cursor is past write ${upTo}, and ${head.updates.length} are stored`,
      )
    }
  }

  /** What sysdb knows as deleted, and whose objects are still there, is swept by its task, and waits for nobody's start. */
  private checkSwept({ rows, head }: StoryView): void {
    const isKnown = rows.some(({ kind, status }) => kind === 'persist' && status === 'deleted')
    if (head?.status !== 'deleted' || !isKnown) return
    const isSwept = rows.some(
      (row) => row.kind === 'sweep' && row.status === 'live' && row.nextRunMs !== undefined,
    )
    if (!isSwept) throw new CrashFailure('I7: a deleted picture has nothing that sweeps it')
  }

  private checkPicture({ head, journal }: StoryView): void {
    const { head: former } = this.before
    if (this.wasSwept && head !== undefined) throw new CrashFailure('I7: a swept picture is there again')
    if (this.wasDeleted && head?.status === 'there')
      throw new CrashFailure('I7: a deleted picture is there again')
    this.wasDeleted ||= head?.status === 'deleted'
    this.wasSwept ||= former !== undefined && head === undefined
    if (head === undefined) return
    if (head.updates.some((update, at) => update !== journal[at])) {
      throw new CrashFailure(`I6: ${head.updates.join(' ')} is stored of ${journal.join(' ')}`)
    }
    if (former !== undefined && head.updates.length < former.updates.length) {
      throw new CrashFailure(`I6: ${head.updates.length} are stored, and there were ${former.updates.length}`)
    }
  }
}

function isDone(row: TaskRow, run: number): boolean {
  return row.status === 'deleted' || run < row.run || (run === row.run && row.nextRunMs === undefined)
}
