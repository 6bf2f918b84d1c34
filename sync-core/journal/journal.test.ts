import { describe, expect, it } from 'vitest'
import { AssertionError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { encodeRecord } from './journal-record.ts'
import { Journal } from './journal.ts'

const full = new StorageError('disk-full', 'The disk is full.', true)

/** Lets everything that is ready run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}

describe('writing', () => {
  it('[JO1] gives back every record in order', async () => {
    const storage = new MemoryJournalStorage()
    const first = await Journal.open(storage)
    expect(first.records).toEqual([])
    const records = [
      epochRecord(1),
      participantRecord(1),
      updatesRecord(1, 3),
      participantRecord(2),
      updatesRecord(4),
    ]
    await Promise.all(records.map((record) => first.journal.append(record)))
    expect(first.journal.seq).toBe(4)
    const second = await Journal.open(storage)
    expect(second.records).toEqual(records)
    expect(second.repairs).toEqual([])
    expect(second.journal.durableSeq).toBe(4)
    await second.journal.append(updatesRecord(5))
    expect((await Journal.open(storage)).records).toEqual([...records, updatesRecord(5)])
  })

  it('[JO1] pins the bytes of a record', () => {
    expect([...encodeRecord({ kind: 'epoch', epoch: 3, startSeq: 300 })]).toEqual([
      4, 0, 0, 0, 140, 243, 190, 207, 0, 3, 172, 2,
    ])
  })

  it('[JO1] writes the appends of one turn with one call', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await Promise.all([1, 2, 3, 4].map((seq) => journal.append(updatesRecord(seq))))
    expect(storage.calls.filter((call) => call === 'append 1')).toHaveLength(1)
  })

  it('[JO2] announces what was written before the fsync began, and groups the rest', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    const heard: number[] = []
    journal.onDurable((seq) => heard.push(seq))
    let open = (): void => undefined
    storage.syncGate = new Promise((resolve) => (open = resolve))
    const before = storage.calls.length
    await journal.append(updatesRecord(1))
    await settle()
    await journal.append(updatesRecord(2))
    await journal.append(updatesRecord(3))
    await settle()
    const syncs = (): number => storage.calls.slice(before).filter((call) => call.startsWith('sync')).length
    expect([syncs(), journal.durableSeq, heard]).toEqual([1, 0, []])
    open()
    await journal.flush()
    expect([syncs(), journal.durableSeq, heard]).toEqual([2, 3, [1, 3]])
  })

  it('[JO9] begins a new segment with the epoch, and none for nothing', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(epochRecord(7))
    await journal.append(updatesRecord(1))
    void journal.rotate()
    await journal.append(updatesRecord(2))
    await journal.rotate()
    await journal.rotate()
    expect([...storage.files.keys()]).toEqual([1, 2, 3])
    expect(storage.files.get(3)).toEqual(encodeRecord(epochRecord(7)))
    expect((await Journal.open(storage)).records).toEqual([
      epochRecord(7),
      updatesRecord(1),
      updatesRecord(2),
    ])
  })

  it('[JO9] closes a segment that is past its size', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage, { segmentBytes: 200 })
    for (let seq = 1; seq <= 40; seq++) await journal.append(updatesRecord(seq, 1, 20))
    expect(storage.files.size).toBeGreaterThan(4)
    expect((await Journal.open(storage)).records).toHaveLength(40)
  })

  it('[JO8] refuses a gap and an overlap as a bug', async () => {
    const { journal } = await Journal.open(new MemoryJournalStorage())
    await journal.append(updatesRecord(1, 5))
    expect(() => journal.append(updatesRecord(5))).toThrow(AssertionError)
    expect(() => journal.append(updatesRecord(7))).toThrow(AssertionError)
    await journal.append(updatesRecord(6))
  })

  it('[JO13] splits updates that are larger than a record', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    const large = updatesRecord(1, 200, limits.operationBytesMax)
    await journal.append(large)
    const { records } = await Journal.open(storage)
    expect(records.length).toBeGreaterThan(2)
    const updates = records.flatMap((record) => (record.kind === 'updates' ? record.updates : []))
    expect(updates.map((update) => [update.clientSeq, update.operation.length])).toEqual(
      large.updates.map((update) => [update.clientSeq, update.operation.length]),
    )
    expect(storage.files.get(1)!.length).toBeGreaterThan(200 * limits.operationBytesMax)
  })
})

describe('dropping', () => {
  it('[JO10] removes whole segments that a snapshot has, never the current one', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(epochRecord(1))
    for (const seq of [1, 11, 21]) {
      await journal.append(updatesRecord(seq, 10))
      await journal.rotate()
    }
    await journal.append(updatesRecord(31, 10))
    await journal.dropThrough(19)
    expect([...storage.files.keys()]).toEqual([2, 3, 4])
    await journal.dropThrough(1000)
    expect([...storage.files.keys()]).toEqual([4])
    const { records, repairs } = await Journal.open(storage, { savedSeq: 35 })
    expect([records, repairs]).toEqual([[epochRecord(1), updatesRecord(31, 10)], []])
  })

  it('[JO10] keeps a participant whom the snapshot may not know', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1, 10))
    await journal.append(participantRecord(9))
    await journal.rotate()
    await journal.append(updatesRecord(11, 10))
    await journal.dropThrough(10)
    expect([...storage.files.keys()]).toEqual([1, 2])
    await journal.dropThrough(11)
    expect([...storage.files.keys()]).toEqual([2])
  })

  it('[JO10] knows after opening again what each segment has', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(epochRecord(1))
    await journal.append(updatesRecord(1, 10))
    await journal.rotate()
    await journal.append(updatesRecord(11, 10))
    const again = await Journal.open(storage, { savedSeq: 10 })
    await again.journal.dropThrough(9)
    expect([...storage.files.keys()]).toEqual([1, 2])
    await again.journal.dropThrough(10)
    expect([...storage.files.keys()]).toEqual([2])
  })

  it('[JO10] waits for the fsync of what it drops', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    let open = (): void => undefined
    storage.syncGate = new Promise((resolve) => (open = resolve))
    await journal.append(updatesRecord(1))
    await journal.append(updatesRecord(2))
    await journal.rotate()
    const dropped = journal.dropThrough(2)
    await settle()
    expect([...storage.files.keys()]).toEqual([1, 2])
    open()
    await dropped
    expect([[...storage.files.keys()], journal.durableSeq]).toEqual([[2], 2])
  })

  it('[JO10] tells a removal that fails, and tries it again next time', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1))
    await journal.rotate()
    storage.fault = (call) => (call === 'remove' ? { error: full } : undefined)
    await expect(journal.dropThrough(1)).rejects.toBe(full)
    storage.fault = () => undefined
    await journal.dropThrough(1)
    expect([...storage.files.keys()]).toEqual([2])
  })
})

describe('failing', () => {
  it('[JO3] cuts back a failed append, refuses what was queued behind it, and goes on', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1))
    const clean = storage.files.get(1)!
    for (const part of [0, 1, 7, 20, 40]) {
      storage.fault = (call) => (call === 'append' ? { error: full, part } : undefined)
      const one = journal.append(updatesRecord(2))
      const two = journal.append(updatesRecord(3))
      await expect(one).rejects.toBe(full)
      await expect(two).rejects.toBe(full)
      expect(storage.files.get(1)).toEqual(clean)
    }
    storage.fault = () => undefined
    await journal.append(updatesRecord(2))
    expect((await Journal.open(storage)).records).toEqual([updatesRecord(1), updatesRecord(2)])
  })

  it('[JO3][JO8] an append that is our bug leaves nothing among those of the same turn', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    const tooLong = updatesRecord(2, 3, limits.operationBytesMax + 1)
    expect(() => journal.append(updatesRecord(1, 1, limits.operationBytesMax + 1))).toThrow(AssertionError)
    const one = journal.append(updatesRecord(1))
    expect(() => journal.append(tooLong)).toThrow(AssertionError)
    expect(() =>
      journal.append({
        ...updatesRecord(2),
        updates: [{ author: 1, clientSeq: 2 ** 32, operation: new Uint8Array(1) }],
      }),
    ).toThrow(AssertionError)
    const two = journal.append(updatesRecord(2))
    await Promise.all([one, two])
    expect((await Journal.open(storage)).records).toEqual([updatesRecord(1), updatesRecord(2)])
  })

  it('[JO3] writes nothing before a failed cut succeeded', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1))
    storage.fault = (call) =>
      call === 'append' || call === 'truncate' ? { error: full, part: 30 } : undefined
    await expect(
      Promise.all([journal.append(updatesRecord(2)), journal.append(updatesRecord(3))]),
    ).rejects.toBe(full)
    storage.fault = (call) => (call === 'truncate' ? { error: full } : undefined)
    const before = storage.calls.length
    await expect(journal.append(updatesRecord(2, 1, 1))).rejects.toBe(full)
    expect(storage.calls.slice(before)).not.toContain('append 1')
    storage.fault = () => undefined
    await journal.append(updatesRecord(2, 1, 1))
    expect((await Journal.open(storage)).records).toEqual([updatesRecord(1), updatesRecord(2, 1, 1)])
  })

  it('[JO3] takes back an append that came after the failure but before its caller knew', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1))
    storage.fault = (call) => (call === 'append' ? { error: full } : undefined)
    await expect(journal.append(updatesRecord(2))).rejects.toBe(full)
    await expect(journal.append(updatesRecord(3))).rejects.toBe(full)
    storage.fault = () => undefined
    await journal.append(updatesRecord(2))
    expect(() => journal.append(updatesRecord(4))).toThrow(AssertionError)
  })

  it('[JO3] survives a segment that can’t be made', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(epochRecord(1))
    await journal.append(updatesRecord(1))
    storage.fault = (call) => (call === 'create' ? { error: full } : undefined)
    await expect(journal.rotate()).rejects.toBe(full)
    storage.fault = () => undefined
    await journal.append(updatesRecord(2))
    await journal.rotate()
    await journal.append(updatesRecord(3))
    expect((await Journal.open(storage)).records).toHaveLength(4)
  })

  it('[JO3][JO9] loses nothing when there was no room for the epoch of a new segment', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(epochRecord(1))
    await journal.append(updatesRecord(1, 10))
    storage.fault = (call, segment) => (call === 'append' && segment === 2 ? { error: full } : undefined)
    await expect(journal.rotate()).rejects.toBe(full)
    storage.fault = () => undefined
    await journal.append(updatesRecord(11, 5))
    await journal.rotate()
    await journal.dropThrough(10)
    await journal.close()
    expect([...storage.files.keys()]).toEqual([2, 3])
    const { records, repairs } = await Journal.open(storage, { savedSeq: 10, savedEpoch: 1 })
    expect([records, repairs]).toEqual([[epochRecord(1), updatesRecord(11, 5)], []])
  })

  it('[JO9] begins a segment with the epoch after a crash before it was there', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(epochRecord(1))
    await journal.append(updatesRecord(1))
    await journal.close()
    storage.files.set(2, new Uint8Array(0))
    const again = await Journal.open(storage)
    await again.journal.append(updatesRecord(2))
    storage.files.delete(1)
    expect((await Journal.open(storage)).records).toEqual([epochRecord(1), updatesRecord(2)])
  })

  it('[JO4] refuses with the failed fsync also behind what was on its way then', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    let breakSync = (_error: StorageError): void => undefined
    storage.syncGate = new Promise((_, reject) => (breakSync = reject))
    await journal.append(updatesRecord(1))
    const onItsWay = journal.append(updatesRecord(2))
    breakSync(full)
    await onItsWay
    expect(journal.failure).toBe(full)
    await expect(journal.append(updatesRecord(3))).rejects.toBe(full)
  })

  it('[JO4] ends with the first failed fsync', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1))
    await journal.flush()
    const heard: StorageError[] = []
    journal.onFailure((error) => heard.push(error))
    storage.fault = (call) => (call === 'sync' ? { error: full } : undefined)
    await journal.append(updatesRecord(2))
    await expect(journal.flush()).rejects.toBe(full)
    storage.fault = () => undefined
    const before = storage.calls.length
    await expect(journal.append(updatesRecord(3))).rejects.toBe(full)
    await settle()
    expect([heard, journal.failure, journal.durableSeq]).toEqual([[full], full, 1])
    expect(storage.calls.slice(before)).toEqual([])
  })

  it('[JO14] closes the storage whatever failed', async () => {
    const storage = new MemoryJournalStorage()
    const { journal } = await Journal.open(storage)
    await journal.append(updatesRecord(1))
    await journal.close()
    await journal.close()
    expect(journal.durableSeq).toBe(1)
    expect(storage.calls.filter((call) => call === 'close 0')).toHaveLength(1)

    const broken = new MemoryJournalStorage()
    const other = (await Journal.open(broken)).journal
    broken.fault = (call) => (call === 'sync' ? { error: full } : undefined)
    await other.append(updatesRecord(1))
    await expect(other.close()).rejects.toBe(full)
    expect(broken.calls.at(-1)).toBe('close 0')
  })

  it('[JO17] keeps the segments with what is left out as they were, and notes its numbers after them', async () => {
    const storage = new MemoryJournalStorage()
    const first = await Journal.open(storage)
    for (const record of [epochRecord(1), updatesRecord(1, 2)]) await first.journal.append(record)
    await first.journal.rotate()
    await first.journal.append(updatesRecord(3, 2))
    await first.journal.close()
    const before = storage.files.get(2)

    const { journal } = await Journal.open(storage, { savedSeq: 0 })
    expect(await journal.leaveOut([4])).toEqual(['aside-1'])
    expect([...storage.aside]).toEqual([['aside-1', before]])
    await journal.append(epochRecord(2, 4))
    await journal.append(updatesRecord(5))
    const { records, repairs } = await Journal.open(storage)
    expect(repairs).toEqual([])
    expect(records.slice(-3)).toEqual([{ kind: 'left-out', seqs: [4] }, epochRecord(2, 4), updatesRecord(5)])
    expect(await journal.leaveOut([99])).toEqual([])
  })
})
