import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extendLineage } from '../pictures/lineage.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { gatherSurvivors } from './gather-survivors.ts'
import { Journal } from './journal.ts'
import { readBranch } from './kept-branches.ts'
import { lastSeqOf, SlotHostings } from '../testing/slot-hostings.ts'

/** A computer drew 25 updates, of which the bucket has 20. */
async function drawnFurther() {
  const hostings = new SlotHostings()
  const disk = new MemoryJournalStorage()
  const first = await hostings.open(disk)
  await first.join(1)
  await first.draw(20)
  await first.copy()
  await first.draw(5)
  return { hostings, disk }
}

describe('a journal that somebody opened the picture after', () => {
  it('[JO41] goes on where the picture ends, when nobody ordered anything since', async () => {
    const { hostings, disk } = await drawnFurther()
    // Two others only looked, one after another.
    for (let times = 0; times < 2; times++) {
      const idle = await hostings.open(new MemoryJournalStorage())
      expect(lastSeqOf(idle.survivors)).toBe(20)
      await idle.copy()
    }
    const again = await hostings.open(disk)
    expect(again.survivors.replay.updates.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 25 }, (_, at) => at + 1),
    )
    expect([again.survivors.notices, again.survivors.branches]).toEqual([[], []])
    expect(again.survivors.lineage).toEqual([{ epoch: 1, startSeq: 0 }])
    expect(again.survivors.copied.seq).toBe(20)
    await again.copy()
    const elsewhere = await hostings.open(new MemoryJournalStorage())
    expect(lastSeqOf(elsewhere.survivors)).toBe(25)
  })

  it('[JO41] leaves to the one who drew in between what only that one has, also when it was opened twice before it was saved', async () => {
    const disks: MemoryJournalStorage[] = []
    for (const epoch of [1, 2]) {
      const disk = new MemoryJournalStorage()
      const { journal } = await Journal.open(disk)
      await journal.append(epochRecord(epoch))
      await journal.append(updatesRecord(1, 1, epoch))
      disks.push(disk)
    }
    const [disk, other] = [disks[0]!, disks[1]!]
    // The second one stored the picture, empty still, before it drew.
    const stored = { seq: 0, epoch: 2, lineage: [{ epoch: 2, startSeq: 0 }] }
    const { journal, replay } = await gatherSurvivors(disk, stored, undefined)
    expect(replay.updates).toHaveLength(1)
    await journal.append(epochRecord(3, 1))
    await journal.close()
    const { lineage } = await gatherSurvivors(disk, stored, undefined)
    expect(lineage).toEqual([
      { epoch: 1, startSeq: 0 },
      { epoch: 3, startSeq: 1 },
    ])
    const later = { seq: 1, epoch: 4, lineage: extendLineage(lineage, { epoch: 4, startSeq: 1 }) }
    const { branches } = await gatherSurvivors(other, later, undefined)
    expect(branches.map((branch) => branch.updates)).toEqual([1])
  })

  it('[JO35][JO16] is a branch also when the slot is damaged that says who drew what the picture has instead', async () => {
    const hostings = new SlotHostings()
    const disk = new MemoryJournalStorage()
    await hostings.open(new MemoryJournalStorage())
    const first = await hostings.open(disk)
    await first.draw(1, 1)
    const other = await hostings.open(new MemoryJournalStorage())
    await other.draw(1, 2)
    await other.copy()
    await hostings.bucket.store.put(hostings.bucket.key('0000000003-00000000'), new Uint8Array(20))
    await hostings.open(new MemoryJournalStorage())
    const { survivors } = await hostings.open(disk)
    expect(survivors.replay.updates.map(({ operation }) => operation.length)).toEqual([2])
    expect(survivors.branches.map((branch) => branch.updates)).toEqual([1])
  })

  it('[JO41] is a branch when one of those drew, or something of the picture is missing, or may be somebody else’s', async () => {
    const lineage = [{ epoch: 1, startSeq: 0 }]
    const stranger = { ...participantRecord(1), key: new Uint8Array(16).fill(9), lastClientSeq: 0 }
    const moved = { ...participantRecord(1), number: 2, lastClientSeq: 0 }
    const known = { ...participantRecord(1), name: 'Renamed', lastClientSeq: 0 }
    for (const [how, updates] of [
      ['unchanged', 25],
      ['drawn in', 21],
      ['lossy', 20],
      ['unreadable', 20],
      [stranger, 20],
      [moved, 20],
      [known, 25],
    ] as const) {
      const { hostings, disk } = await drawnFurther()
      const other = await hostings.open(new MemoryJournalStorage())
      if (how === 'drawn in') await other.draw(1)
      await other.copy()
      hostings.stored = { seq: 5, epoch: 1, lineage }
      if (how === 'lossy') hostings.stored = { ...hostings.stored, loss: 'Some of it.' }
      if (how === 'unreadable') {
        await hostings.bucket.store.put(hostings.bucket.key('0000000002-00000000'), new Uint8Array(20))
        // Without a slot of its own nothing would tell of the other hosting.
        hostings.stored = { ...hostings.stored, epoch: 2, lineage: [...lineage, { epoch: 2, startSeq: 20 }] }
      }
      if (typeof how === 'object') hostings.stored = { ...hostings.stored, participants: [how] }
      const { survivors } = await hostings.open(disk)
      expect([how, lastSeqOf(survivors)]).toEqual([how, updates])
      expect(survivors.branches.map((branch) => branch.updates)).toEqual(updates === 25 ? [] : [5])
    }
  })

  it('[JO41][JO16] is in the picture or kept, whole, whoever opens, draws, saves and dies: nothing twice or elsewhere', async () => {
    const step = fc.record({
      computer: fc.nat(2),
      drawn: fc.nat(2),
      isCopied: fc.boolean(),
      isSaved: fc.boolean(),
      drawnAfter: fc.nat(2),
    })
    let inherited = 0
    const trial = async (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) => {
      const hostings = new SlotHostings()
      const disks = Array.from({ length: 3 }, () => new MemoryJournalStorage())
      // Who drew each update: in what the bucket has, in the snapshot, and as each computer told it last.
      let inBucket: readonly number[] = []
      let inSnapshot: readonly number[] = []
      const told: (readonly number[])[] = [[], [], []]
      const everTold: (readonly number[])[] = [[]]
      for (const { computer, drawn, isCopied, isSaved, drawnAfter } of steps) {
        const disk = disks[computer]!
        const hosting = await hostings.open(disk)
        const { survivors, journal, epoch, copier } = hosting
        const savedSeq = inSnapshot.length
        const { updates } = survivors.replay
        expect(updates.map(({ seq }) => seq)).toEqual(updates.map((_, at) => savedSeq + 1 + at))
        const opened = [...inSnapshot, ...updates.map(({ operation }) => operation.length)]
        expect(everTold.some((order) => startsWith(order, opened))).toBe(true)
        expect(startsWith(opened, inBucket)).toBe(true)
        const mine = told[computer]!
        if (startsWith(mine, inBucket) && mine.length > inBucket.length) expect(opened).toEqual(mine)
        if (startsWith(opened, mine)) inherited += opened.length > inBucket.length ? 1 : 0
        else await expectKept(disk, mine, opened)
        let order: readonly number[] = opened
        const draw = async (count: number): Promise<void> => {
          if (count > 0) await hosting.draw(count, epoch)
          order = [...order, ...Array.from({ length: count }, () => epoch)]
        }
        await draw(drawn)
        if (isCopied) {
          await hosting.copy()
          inBucket = order
        }
        if (isSaved) {
          const lineage = extendLineage(survivors.lineage, { epoch, startSeq: hosting.seq })
          hostings.stored = { seq: order.length, epoch, lineage }
          await journal.rotate()
          await journal.dropThrough(savedSeq)
          await copier.dropThrough(savedSeq)
          inSnapshot = inBucket = order
        }
        await draw(drawnAfter)
        await copier.stop()
        told[computer] = order
        everTold.push(order)
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 9 }), trial), { numRuns: 300 })
    expect(inherited).toBeGreaterThan(100)
  })
})

function startsWith(order: readonly number[], beginning: readonly number[]): boolean {
  return beginning.length <= order.length && beginning.every((mark, at) => mark === order[at])
}

/** All of the order that is not in the picture is in one branch on that disk. */
async function expectKept(
  disk: MemoryJournalStorage,
  order: readonly number[],
  picture: readonly number[],
): Promise<void> {
  const names = await disk.branches()
  const found = await Promise.all(names.map((name) => readBranch(disk, name)))
  const isKept = found.some(({ fromSeq, updates }) => {
    const before = order.slice(0, fromSeq - 1)
    const whole = [...before, ...updates.map(({ operation }) => operation.length)]
    return startsWith(picture, before) && startsWith(whole, order)
  })
  expect(isKept).toBe(true)
}
