import { expect, it } from 'vitest'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { replayJournal } from './replay-journal.ts'

it('[JO11] gives the updates after the snapshot, everybody, and the epoch', () => {
  const renamed = { ...participantRecord(1), name: 'Ada' }
  const records = [
    epochRecord(4),
    participantRecord(1),
    updatesRecord(1, 3),
    participantRecord(2),
    renamed,
    updatesRecord(4),
  ]
  const replay = replayJournal(records, 2)
  expect(replay.updates.map((update) => [update.seq, update.author, update.clientSeq])).toEqual([
    [3, 1, 3],
    [4, 1, 4],
  ])
  expect(replay.participants).toEqual([renamed, participantRecord(2)])
  expect(replay.epoch).toBe(4)
})

it('[JO11] leaves out updates that a later epoch did not inherit', () => {
  const records = [epochRecord(1), updatesRecord(1, 5), epochRecord(2, 3), updatesRecord(4, 1, 9)]
  const { updates } = replayJournal(records, 0)
  expect(updates.map((update) => [update.seq, update.operation.length])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
    [4, 9],
  ])
})

it('[JO17] puts a stand-in in the place of what was left out, until an epoch begins before it', () => {
  const records = [
    epochRecord(1),
    updatesRecord(1, 4),
    { kind: 'left-out', seqs: [1, 2, 4] } as const,
    epochRecord(2, 4),
    updatesRecord(5, 1),
  ]
  const { updates, leftOut } = replayJournal(records, 1)
  expect(updates.map(({ seq, clientSeq, operation }) => [seq, clientSeq, operation.length])).toEqual([
    [2, 2, 1],
    [3, 3, 3],
    [4, 4, 1],
    [5, 5, 3],
  ])
  // Of the snapshot's tail too.
  expect([...leftOut]).toEqual([1, 2, 4])
  const again = replayJournal([...records, epochRecord(3, 2), updatesRecord(3, 2)], 1)
  expect(again.updates.map(({ seq, operation }) => [seq, operation.length])).toEqual([
    [2, 1],
    [3, 3],
    [4, 3],
  ])
  expect([...again.leftOut]).toEqual([1, 2])
})
