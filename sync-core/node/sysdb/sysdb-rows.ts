// What sysdb's statements return, as the port says it.

import { assert } from '../../base/assert.ts'
import type { ShardRow, TaskRow } from '../../scheduler/sysdb.ts'
import { taskKinds, type DueRun, type TaskKind } from '../../scheduler/task.ts'
import type { SqlRow, SqlValue } from './sql-connection.ts'

export function numberIn(row: SqlRow, column: string): number {
  const value = row[column]
  assert(typeof value === 'number', 'a number column gives a number')
  return value
}

export function textIn(row: SqlRow, column: string): string {
  const value = row[column]
  assert(typeof value === 'string', 'a text column gives a text')
  return value
}

/** Those of the shard that are scheduled and not known to be on the heap, the earliest due first. */
export function toBePushed(rows: readonly SqlRow[], shard: number): readonly DueRun[] {
  return rows
    .filter((row) => row['shard'] === shard && row['next_run_ms'] !== null && isKnown(row['kind']))
    .filter((row) => numberIn(row, 'heap_run') < numberIn(row, 'run'))
    .map(dueRunOf)
    .sort((a, b) => a.dueMs - b.dueMs || compare(a.picture, b.picture) || compare(a.kind, b.kind))
}

/** A newer Gesso may be at work on the same database. */
function isKnown(kind: SqlValue | undefined): boolean {
  return taskKinds.some((known) => known === kind)
}

export function taskRowOf(row: SqlRow): TaskRow {
  const nextRunMs = row['next_run_ms']
  return {
    picture: textIn(row, 'picture'),
    kind: textIn(row, 'kind') as TaskKind,
    shard: numberIn(row, 'shard'),
    status: textIn(row, 'status') as TaskRow['status'],
    epoch: numberIn(row, 'epoch'),
    wantSeq: numberIn(row, 'want_seq'),
    doneSeq: numberIn(row, 'done_seq'),
    snapshotKey: textIn(row, 'snapshot_key'),
    run: numberIn(row, 'run'),
    nextRunMs: nextRunMs === null ? undefined : numberIn(row, 'next_run_ms'),
    heapRun: numberIn(row, 'heap_run'),
    lastRunMs: numberIn(row, 'last_run_ms'),
    cadenceMs: numberIn(row, 'cadence_ms'),
    attempt: numberIn(row, 'attempt'),
    leaseUntilMs: numberIn(row, 'lease_until_ms'),
    urgent: row['urgent'] === 1,
    failures: numberIn(row, 'failures'),
    problem: textIn(row, 'problem'),
    deletedAtMs: numberIn(row, 'deleted_at_ms'),
  }
}

export function shardRowOf(row: SqlRow): ShardRow {
  return {
    shard: numberIn(row, 'shard'),
    owner: textIn(row, 'owner'),
    incarnation: textIn(row, 'incarnation'),
    leaseUntilMs: numberIn(row, 'lease_until_ms'),
    cursor: textIn(row, 'cursor_text'),
  }
}

function dueRunOf(row: SqlRow): DueRun {
  return {
    picture: textIn(row, 'picture'),
    kind: textIn(row, 'kind') as TaskKind,
    run: numberIn(row, 'run'),
    dueMs: numberIn(row, 'next_run_ms'),
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
