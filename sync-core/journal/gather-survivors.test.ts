import { describe, expect, it } from 'vitest'
import { limits } from '../base/limits.ts'
import { epochRecord, participantRecord, updatesRecord } from '../testing/journal-records.ts'
import { MemoryJournalStorage } from '../testing/memory-journal-storage.ts'
import { SimulatedClock } from '../testing/simulated-clock.ts'
import { SlotBucket } from '../testing/slot-bucket.ts'
import { beginSlots } from './begin-slots.ts'
import { fenceOlderEpochs } from './fence-older-epochs.ts'
import { gatherSurvivors, type StoredPoint, type Survivors } from './gather-survivors.ts'
import { Journal } from './journal.ts'
import { readBranch } from './kept-branches.ts'
import { SlotCopier } from './slot-copier.ts'

/** A picture in a bucket that computers open one after another, each with its own disk. */
class Hostings {
  readonly bucket = new SlotBucket()
  stored: StoredPoint | undefined
  private epoch = 0

  /** Opens it on a computer, as the next hosting; `draw` and `copy` then do that. */
  async open(disk: MemoryJournalStorage) {
    const epoch = ++this.epoch
    const slots = await this.bucket.claim(epoch)
    const places = await fenceOlderEpochs(slots, epoch)
    const survivors = await gatherSurvivors(disk, this.stored, { slots, places })
    const { journal, copied } = survivors
    const seq = (this.stored?.seq ?? 0) + survivors.replay.updates.length
    await journal.append(epochRecord(epoch, seq))
    await journal.flush()
    const written = await beginSlots(slots, { epoch, startSeq: copied.seq, seq, leftOut: [] })
    const clock = new SimulatedClock()
    const copier = new SlotCopier({
      clock,
      limits,
      slots,
      journal,
      epoch,
      copiedSeq: copied.seq,
      participants: copied.missing,
      written: [...copied.written, ...written],
      onChange: () => undefined,
      onStopped: () => undefined,
    })
    return {
      survivors,
      copier,
      join: async (number: number) => {
        await journal.append(participantRecord(number))
        copier.addParticipant(participantRecord(number))
      },
      draw: async (count: number) => {
        const { updates, firstSeq } = updatesRecord(journal.seq === 0 ? seq + 1 : journal.seq + 1, count)
        await journal.append({ kind: 'updates', firstSeq, updates })
        copier.addUpdates(updates.map((update, at) => ({ seq: firstSeq + at, ...update })))
      },
      copy: async () => {
        await journal.flush()
        await clock.run(1100)
      },
    }
  }
}

const lastSeqOf = ({ replay }: Survivors): number => replay.updates.at(-1)?.seq ?? 0

describe('what survived', () => {
  it('[JO39] comes from the slots when the disk is lost, and is in the new journal at once', async () => {
    const hostings = new Hostings()
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
    const hostings = new Hostings()
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

  it('[JO39] leaves out a journal that the picture went on without, and tells what only it has', async () => {
    const hostings = new Hostings()
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
    expect(third.survivors.notices).toEqual([
      expect.stringContaining('5 updates'),
      expect.stringContaining('It was brought back from the bucket.'),
    ])
    // Nobody drew since, so Bob's journal is just behind.
    const fourth = await hostings.open(bob)
    expect([lastSeqOf(fourth.survivors), fourth.survivors.branches]).toEqual([23, []])
    expect([bob.aside.size, bob.kept.size]).toEqual([0, 0])
  })

  it('[JO39] knows on a new disk whose the updates are that came from the slots', async () => {
    const hostings = new Hostings()
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
    const hostings = new Hostings()
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
