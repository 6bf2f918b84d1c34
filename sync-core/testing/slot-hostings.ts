import { limits } from '../base/limits.ts'
import { epochRecord, participantRecord, updatesRecord } from './journal-records.ts'
import { MemoryJournalStorage } from './memory-journal-storage.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { SlotBucket } from './slot-bucket.ts'
import { beginSlots } from '../journal/begin-slots.ts'
import { fenceOlderEpochs } from '../journal/fence-older-epochs.ts'
import { gatherSurvivors, type StoredPoint, type Survivors } from '../journal/gather-survivors.ts'
import { SlotCopier } from '../journal/slot-copier.ts'

/** A picture in a bucket that computers open one after another, each with its own disk. */
export class SlotHostings {
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
      journal,
      epoch,
      seq,
      join: async (number: number) => {
        await journal.append(participantRecord(number))
        copier.addParticipant(participantRecord(number))
      },
      draw: async (count: number, operationBytes?: number) => {
        const nextSeq = journal.seq === 0 ? seq + 1 : journal.seq + 1
        const { updates, firstSeq } = updatesRecord(nextSeq, count, operationBytes)
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

export const lastSeqOf = ({ replay }: Survivors): number => replay.updates.at(-1)?.seq ?? 0
