import { leaveOut } from '../raster/stand-in.ts'
import type { Update } from '../raster/operation.ts'
import type { JournalRecord } from './journal-record.ts'

export interface JournalReplay {
  /** The updates after the snapshot that count, in order and without gaps. */
  readonly updates: readonly Update[]
  /** Those, in the snapshot's tail and after it, that did not fit into memory once: stand-ins count for them. */
  readonly leftOut: ReadonlySet<number>
  /** Everybody the journal knows, the last record of each. */
  readonly participants: readonly Extract<JournalRecord, { kind: 'participant' }>[]
  /** The last hosting that the journal knows. */
  readonly epoch: number | undefined
}

/**
 * What the records add to a snapshot at `seq`. Updates that a later epoch did not inherit are left out: it began before
 * them, so they are in nobody's picture.
 */
export function replayJournal(records: readonly JournalRecord[], seq: number): JournalReplay {
  const participants = new Map<number, Extract<JournalRecord, { kind: 'participant' }>>()
  let updates: Update[] = []
  let leftOut: number[] = []
  let epoch: number | undefined
  for (const record of records) {
    switch (record.kind) {
      case 'epoch': {
        const { startSeq } = record
        epoch = record.epoch
        updates = updates.filter((update) => update.seq <= startSeq)
        leftOut = leftOut.filter((seqLeftOut) => seqLeftOut <= startSeq)
        break
      }
      case 'participant':
        participants.set(record.number, record)
        break
      case 'left-out':
        leftOut.push(...record.seqs)
        break
      case 'updates':
        for (const [at, update] of record.updates.entries()) {
          const updateSeq = record.firstSeq + at
          if (updateSeq > seq) updates.push({ seq: updateSeq, ...update })
        }
    }
  }
  const all = new Set(leftOut)
  return {
    updates: leaveOut(updates, all),
    leftOut: all,
    participants: [...participants.values()],
    epoch,
  }
}
