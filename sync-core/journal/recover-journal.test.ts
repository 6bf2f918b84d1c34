import { describe, expect, it } from 'vitest'
import { StorageError } from '../base/errors.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { concatBytes } from '../base/concat-bytes.ts'
import { crc32 } from '../base/crc32.ts'
import { Prng } from '../base/prng.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { encodeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import { Journal } from './journal.ts'
import { readBranch } from './kept-branches.ts'

const records = [
  epochRecord(1),
  participantRecord(1),
  updatesRecord(1, 2),
  updatesRecord(3),
  updatesRecord(4, 2),
]

function stored(...segments: readonly (readonly JournalRecord[])[]): MemoryJournalStorage {
  const storage = new MemoryJournalStorage()
  for (const [at, segment] of segments.entries())
    storage.files.set(at + 1, concatBytes(segment.map(encodeRecord)))
  return storage
}

/** How many of the records lie whole within the first `length` bytes. */
function wholeWithin(length: number): number {
  let end = 0
  return records.filter((record) => (end += encodeRecord(record).length) <= length).length
}

describe('torn ends', () => {
  it('[JO5] cuts a journal of any length to its whole records, and goes on', async () => {
    const bytes = concatBytes(records.map(encodeRecord))
    for (let length = 0; length <= bytes.length; length++) {
      const storage = new MemoryJournalStorage()
      storage.files.set(1, bytes.slice(0, length))
      const whole = records.slice(0, wholeWithin(length))
      const opened = await Journal.open(storage)
      expect(opened.records).toEqual(whole)
      const wholeBytes = concatBytes(whole.map(encodeRecord)).length
      expect(opened.repairs.length).toBe(length === wholeBytes ? 0 : 1)
      expect(storage.files.get(1)).toEqual(bytes.slice(0, wholeBytes))
      expect(storage.aside.size).toBe(0)
      const next = updatesRecord(opened.journal.seq + 1)
      await opened.journal.append(next)
      const again = await Journal.open(storage)
      expect([again.records, again.repairs]).toEqual([[...whole, next], []])
    }
  })

  it('[JO5] cuts zeros that a power cut left at the end, and says how many', async () => {
    const storage = stored(records)
    const whole = storage.files.get(1)!
    storage.files.set(1, concatBytes([whole, new Uint8Array(500)]))
    const opened = await Journal.open(storage)
    expect(opened.records).toEqual(records)
    expect(opened.repairs).toEqual([
      'The last 500 bytes of the journal, after update 5, had not been written completely and were cut off.',
    ])
    expect(storage.files.get(1)).toEqual(whole)
  })
})

describe('damage', () => {
  it('[JO7] [JO6] notices every flipped bit, keeps all before it, and throws nothing away', async () => {
    const bytes = concatBytes(records.map(encodeRecord))
    const lastStart = bytes.length - encodeRecord(records.at(-1)!).length
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const at = bit >> 3
      const flipped = bytes.slice()
      flipped[at]! ^= 1 << (bit & 7)
      const storage = new MemoryJournalStorage()
      storage.files.set(1, flipped)
      const opened = await Journal.open(storage)
      const before = records.slice(0, wholeWithin(at))
      expect(opened.records.slice(0, before.length)).toEqual(before)
      for (const record of opened.records) expect(records).toContainEqual(record)
      expect(opened.records.length).toBeLessThan(records.length)
      expect(opened.repairs.length).toBe(1)
      expect([...storage.aside.values()]).toEqual(at < lastStart ? [flipped] : [])
      const again = await Journal.open(storage)
      expect([again.records, again.repairs]).toEqual([opened.records, []])
    }
  })

  it('[JO6] says how much, after which update, and where it is kept', async () => {
    const storage = stored(records)
    const bytes = storage.files.get(1)!
    const third = concatBytes(records.slice(0, 3).map(encodeRecord)).length
    bytes[third + 9]! ^= 0xff
    const opened = await Journal.open(storage)
    expect(opened.records).toEqual(records.slice(0, 3))
    expect(opened.repairs).toEqual([
      `${bytes.length - third} bytes of the journal after update 2 can’t be used; the updates up to 2 were read. What was there before is kept as aside-1.`,
    ])
    expect(storage.aside.get('aside-1')).toEqual(bytes)
  })

  it('[JO6] goes on behind the damage when the snapshot has what is missing', async () => {
    const storage = stored(records)
    const third = concatBytes(records.slice(0, 3).map(encodeRecord)).length
    storage.files.get(1)![third + 9]! ^= 0xff
    const opened = await Journal.open(storage, { savedSeq: 3 })
    expect(opened.records).toEqual([...records.slice(0, 3), records[4]])
    expect(opened.repairs[0]).toMatch(
      /^\d+ bytes of the journal after update 2 are damaged; the updates up to 5/,
    )
    await opened.journal.append(updatesRecord(6))
    const again = await Journal.open(storage, { savedSeq: 3 })
    expect([again.records.length, again.repairs]).toEqual([5, []])
  })

  it('[JO6] puts later segments aside whole when the way to them is lost', async () => {
    const storage = stored([epochRecord(1), updatesRecord(1, 5)], [epochRecord(1), updatesRecord(6, 5)])
    const second = storage.files.get(2)!
    storage.files.get(1)![30]! ^= 1
    const opened = await Journal.open(storage, { savedSeq: 0 })
    expect(opened.records).toEqual([epochRecord(1)])
    expect(opened.repairs).toHaveLength(2)
    expect([...storage.aside.values()][1]).toEqual(second)
    expect(opened.journal.seq).toBe(0)
  })

  it('[JO6] reads a damaged segment whose updates the snapshot has, and all that follow', async () => {
    const storage = stored([epochRecord(1), updatesRecord(1, 5)], [epochRecord(1), updatesRecord(6, 5)])
    storage.files.set(1, new Uint8Array(100).fill(7))
    const opened = await Journal.open(storage, { savedSeq: 5 })
    expect(opened.records).toEqual([epochRecord(1), updatesRecord(6, 5)])
    expect(opened.journal.seq).toBe(10)
  })

  it('[JO8] puts updates aside that repeat or come too late', async () => {
    for (const wrong of [updatesRecord(2), updatesRecord(3, 2), updatesRecord(9), epochRecord(1, 3)]) {
      const storage = stored([epochRecord(2), updatesRecord(1, 3), wrong, updatesRecord(4)])
      const opened = await Journal.open(storage)
      expect(opened.records).toEqual([epochRecord(2), updatesRecord(1, 3)])
      expect([opened.repairs.length, storage.aside.size]).toEqual([1, 1])
    }
  })

  it('[JO8][SI10] goes on behind the present epoch written again at the newest update, as after a full disk', async () => {
    const storage = stored([epochRecord(2), updatesRecord(1, 3), epochRecord(2, 3), updatesRecord(4)])
    const opened = await Journal.open(storage)
    await opened.journal.append(epochRecord(2, 4))
    await opened.journal.append(updatesRecord(5))
    await opened.journal.rotate()
    await opened.journal.append(updatesRecord(6))
    const again = await Journal.open(storage)
    const updates = [updatesRecord(1, 3), updatesRecord(4), updatesRecord(5), updatesRecord(6)]
    expect([again.records, again.repairs]).toEqual([[epochRecord(2), ...updates], []])
  })

  it('[JO8][SI10] goes on behind an epoch written again whose segment lost the updates before it to a snapshot', async () => {
    const records = [epochRecord(2, 3), participantRecord(1), epochRecord(2, 5), updatesRecord(6)]
    const opened = await Journal.open(stored(records), { savedSeq: 5 })
    expect([opened.records, opened.repairs]).toEqual([records, []])
    const unsaved = await Journal.open(stored(records), { savedSeq: 4 })
    expect(unsaved.records).toEqual(records.slice(0, 2))
  })

  it('[JO6] survives any damage to any journal', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const prng = new Prng(seed)
      const storage = stored(
        [epochRecord(1), participantRecord(1), updatesRecord(1, 3)],
        [epochRecord(1), updatesRecord(4, 2), epochRecord(2, 5)],
        [epochRecord(2, 5), updatesRecord(6, 1), updatesRecord(7, 4)],
      )
      for (let count = prng.below(4); count >= 0; count--) {
        const bytes = storage.files.get(1 + prng.below(3))!
        bytes.fill(prng.below(256), prng.below(bytes.length), prng.below(bytes.length))
      }
      const opened = await Journal.open(storage, { savedSeq: prng.below(8) })
      const again = await Journal.open(storage, { savedSeq: 10 })
      expect([again.records, again.repairs], `seed ${seed}`).toEqual([opened.records, []])
    }
  })

  it('[JO12] refuses what a newer version wrote, and leaves it alone', async () => {
    const payload = Uint8Array.of(9, 1, 2, 3)
    const writer = new ByteWriter()
    writer.u32(payload.length)
    writer.u32(crc32(payload))
    writer.bytes(payload)
    const storage = stored(records)
    const bytes = concatBytes([storage.files.get(1)!, writer.finish()])
    storage.files.set(1, bytes)
    await expect(Journal.open(storage)).rejects.toThrow(StorageError)
    await expect(Journal.open(storage)).rejects.toThrow(/newer version of Gesso/)
    expect(storage.files.get(1)).toEqual(bytes)
  })
})

describe('another branch', () => {
  const branch = [epochRecord(1), participantRecord(1), updatesRecord(1, 120)]

  it('[JO16] puts a journal aside whole when a later hosting saved the picture without it', async () => {
    const storage = stored(branch, [epochRecord(1), updatesRecord(121, 5)])
    const opened = await Journal.open(storage, { savedSeq: 110, savedEpoch: 2, nowMs: 7 })
    expect(opened.records).toEqual([])
    expect(opened.repairs).toEqual([])
    expect(opened.branches).toEqual([{ name: 'branch-1', updates: 125, keptMs: 7 }])
    await opened.journal.append(epochRecord(3, 110))
    await opened.journal.append(updatesRecord(111))
    const again = await Journal.open(storage, { savedSeq: 110, savedEpoch: 2 })
    expect(again.records).toEqual([epochRecord(3, 110), updatesRecord(111)])
    expect([again.repairs, again.branches]).toEqual([[], opened.branches])
  })

  it('[JO16] tells from the lineage what of it is in no picture', async () => {
    const storage = stored(branch, [epochRecord(2, 100), updatesRecord(101, 25)])
    const lineage = [
      { epoch: 1, startSeq: 0 },
      { epoch: 2, startSeq: 100 },
      { epoch: 4, startSeq: 118 },
    ]
    const opened = await Journal.open(storage, { savedSeq: 130, savedEpoch: 4, lineage })
    expect(opened.records).toEqual([])
    const kept = await readBranch(storage, opened.branches[0]!.name)
    expect(kept.updates.map(({ seq }) => seq)).toEqual([119, 120, 121, 122, 123, 124, 125])
    expect([kept.fromSeq, kept.participants]).toEqual([119, [participantRecord(1)]])
    expect([opened.repairs, opened.branches.map(({ updates }) => updates)]).toEqual([[], [7]])
  })

  it('[JO16] drops one without a word whose updates are all in the picture', async () => {
    for (const startSeq of [125, 126]) {
      const storage = stored(branch, [epochRecord(2, 100), updatesRecord(101, 25)])
      const lineage = [
        { epoch: 1, startSeq: 0 },
        { epoch: 2, startSeq: 100 },
        { epoch: 3, startSeq },
      ]
      const opened = await Journal.open(storage, { savedSeq: 130, savedEpoch: 3, lineage })
      expect([opened.records, opened.repairs, opened.branches]).toEqual([[], [], []])
      expect(storage.kept.size).toBe(0)
      await opened.journal.append(epochRecord(4, 130))
      await opened.journal.append(updatesRecord(131))
    }
  })

  it('[JO16] keeps what a hosting drew that gave the picture nothing, though the picture went further', async () => {
    const lineage = [
      { epoch: 1, startSeq: 0 },
      { epoch: 4, startSeq: 170 },
    ]
    // It began twice: the second time somebody drew, or nobody did.
    for (const last of [[], [epochRecord(3, 125)], [epochRecord(3, 125), updatesRecord(126, 5)]]) {
      const storage = stored([epochRecord(2, 100), participantRecord(1), updatesRecord(101, 25), ...last])
      const opened = await Journal.open(storage, { savedSeq: 170, savedEpoch: 4, lineage })
      const kept = await readBranch(storage, opened.branches[0]!.name)
      expect(kept.updates[0]?.seq).toBe(101)
      expect(kept.updates.at(-1)?.seq).toBe(last.length === 2 ? 130 : 125)
      expect([opened.repairs, opened.branches.length]).toEqual([[], 1])
      expect(storage.kept.size).toBe(1)
    }
  })

  it('[JO16] reads a journal of the hosting that saved the picture, or of a later one', async () => {
    for (const savedEpoch of [0, 1]) {
      const opened = await Journal.open(stored(branch), { savedSeq: 110, savedEpoch })
      expect(opened.records).toEqual(branch)
      expect(opened.repairs).toEqual([])
    }
  })
})

it('[JO6] the epoch that a journal begins with may be damaged: the next segment says it again, and nothing is void', async () => {
  const storage = stored([epochRecord(1), updatesRecord(11, 5)], [epochRecord(1), updatesRecord(16, 5)])
  storage.files.get(1)![9]! ^= 1
  for (const repairs of [1, 0]) {
    const again = await Journal.open(storage, { savedSeq: 10, savedEpoch: 1 })
    expect(again.records).toEqual([epochRecord(1), updatesRecord(11, 5), updatesRecord(16, 5)])
    expect(again.repairs).toHaveLength(repairs)
  }
})

describe('a large journal', () => {
  const record = updatesRecord(1, 50, 1000)
  const bytes = encodeRecord(record).length
  const count = 60
  /** The most that is looked at in one turn: a slice, and the record that fills it. */
  const turnsAtLeast = Math.floor((count * bytes) / (pictureLimits.sliceBytes + bytes))

  /** `count` records in two segments. */
  function large(): MemoryJournalStorage {
    const half = (from: number): readonly JournalRecord[] =>
      Array.from({ length: count / 2 }, (_, at) => updatesRecord(1 + 50 * (from + at), 50, 1000))
    return stored([epochRecord(1), ...half(0)], [epochRecord(1), ...half(count / 2)])
  }

  /** Opens it; how often others had a turn meanwhile. */
  async function turnsOf(
    storage: MemoryJournalStorage,
    point: Parameters<typeof Journal.open>[1],
  ): Promise<number> {
    let turns = 0
    const pause = (): Promise<void> => {
      turns += 1
      return Promise.resolve()
    }
    await Journal.open(storage, { ...point, pause })
    return turns
  }

  it('[JO42] is read, kept as a branch and found there again a slice at a time', async () => {
    expect(turnsAtLeast).toBeGreaterThan(10)
    expect(await turnsOf(large(), {})).toBeGreaterThanOrEqual(turnsAtLeast)
    const storage = large()
    const elsewhere = { savedSeq: 110, savedEpoch: 2 }
    // Once to know that it is a branch, once to find it among those that are kept.
    expect(await turnsOf(storage, elsewhere)).toBeGreaterThanOrEqual(2 * turnsAtLeast)
    expect(storage.kept.size).toBe(1)
    expect(await turnsOf(storage, elsewhere)).toBeGreaterThanOrEqual(turnsAtLeast)
  })
})
