import type { JournalRecord, ParticipantRecord, UpdatesRecord } from '../journal/journal-record.ts'

/** `count` updates by participant 1 from `firstSeq` on, each with a few bytes that tell its seq. */
export function updatesRecord(firstSeq: number, count = 1, operationBytes = 3): UpdatesRecord {
  const updates = Array.from({ length: count }, (_, at) => ({
    author: 1,
    clientSeq: firstSeq + at,
    operation: new Uint8Array(operationBytes).fill((firstSeq + at) & 0xff),
  }))
  return { kind: 'updates', firstSeq, updates }
}

/** An epoch that begins at `startSeq`. */
export function epochRecord(epoch: number, startSeq = 0): JournalRecord {
  return { kind: 'epoch', epoch, startSeq }
}

/** Participant `number` with a key that is all that number. */
export function participantRecord(number: number): ParticipantRecord {
  return {
    kind: 'participant',
    number,
    key: new Uint8Array(16).fill(number),
    name: `Person ${number}`,
    color: 0x336699,
  }
}
