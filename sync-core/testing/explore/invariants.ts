// I1 to I8 of SCHEDULER.md, each a named check of a state or of a move between two. I9 is in come-to-rest.ts.

import type { Claim, TaskRow } from '../../scheduler/sysdb.ts'
import type { TaskRun } from '../../scheduler/task.ts'
import { fromText } from './plain-text.ts'
import { hostOf } from './ports.ts'
import type { WorldView } from './explored-types.ts'
import type { Move } from './world.ts'

/** Which truth does not hold, and how one sees it. */
export interface Violation {
  readonly name: InvariantName
  readonly sentence: string
}

export const invariantNames = [
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'I6',
  'I7',
  'I8',
  'I9',
  'assert',
  'leave',
] as const
export type InvariantName = (typeof invariantNames)[number]

/** What must hold in every state. */
export function checkState(view: WorldView): Violation | undefined {
  return firstOf(
    ...view.sysdb.rows.map((row) => checkOnHeap(row, view)),
    checkCursor(view),
    ...view.sysdb.rows.filter((row) => row.kind === 'persist').map((row) => checkDone(row, view)),
    checkContents(view),
    checkClosed(view),
  )
}

/** What must hold of every move. */
export function checkMove(before: WorldView, after: WorldView, move: Move): Violation | undefined {
  return firstOf(
    ...before.sysdb.rows.map((row) => checkRows(row, rowOf(after, row), after, move)),
    checkClaim(before, move),
    checkDeleted(before, after, move),
    checkOneStore(before, after),
    ...(move.ended ?? []).map(({ step, failed, outcome }) =>
      failed && !outcome.startsWith('StorageError')
        ? violation('assert', `${step} fails by ${outcome}`)
        : undefined,
    ),
  )
}

function checkOnHeap(row: TaskRow, { objects }: WorldView): Violation | undefined {
  if (row.status !== 'live' || row.nextRunMs === undefined || row.heapRun < row.run) return undefined
  if (isOnHeap(row, objects.runs.get(row.shard) ?? [])) return undefined
  return violation('I1', `${row.kind} run ${row.run} is scheduled and acknowledged, and not on the heap`)
}

function checkCursor({ sysdb, picture, journal }: WorldView): Violation | undefined {
  const row = sysdb.rows.find(({ kind }) => kind === 'persist')
  if (picture.status !== 'there' || row?.status === 'deleted' || row?.nextRunMs !== undefined)
    return undefined
  for (const { cursor } of sysdb.shards) {
    const [owner = '', read = '0'] = cursor.split(':')
    const upTo = journal.by.slice(0, Number(read)).lastIndexOf(hostOf({ owner, incarnation: '' })) + 1
    if (upTo <= picture.folded.length) continue
    const state = row === undefined ? 'has no task' : 'waits'
    return violation('I2', `the picture ${state}, the cursor is past write ${upTo}, and it is not persisted`)
  }
  return undefined
}

function checkDone(row: TaskRow, { journal, picture }: WorldView): Violation | undefined {
  if (row.doneSeq > journal.tail) return violation('I3', `done is ${row.doneSeq}, past ${journal.tail}`)
  if (row.status !== 'live' || picture.status !== 'there' || picture.folded.length >= row.doneSeq)
    return undefined
  return violation('I3', `done is ${row.doneSeq}, the snapshot has ${picture.folded.length}`)
}

function checkContents({ journal, picture }: WorldView): Violation | undefined {
  if (picture.status === 'swept' || picture.status === 'vanished') return undefined
  const last = picture.folded.length
  const isInOrder = picture.folded.every((seq, at) => seq === at + 1)
  if (isInOrder && journal.from <= last + 1 && last <= journal.tail) return undefined
  return violation(
    'I6',
    `the snapshot has ${picture.folded.join(' ')}, the journal ${journal.from} to ${journal.tail}`,
  )
}

function checkRows(
  before: TaskRow,
  after: TaskRow | undefined,
  view: WorldView,
  { call }: Move,
): Violation | undefined {
  if (after === undefined) return undefined
  // Who opens a picture says what is stored of it, as it was found.
  if (after.doneSeq < before.doneSeq && call?.method !== 'open') {
    return violation('I3', `done went back from ${before.doneSeq} to ${after.doneSeq}`)
  }
  for (let run = 1; run <= before.run; run++) {
    if (isDone(before, run) && !isDone(after, run)) {
      return violation('I4', `${before.kind} run ${run} was done, and is not any more`)
    }
  }
  if (before.status === 'deleted' && after.status === 'live' && view.picture.status !== 'there') {
    return before.kind === 'sweep'
      ? undefined
      : violation('I7', `${before.kind} lives again, and its picture does not`)
  }
  return undefined
}

function checkClaim(before: WorldView, { call }: Move): Violation | undefined {
  if (call?.store !== 'sysdb' || call.method !== 'claim' || call.answer.startsWith('-')) return undefined
  const claim = fromText(call.answer.slice(1)) as Claim | undefined
  const [run] = fromText(call.args) as [TaskRun]
  const row = rowOf(before, run)
  if (claim === undefined || claim.isUrgent || row === undefined || row.lastRunMs === 0) return undefined
  const apart = claim.claimedMs - row.lastRunMs
  if (apart >= row.cadenceMs) return undefined
  return violation(
    'I5',
    `${row.kind} is claimed ${apart} ms after its last claim, its cadence is ${row.cadenceMs}`,
  )
}

/** A deleted picture comes back by being restored alone, and one that was swept never. */
function checkDeleted(before: WorldView, after: WorldView, { call }: Move): Violation | undefined {
  if (call?.store === 'sysdb' && call.method === 'delete') {
    const live = after.sysdb.rows.find(({ kind, status }) => kind !== 'sweep' && status === 'live')
    if (live !== undefined) return violation('I7', `the picture was deleted, and its ${live.kind} is live`)
  }
  if (before.picture.status === 'there' || after.picture.status !== 'there') return undefined
  if (before.picture.status === 'deleted' && call?.method === 'restore') return undefined
  return violation('I7', `a ${before.picture.status} picture is there again`)
}

function checkOneStore(before: WorldView, after: WorldView): Violation | undefined {
  const names = ['sysdb', 'objects', 'picture', 'journal'] as const
  const changed = names.filter((name) => before[name] !== after[name])
  return changed.length < 2 ? undefined : violation('I8', `one step changed ${changed.join(' and ')}`)
}

/** A picture is closed with all of it persisted. */
function checkClosed({ picture, journal }: WorldView): Violation | undefined {
  if (picture.status !== 'there' || picture.isOpen || picture.folded.length === journal.tail) return undefined
  return violation(
    'leave',
    `the picture is closed with ${picture.folded.length} of ${journal.tail} persisted`,
  )
}

export function rowOf(
  { sysdb }: WorldView,
  { picture, kind }: Pick<TaskRun, 'picture' | 'kind'>,
): TaskRow | undefined {
  return sysdb.rows.find((row) => row.picture === picture && row.kind === kind)
}

/** The row's run, or one that names it among others: of a task the highest run counts. */
export function isOnHeap(row: TaskRow, runs: readonly TaskRun[]): boolean {
  return runs.some((one) => one.picture === row.picture && one.kind === row.kind && one.run === row.run)
}

function isDone(row: TaskRow, run: number): boolean {
  return row.status === 'deleted' || run < row.run || (run === row.run && row.nextRunMs === undefined)
}

function firstOf(...violations: readonly (Violation | undefined)[]): Violation | undefined {
  return violations.find((one) => one !== undefined)
}

function violation(name: InvariantName, sentence: string): Violation {
  return { name, sentence }
}
