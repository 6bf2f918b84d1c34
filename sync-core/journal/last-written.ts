import { StorageError } from '../base/errors.ts'
import type { Rest } from '../pictures/rest.ts'
import { decodeRecord } from './journal-record.ts'
import { RecordSequence } from './record-sequence.ts'
import { walkSegment } from './scan-segment.ts'
import type { SharedJournal } from './shared-journal.ts'

/** What a picture's recovery accepts at most: whether a gap is in the snapshot is not known here. */
const everySeq = Number.MAX_SAFE_INTEGER

export interface LastWritten {
  readonly seq: number
  /** Of the claim under which it was written. */
  readonly epoch: number
}

/**
 * The last seq, and its epoch, that a picture's part of the journal leads to, 0 when it says none; nothing is repaired. StorageError('invalid') when a
 * newer version wrote it, or what the disk says.
 */
export async function lastWrittenIn(
  journal: SharedJournal,
  stream: string,
  rest: Rest,
): Promise<LastWritten> {
  for (const segment of [...journal.index.segments(stream)].reverse()) {
    const bytes = await readOrGone(journal, stream, segment)
    // Each segment begins with the epoch in force, so the last one that says anything says all.
    const sequence = new RecordSequence(everySeq)
    let isSaid = false
    for (const piece of walkSegment(bytes)) {
      await rest.after(piece.to - piece.from)
      if (piece.kind === 'damage') continue
      const record = decodeRecord(piece.payload)
      if (sequence.follow(record) === 'impossible') break
      isSaid ||= record.kind === 'updates' || record.kind === 'epoch'
    }
    if (isSaid) return { seq: sequence.lastSeq, epoch: sequence.epoch?.epoch ?? 0 }
  }
  return { seq: 0, epoch: 0 }
}

/** A segment that was dropped meanwhile says nothing. */
async function readOrGone(journal: SharedJournal, stream: string, segment: number): Promise<Uint8Array> {
  try {
    return await journal.reader.read(stream, segment)
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'not-found') throw error
    return new Uint8Array(0)
  }
}
