import { expect, it } from 'vitest'
import { AssertionError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import type { Update } from '../raster/operation.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import type { JournalRecord } from './journal-record.ts'
import { Journal } from './journal.ts'
import { replayJournal } from './replay-journal.ts'

async function all(updates: AsyncIterable<Update>): Promise<Update[]> {
  const found: Update[] = []
  for await (const update of updates) found.push(update)
  return found
}

const notFound = { code: 'not-found', name: 'StorageError' }

it('[JO18] reads back exactly what replaying everything gives, while it is written and after opening again', async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const prng = new Prng(seed)
    const storage = new MemoryJournalStorage()
    let journal = (await Journal.open(storage)).journal
    const written: JournalRecord[] = []
    const append = async (record: JournalRecord): Promise<void> => {
      written.push(record)
      await journal.append(record)
    }
    await append(epochRecord(1))
    for (let step = 0, epoch = 1; step < 25; step++) {
      const { seq } = journal
      const what = prng.below(10)
      if (what < 5) await append(updatesRecord(seq + 1, 1 + prng.below(5), prng.below(50)))
      else if (what === 5) await journal.rotate()
      else if (what === 6) await append(epochRecord(++epoch, prng.below(seq + 1)))
      else if (what === 7) await append(epochRecord(epoch, seq))
      else if (what === 8) await append(participantRecord(1 + prng.below(3)))
      else if (seq > 0) await append({ kind: 'left-out', seqs: [1 + prng.below(seq)] })
      const fromSeq = 1 + prng.below(journal.seq + 1)
      const toSeq = prng.below(journal.seq + 1)
      const expected = replayJournal(written, 0).updates.filter(
        (update) => update.seq >= fromSeq && update.seq <= toSeq,
      )
      expect(await all(journal.read(fromSeq, toSeq)), `seed ${seed}`).toEqual(expected)
      if (prng.chance(0.1)) journal = (await Journal.open(storage)).journal
    }
  }
})

it('[JO18] reads one segment at a time, and only those that have any of it', async () => {
  const storage = new MemoryJournalStorage()
  const { journal } = await Journal.open(storage)
  for (const seq of [1, 11, 21, 31]) {
    await journal.append(updatesRecord(seq, 10))
    await journal.rotate()
  }
  storage.calls.length = 0
  const updates = journal.read(15, 25)[Symbol.asyncIterator]()
  expect((await updates.next()).value).toMatchObject({ seq: 15 })
  expect(storage.calls).toEqual(['read 2'])
  for (let seq = 16; seq <= 25; seq++) expect((await updates.next()).value).toMatchObject({ seq })
  expect(await updates.next()).toEqual({ done: true, value: undefined })
  expect(storage.calls).toEqual(['read 2', 'read 3'])
})

it('[JO18] says which updates are not there any more', async () => {
  const storage = new MemoryJournalStorage()
  const { journal } = await Journal.open(storage)
  await journal.append(epochRecord(3))
  for (const seq of [1, 11, 21]) {
    await journal.append(updatesRecord(seq, 10))
    await journal.rotate()
  }
  await journal.dropThrough(10)
  expect(await all(journal.read(11, 30))).toHaveLength(20)
  await expect(all(journal.read(10, 30))).rejects.toMatchObject({
    ...notFound,
    message: expect.stringContaining('updates 10 to 30'),
  })
  const slow = journal.read(11, 30)[Symbol.asyncIterator]()
  await slow.next()
  await journal.dropThrough(30)
  for (let seq = 12; seq <= 20; seq++) expect((await slow.next()).value).toMatchObject({ seq })
  await expect(slow.next()).rejects.toMatchObject({
    ...notFound,
    message: expect.stringContaining('updates 21 to 30'),
  })
  expect(() => journal.read(1, 31)).toThrow(AssertionError)
  expect(() => journal.read(0, 3)).toThrow(AssertionError)
})

it('[JO18] rests now and then while it reads, however far on it begins', async () => {
  let rests = 0
  const pause = (): Promise<void> => {
    rests += 1
    return Promise.resolve()
  }
  const storage = new MemoryJournalStorage()
  const { journal } = await Journal.open(storage, { pause })
  for (let seq = 1; seq <= 2000; seq += 10) await journal.append(updatesRecord(seq, 10, 1000))
  for (const [fromSeq, toSeq] of [
    [1, 2000],
    [1999, 2000],
  ] as const) {
    rests = 0
    expect(await all(journal.read(fromSeq, toSeq))).toHaveLength(toSeq - fromSeq + 1)
    expect(rests).toBe(14)
  }
})
