import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { encodeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import { Journal } from './journal.ts'
import { findBranches, readBranch } from './kept-branches.ts'

const elsewhere = { savedSeq: 100, savedEpoch: 5, lineage: [{ epoch: 5, startSeq: 10 }] }

/** Two segments of a hosting that the picture went on without. */
function lostJournal(storage = new MemoryJournalStorage()): MemoryJournalStorage {
  const segments: JournalRecord[][] = [
    [epochRecord(1), participantRecord(1), updatesRecord(1, 20)],
    [epochRecord(1), updatesRecord(21, 5)],
  ]
  for (const [at, records] of segments.entries()) {
    storage.files.set(at + 1, concatBytes(records.map(encodeRecord)))
  }
  return storage
}

const failure = (): StorageError => new StorageError('unavailable', 'Put in on purpose.', true)

describe('work that is in no picture', () => {
  it('[JO40] is kept once, whichever call fails, and found again with its number and time', async () => {
    let calls = Infinity
    for (let failing = 1; failing <= calls; failing++) {
      const storage = lostJournal()
      let count = 0
      storage.fault = () => (++count === failing ? { error: failure() } : undefined)
      const first = await Journal.open(storage, { ...elsewhere, nowMs: 7 }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(StorageError)
      })
      if (failing > count) calls = count
      storage.fault = () => undefined
      await first?.journal.close()
      const { branches, records } = await Journal.open(storage, { ...elsewhere, nowMs: 8 })
      expect(branches).toEqual([
        { name: 'branch-1', updates: 25, keptMs: expect.toSatisfy((ms) => ms === 7 || ms === 8) as number },
      ])
      expect([failing, records]).toEqual([failing, []])
    }
    expect(calls).toBeGreaterThan(8)
  })

  it('[JO40] of another hosting with the same number is kept beside it, the newest offered first', async () => {
    const storage = lostJournal()
    await Journal.open(storage, { ...elsewhere, nowMs: 7 })
    const other = [epochRecord(1), participantRecord(2), updatesRecord(1, 30, 50)]
    storage.files.clear()
    storage.files.set(1, concatBytes(other.map(encodeRecord)))
    const { branches } = await Journal.open(storage, { ...elsewhere, nowMs: 9 })
    expect(branches).toEqual([
      { name: 'branch-2', updates: 30, keptMs: 9 },
      { name: 'branch-1', updates: 25, keptMs: 7 },
    ])
    await storage.removeBranch('branch-2')
    expect((await findBranches(storage)).branches).toEqual([{ name: 'branch-1', updates: 25, keptMs: 7 }])
  })

  it('[JO40] is told, and not offered, where an update of it is missing', async () => {
    const storage = new MemoryJournalStorage()
    const records = [epochRecord(1), updatesRecord(1, 20), updatesRecord(23, 5)]
    storage.files.set(1, concatBytes(records.map(encodeRecord)))
    const { branches, repairs } = await Journal.open(storage, elsewhere)
    expect(branches).toEqual([])
    expect(repairs).toEqual([expect.stringMatching(/update 21 is missing.*stays as branch-1/)])
  })

  it('[JO40] costs a sentence, and never an opening, whatever its file has become', async () => {
    const storage = lostJournal()
    await Journal.open(storage, elsewhere)
    const whole = storage.kept.get('branch-1')!
    const check = async (bytes: Uint8Array): Promise<void> => {
      storage.kept.set('branch-1', bytes)
      const { branches, notices } = await findBranches(storage)
      expect([branches, notices]).toEqual([[], [expect.stringContaining('stays as branch-1')]])
      await expect(readBranch(storage, 'branch-1')).rejects.toBeInstanceOf(StorageError)
    }
    await fc.assert(fc.asyncProperty(fc.nat(whole.length - 1), (length) => check(whole.slice(0, length))))
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), check))
    const flipped = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(flipped, ([at, bits]) =>
        check(whole.map((byte, i) => (i === at ? byte ^ bits : byte))),
      ),
    )
    storage.kept.set('branch-1', whole)
    storage.fault = (call) => (call === 'branches' ? { error: failure() } : undefined)
    expect(await findBranches(storage)).toEqual({ branches: [], notices: ['Put in on purpose.'] })
  })
})
