import { expect, it } from 'vitest'
import type { TaskRow } from '../../scheduler/sysdb.ts'
import { freshRow } from '../../testing/memory-task-rows.ts'
import { schedulerReport, stateOf } from './scheduler-report.ts'

const nowMs = 1_700_000_000_000
const task: TaskRow = {
  ...freshRow({ picture: 'aeaqcaibaeaqcaibaeaqcaibae', kind: 'persist' }, 0, 15_000, nowMs - 2500),
  wantSeq: 12,
  doneSeq: 10,
  run: 3,
  heapRun: 3,
  attempt: 2,
}
const waiting: TaskRow = { ...task, kind: 'preview', nextRunMs: undefined, doneSeq: 12 }
const failing: TaskRow = {
  ...task,
  kind: 'compact',
  run: 4,
  heapRun: 3,
  nextRunMs: nowMs + 90_000,
  leaseUntilMs: nowMs + 4000,
  failures: 2,
  urgent: true,
  problem: 'The disk is full.',
}

it('[ND60] says each task’s state in the letters of the table, by looking at both stores', () => {
  const deleted: TaskRow = { ...task, status: 'deleted', nextRunMs: undefined }
  const seen = [deleted, task, waiting].map((row) => [0, 2, 3, undefined].map((run) => stateOf(row, run)))
  expect(seen).toEqual([
    ['A_2', 'A_1', 'A_1', 'A_2'],
    ['B_2', 'B_2', 'B_1', 'B_1'],
    ['C_2', 'C_1', 'C_1', 'C_2'],
  ])
})

it('[ND60] prints tasks, shards, buckets and lags', () => {
  const { picture } = task
  const stray = { picture: 'aibaeaqcaibaeaqcaibaeaqcai', kind: 'sweep', run: 1, dueMs: nowMs } as const
  const report = schedulerReport({
    name: 'data/scheduler/00ff',
    nowMs,
    tasks: [task, waiting, failing],
    shards: [
      { shard: 0, owner: 'ab', incarnation: 'cd', leaseUntilMs: nowMs + 9000, cursor: '3:100#2' },
      { shard: 1, owner: '', incarnation: '', leaseUntilMs: 0, cursor: '' },
    ],
    buckets: [
      {
        shard: 0,
        startMs: nowMs - 10_000,
        runs: [{ picture, kind: 'persist', run: 3, dueMs: nowMs }, stray],
        problem: '',
      },
      { shard: 0, startMs: nowMs + 10_000, runs: [], problem: 'It is damaged.' },
    ],
  })
  expect(report).toEqual([
    'data/scheduler/00ff',
    '',
    'Tasks: 3',
    `  B_1  ${picture} persist  shard 0  run 3  attempt 2  due since 2.5 s  done 10 of 12`,
    `  C_2  ${picture} preview  shard 0  run 3  attempt 2  waits  done 12 of 12`,
    `  B_2  ${picture} compact  shard 0  run 4  attempt 2  due in 90.0 s  done 10 of 12  leased for 4.0 s  failures 2  urgent`,
    '       The disk is full.',
    `  A_1  ${stray.picture} sweep  run 1 on the heap, no row`,
    '',
    'Shards: 2',
    '  0: ab (cd), lease 9.0 s, cursor 3:100#2',
    '  1: nobody’s, cursor at the beginning',
    '',
    'Heap: 2 buckets',
    '  0/1699999990000  due since 10.0 s: 2 runs',
    '  0/1700000010000  due in 10.0 s: It is damaged.',
    '',
    'Oldest due: 2.5 s',
    'Pushes that are not acknowledged: 1, the oldest late: none',
  ])
})

it('[ND61] lets no row say anything to the terminal but letters', () => {
  const report = schedulerReport({
    name: 'hosts',
    nowMs,
    tasks: [{ ...failing, picture: '\u001b[2Ja', problem: 'It is\nbroken.\u202e' }],
    shards: [{ shard: 0, owner: '\u0007', incarnation: 'b', leaseUntilMs: nowMs + 1000, cursor: '\u009b' }],
    buckets: undefined,
  })
  expect(report.join(' ')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(report[4]).toBe('       It is\ufffdbroken.\ufffd')
})
