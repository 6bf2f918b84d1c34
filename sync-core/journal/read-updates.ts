// Updates read back from what the journal wrote, one segment in memory at a time. What counts is decided as in
// replay-journal.ts, but from an index so small that it is always there: where each epoch began, and what was left out.

import { StorageError } from '../base/errors.ts'
import type { Rest } from '../pictures/rest.ts'
import { standInOf } from '../raster/stand-in.ts'
import type { Update } from '../raster/operation.ts'
import { decodeRecord } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import type { SegmentContent } from './recover-journal.ts'
import { walkSegment } from './scan-segment.ts'

/** Before the first epoch that the journal knows. */
export const noEpoch = -1

/** Which of a journal's updates count, and for which a stand-in does. */
export class CountedUpdates {
  private readonly starts = new Map<number, number>()
  private leftOut = new Set<number>()

  constructor(records: readonly JournalRecord[]) {
    for (const record of records) this.note(record)
  }

  note(record: JournalRecord): void {
    if (record.kind === 'left-out') for (const seq of record.seqs) this.leftOut.add(seq)
    if (record.kind !== 'epoch' || this.starts.has(record.epoch)) return
    this.starts.set(record.epoch, record.startSeq)
    this.leftOut = new Set([...this.leftOut].filter((seq) => seq <= record.startSeq))
  }

  /** The last update of this epoch, or of one before it, that every later epoch inherited. */
  lastOf(epoch: number): number {
    let last = Number.MAX_SAFE_INTEGER
    for (const [later, startSeq] of this.starts) if (later > epoch) last = Math.min(last, startSeq)
    return last
  }

  asCounted(update: Update): Update {
    return this.leftOut.has(update.seq) ? { ...update, operation: standInOf(update.author) } : update
  }
}

/**
 * The updates from `fromSeq` to `toSeq`, in order, with a rest now and then, since people may be drawing; operations are views into their segment. StorageError('not-found') where
 * one of them is not there any more.
 */
export async function* readUpdates(
  storage: JournalStorage,
  segments: readonly SegmentContent[],
  counted: CountedUpdates,
  { fromSeq, toSeq }: { readonly fromSeq: number; readonly toSeq: number },
  rest: Rest,
): AsyncGenerator<Update, void, undefined> {
  let nextSeq = fromSeq
  const gone = (): StorageError =>
    new StorageError(
      'not-found',
      `The journal of this computer does not have updates ${nextSeq} to ${toSeq} of this picture any more. What was saved of them is in the picture’s history.`,
    )
  for (const { number, epochBefore, minSeq, maxSeq } of segments) {
    if (nextSeq > toSeq) return
    if (maxSeq < nextSeq || minSeq > toSeq) continue
    const bytes = await storage.read(number).catch((error: unknown) => {
      throw error instanceof StorageError && error.code === 'not-found' ? gone() : error
    })
    let lastSeq = counted.lastOf(epochBefore)
    for (const piece of walkSegment(bytes)) {
      await rest.after(piece.to - piece.from)
      if (piece.kind === 'damage') continue
      const record = decodeRecord(piece.payload)
      if (record.kind === 'epoch') lastSeq = counted.lastOf(record.epoch)
      if (record.kind !== 'updates') continue
      for (const [at, update] of record.updates.entries()) {
        const seq = record.firstSeq + at
        if (seq < nextSeq || seq > lastSeq || seq > toSeq) continue
        if (seq > nextSeq) throw gone()
        yield counted.asCounted({ seq, ...update })
        nextSeq++
      }
    }
  }
  if (nextSeq <= toSeq) throw gone()
}
