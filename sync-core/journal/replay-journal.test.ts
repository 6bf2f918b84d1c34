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
