import type { Rest } from '../pictures/rest.ts'
import { leaveOut } from '../raster/stand-in.ts'
import type { Update } from '../raster/operation.ts'
import type { JournalRecord, ParticipantRecord } from './journal-record.ts'

export interface JournalReplay {
  /** The updates after the snapshot that count, in order and without gaps. */
  readonly updates: readonly Update[]
  /** Those, in the snapshot's tail and after it, that did not fit into memory once: stand-ins count for them. */
  readonly leftOut: ReadonlySet<number>
  /** Everybody the journal knows, the last record of each. */
  readonly participants: readonly ParticipantRecord[]
  /** The last hosting that the journal knows. */
  readonly epoch: number | undefined
}

/** What an update counts as for a rest, in bytes: half a microsecond. */
const updateWeight = 64

/**
 * What the records add to a snapshot at `seq`. Updates that a later epoch did not inherit are left out: it began before
 * them, so they are in nobody's picture.
 */
export function replayJournal(records: readonly JournalRecord[], seq: number): JournalReplay {
  const replay = new Replay(seq)
  for (const record of records) replay.take(record)
  return replay.result()
}

/** The same with a rest now and then, for as many updates as a journal may have. */
export async function replayInSlices(
  records: readonly JournalRecord[],
  seq: number,
  rest: Rest,
): Promise<JournalReplay> {
  const replay = new Replay(seq)
  for (const record of records) {
    replay.take(record)
    await rest.after(updateWeight * (record.kind === 'updates' ? record.updates.length : 1))
  }
  return replay.result()
}

class Replay {
  private readonly seq: number
  private readonly participants = new Map<number, ParticipantRecord>()
  private updates: Update[] = []
  private newestSeq = 0
  private leftOut: number[] = []
  private epoch: number | undefined

  constructor(seq: number) {
    this.seq = seq
  }

  take(record: JournalRecord): void {
    switch (record.kind) {
      case 'epoch': {
        const { startSeq } = record
        this.epoch = record.epoch
        this.leftOut = this.leftOut.filter((seqLeftOut) => seqLeftOut <= startSeq)
        if (this.newestSeq <= startSeq) break
        this.updates = this.updates.filter((update) => update.seq <= startSeq)
        this.newestSeq = startSeq
        break
      }
      case 'participant':
        this.participants.set(record.number, record)
        break
      case 'left-out':
        this.leftOut.push(...record.seqs)
        break
      case 'updates':
        for (const [at, { author, clientSeq, operation }] of record.updates.entries()) {
          const seq = record.firstSeq + at
          if (seq > this.seq) this.updates.push({ seq, author, clientSeq, operation })
          this.newestSeq = Math.max(this.newestSeq, seq)
        }
    }
  }

  result(): JournalReplay {
    const leftOut = new Set(this.leftOut)
    const updates = leaveOut(this.updates, leftOut)
    return { updates, leftOut, participants: [...this.participants.values()], epoch: this.epoch }
  }
}
