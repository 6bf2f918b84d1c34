import { describe, expect, it } from 'vitest'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { gatherSurvivors } from './gather-survivors.ts'
import { Journal } from './journal.ts'
import { readBranch } from './kept-branches.ts'
import { lastSeqOf, SlotHostings } from '../testing/slot-hostings.ts'

describe('what survived', () => {
  it('[JO39] comes from the slots when the disk is lost, and is in the new journal at once', async () => {
    const hostings = new SlotHostings()
    const first = await hostings.open(new MemoryJournalStorage())
    await first.join(1)
    await first.draw(20)
    await first.copy()
    await first.draw(5)
    const disk = new MemoryJournalStorage()
    const second = await hostings.open(disk)
    expect(lastSeqOf(second.survivors)).toBe(20)
    expect(second.survivors.replay.participants).toEqual([participantRecord(1)])
    expect(second.survivors.notices).toEqual([
      'What was drawn last was not saved with the picture yet. It was brought back from the bucket.',
    ])
    const { records } = await Journal.open(disk)
    expect(records).toEqual([epochRecord(1), participantRecord(1), updatesRecord(1, 20), epochRecord(2, 20)])
  })

  it('[JO39] comes from the journal when it has more, which is copied then', async () => {
    const hostings = new SlotHostings()
    const disk = new MemoryJournalStorage()
    const first = await hostings.open(disk)
    await first.draw(20)
    await first.copy()
    await first.join(1)
    await first.draw(5)
    const second = await hostings.open(disk)
    expect(lastSeqOf(second.survivors)).toBe(25)
    expect(second.survivors.notices).toEqual([])
    expect(second.survivors.copied.seq).toBe(20)
    await second.copy()
    const third = await hostings.open(new MemoryJournalStorage())
    expect(lastSeqOf(third.survivors)).toBe(25)
    expect(third.survivors.replay.participants).toEqual([participantRecord(1)])
    expect(third.survivors.lineage).toEqual([
      { epoch: 1, startSeq: 0 },
      { epoch: 2, startSeq: 20 },
    ])
  })

  it('[JO39] leaves out a journal that the picture went on without, and keeps what only it has', async () => {
    const hostings = new SlotHostings()
    const [ann, bob] = [new MemoryJournalStorage(), new MemoryJournalStorage()]
    const first = await hostings.open(ann)
    await first.draw(20)
    await first.copy()
    await first.draw(5)
    const second = await hostings.open(bob)
    await second.draw(3)
    await second.copy()
    const third = await hostings.open(ann)
    expect(lastSeqOf(third.survivors)).toBe(23)
    const [branch] = third.survivors.branches
    expect(branch?.updates).toBe(5)
    expect(await readBranch(ann, branch!.name)).toMatchObject({ fromSeq: 21, updates: { length: 5 } })
    expect(third.survivors.notices).toEqual([expect.stringContaining('It was brought back from the bucket.')])
    // Nobody drew since, so Bob's journal is just behind.
    const fourth = await hostings.open(bob)
    expect([lastSeqOf(fourth.survivors), fourth.survivors.branches]).toEqual([23, []])
    expect([bob.aside.size, bob.kept.size]).toEqual([0, 0])
  })

  it('[JO39] knows on a new disk whose the updates are that came from the slots', async () => {
    const hostings = new SlotHostings()
    const first = await hostings.open(new MemoryJournalStorage())
    await first.draw(3)
    await first.copy()
    const second = await hostings.open(new MemoryJournalStorage())
    await second.draw(4)
    await second.copy()
    await hostings.open(new MemoryJournalStorage())
    const disk = new MemoryJournalStorage()
    const mine = await hostings.open(disk)
    await mine.draw(2)
    const other = await hostings.open(new MemoryJournalStorage())
    await other.draw(5)
    await other.copy()
    const { records } = await Journal.open(disk)
    expect(records.filter(({ kind }) => kind === 'epoch')).toEqual([
      epochRecord(1),
      epochRecord(2, 3),
      epochRecord(3, 7),
      epochRecord(4, 7),
    ])
    const { survivors } = await hostings.open(disk)
    const { updates } = await readBranch(disk, survivors.branches[0]!.name)
    expect(updates.map(({ seq }) => seq)).toEqual([8, 9])
  })

  it('[JO39] joins the snapshot, which has what neither of them has any more', async () => {
    const hostings = new SlotHostings()
    const disk = new MemoryJournalStorage()
    const first = await hostings.open(disk)
    await first.draw(20)
    await first.copy()
    await first.draw(5)
    await first.copy()
    hostings.stored = { seq: 22, epoch: 1, lineage: [{ epoch: 1, startSeq: 0 }] }
    await first.copier.dropThrough(20)
    const second = await hostings.open(new MemoryJournalStorage())
    expect(second.survivors.replay.updates.map(({ seq }) => seq)).toEqual([23, 24, 25])
    await second.draw(2)
    await second.copy()
    const third = await hostings.open(disk)
    expect(third.survivors.replay.updates.map(({ seq }) => seq)).toEqual([23, 24, 25, 26, 27])
    const again = await Journal.open(disk, { savedSeq: 22 })
    expect(again.repairs).toEqual([])
  })
})

it('[JO42] is put together a slice at a time, however small the updates are', async () => {
  const disk = new MemoryJournalStorage()
  const { journal } = await Journal.open(disk)
  await journal.append(epochRecord(1))
  for (let from = 1; from < 20_000; from += 500) await journal.append(updatesRecord(from, 500, 1))
  const turnsOf = async (open: (pause: () => Promise<void>) => Promise<unknown>): Promise<number> => {
    let turns = 0
    await open(() => {
      turns += 1
      return Promise.resolve()
    })
    return turns
  }
  const read = await turnsOf((pause) => Journal.open(disk, { pause }))
  const gathered = await turnsOf((pause) => gatherSurvivors(disk, undefined, undefined, { pause }))
  expect(gathered).toBeGreaterThanOrEqual(read + 8)
})

it('[JO35] leaves out what a later hosting did not inherit, also when the slot is damaged that says so', async () => {
  const hostings = new SlotHostings()
  const first = await hostings.open(new MemoryJournalStorage())
  await first.draw(2)
  await first.copy()
  const second = await hostings.open(new MemoryJournalStorage())
  expect(lastSeqOf(second.survivors)).toBe(2)
  // It could read nothing of that, say, and stored what it drew instead.
  hostings.stored = { seq: 1, epoch: 2, lineage: [{ epoch: 2, startSeq: 0 }] }
  await hostings.bucket.store.put(hostings.bucket.key('0000000002-00000000'), new Uint8Array(20))
  const { survivors } = await hostings.open(new MemoryJournalStorage())
  expect(survivors.replay.updates).toEqual([])
})
