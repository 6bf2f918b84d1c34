import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import type { JournalRecord } from '../journal/journal-record.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import { Journal } from '../journal/journal.ts'
import { epochRecord, participantRecord, updatesRecord } from './journal-records.ts'

/** Where one picture's journal is kept, and how to look at it again. */
export interface JournalStorageTrial {
  /** Opened again, it finds what the one before left. */
  open(): Promise<JournalStorage>
  /** What was put aside under the name. */
  asideOf(name: string): Promise<Uint8Array>
  remove(): Promise<void>
}

/** What every JournalStorage does; `begin` gives an empty one. */
export function journalStorageContract(name: string, begin: () => Promise<JournalStorageTrial>): void {
  async function on(run: (trial: JournalStorageTrial) => Promise<void>): Promise<void> {
    const trial = await begin()
    try {
      await run(trial)
    } finally {
      await trial.remove()
    }
  }

  /** Segments and their bytes, as the next owner finds them. */
  async function contents(trial: JournalStorageTrial): Promise<Map<number, Uint8Array>> {
    const storage = await trial.open()
    const found = new Map<number, Uint8Array>()
    for (const segment of await storage.segments()) found.set(segment, await storage.read(segment))
    await storage.close()
    return found
  }

  describe(`${name} as a journal’s storage`, () => {
    it('[SJ13] keeps segments as runs of bytes that only grow', () =>
      on(async (trial) => {
        const storage = await trial.open()
        expect(await storage.segments()).toEqual([])
        await storage.create(2)
        await storage.create(1)
        await storage.append(2, 0, Uint8Array.of(1, 2, 3))
        await storage.append(2, 3, Uint8Array.of(4))
        await storage.append(1, 0, new Uint8Array(100_000).fill(9))
        await storage.sync(1)
        await storage.sync(2)
        expect(await storage.segments()).toEqual([1, 2])
        expect(await storage.read(2)).toEqual(Uint8Array.of(1, 2, 3, 4))
        await storage.close()
        expect(await contents(trial)).toEqual(
          new Map([
            [1, new Uint8Array(100_000).fill(9)],
            [2, Uint8Array.of(1, 2, 3, 4)],
          ]),
        )
      }))

    it('[SJ13] gives what is appended back to the caller, who may write over it', () =>
      on(async (trial) => {
        const storage = await trial.open()
        await storage.create(1)
        const bytes = Uint8Array.of(1, 2, 3)
        await storage.append(1, 0, bytes)
        bytes.fill(9)
        await storage.append(1, 3, bytes)
        bytes.fill(7)
        await storage.sync(1)
        expect(await storage.read(1)).toEqual(Uint8Array.of(1, 2, 3, 9, 9, 9))
        await storage.close()
        expect(await contents(trial)).toEqual(new Map([[1, Uint8Array.of(1, 2, 3, 9, 9, 9)]]))
      }))

    it('[SJ13] keeps an empty segment, and makes none twice', () =>
      on(async (trial) => {
        const storage = await trial.open()
        await storage.create(7)
        await expect(storage.create(7)).rejects.toMatchObject({ code: 'conflict' })
        await storage.close()
        expect(await contents(trial)).toEqual(new Map([[7, new Uint8Array(0)]]))
      }))

    it('[SJ13] has nothing of a segment that is not there', () =>
      on(async (trial) => {
        const storage = await trial.open()
        await expect(storage.read(1)).rejects.toMatchObject({ code: 'not-found', name: 'StorageError' })
        await storage.remove(1)
        await storage.close()
      }))

    it('[SJ13] cuts, goes on behind the cut, and removes', () =>
      on(async (trial) => {
        const storage = await trial.open()
        await storage.create(1)
        await storage.create(2)
        await storage.append(1, 0, Uint8Array.of(1, 2, 3, 4, 5))
        await storage.append(1, 5, Uint8Array.of(6, 7))
        await storage.truncate(1, 3)
        await storage.append(1, 3, Uint8Array.of(8))
        await storage.append(2, 0, Uint8Array.of(9))
        await storage.remove(2)
        expect(await storage.read(1)).toEqual(Uint8Array.of(1, 2, 3, 8))
        await storage.close()
        expect(await contents(trial)).toEqual(new Map([[1, Uint8Array.of(1, 2, 3, 8)]]))
      }))

    it('[SJ9] [SJ13] puts a segment aside whole and goes on with what is kept', () =>
      on(async (trial) => {
        const storage = await trial.open()
        const all = new Uint8Array(200_000).map((_, i) => i % 251)
        const kept = all.slice(50_000)
        await storage.create(1)
        await storage.append(1, 0, all)
        const first = await storage.setAside(1, kept)
        expect(await storage.read(1)).toEqual(kept)
        await storage.append(1, kept.length, Uint8Array.of(1))
        const second = await storage.setAside(1, new Uint8Array(0))
        expect(second).not.toBe(first)
        expect(await trial.asideOf(first)).toEqual(all)
        expect((await trial.asideOf(second)).length).toBe(kept.length + 1)
        await storage.close()
        expect(await contents(trial)).toEqual(new Map([[1, new Uint8Array(0)]]))
      }))

    it('[SJ13][SJ14] keeps branches apart from the segments, until each is removed', () =>
      on(async (trial) => {
        const storage = await trial.open()
        expect(await storage.branches()).toEqual([])
        const large = new Uint8Array(20_000).map((_, i) => i % 251)
        const first = await storage.keepBranch(Uint8Array.of(1, 2, 3))
        const second = await storage.keepBranch(large)
        expect(await storage.branches()).toEqual([first, second])
        expect(await storage.segments()).toEqual([])
        await storage.close()
        const again = await trial.open()
        expect(await again.branches()).toEqual([first, second])
        expect(await again.readBranch(second)).toEqual(large)
        await again.removeBranch(first)
        await again.removeBranch(first)
        await expect(again.readBranch(first)).rejects.toMatchObject({ name: 'StorageError' })
        const third = await again.keepBranch(Uint8Array.of(4))
        expect(await again.branches()).toEqual([second, third])
        expect(await again.readBranch(second)).toEqual(large)
        await again.close()
      }))

    it('[SJ13] [JO1] [JO10] [JO11] carries a journal through any life', () =>
      on(async (trial) => {
        const prng = new Prng(5)
        const written: JournalRecord[] = [epochRecord(1)]
        let savedSeq = 0
        let { journal } = await Journal.open(await trial.open())
        await journal.append(epochRecord(1))
        for (let step = 0; step < 120; step++) {
          const what = prng.below(10)
          if (what === 0) await journal.rotate()
          else if (what === 1) {
            savedSeq = Math.max(savedSeq, prng.below(journal.seq + 1))
            await journal.dropThrough(savedSeq)
          } else if (what === 2) {
            await journal.close()
            const opened = await Journal.open(await trial.open(), { savedSeq })
            expect(opened.repairs).toEqual([])
            const updates = opened.records.filter((record) => record.kind === 'updates')
            const all = written.filter((record) => record.kind === 'updates')
            expect(updates).toEqual(updates.length === 0 ? [] : all.slice(-updates.length))
            journal = opened.journal
          } else {
            const record =
              what === 3
                ? participantRecord(1 + prng.below(5))
                : updatesRecord(journal.seq + 1, 1 + prng.below(5), prng.below(3000))
            written.push(record)
            await journal.append(record)
          }
        }
        await journal.close()
      }))
  })
}
