// What survived of a picture beyond its snapshot, from the two places that may have it:
//
//   snapshot ──▶ s
//   slots        s+1 ─────────▶ c            what a bucket got, from whichever computer hosted last; at most seconds behind
//   journal      s+1 ──────────────▶ n       of this computer: has more than the slots when it hosted last, or is a branch
//
// The journal of the last hosting has everything that its slots have, since only what is durable is copied; so it goes first,
// and the slots add what it lacks: everything after a lost disk, something after a repaired one. A journal of an older hosting
// is kept as a branch, and the slots alone count, unless it goes on exactly where the picture ends (other-branch.ts). What they
// add goes into the journal before anything else happens to it.

import type { EpochStart } from '../pictures/lineage.ts'
import { extendLineage } from '../pictures/lineage.ts'
import type { StoredParticipant } from '../pictures/picture-accessor.ts'
import type { PictureSlots, SlotPlace } from '../pictures/picture-slots.ts'
import { Rest } from '../pictures/rest.ts'
import { leaveOut } from '../raster/stand-in.ts'
import type { JournalRecord, ParticipantRecord } from './journal-record.ts'
import { leftOutSeqsMax } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import { Journal } from './journal.ts'
import type { JournalOptions } from './journal.ts'
import type { KeptBranch } from './kept-branches.ts'
import { readSlots } from './read-slots.ts'
import type { ReadSlots, WrittenSlot } from './read-slots.ts'
import { replayInSlices } from './replay-journal.ts'
import type { JournalReplay } from './replay-journal.ts'

/** What the stored snapshot says of itself. */
export interface StoredPoint {
  readonly seq: number
  readonly epoch: number
  readonly lineage: readonly EpochStart[]
  readonly participants?: readonly StoredParticipant[]
  /** What of it could not be read. */
  readonly loss?: string | undefined
}

export interface Survivors {
  /** Has all of `replay`, which may not be durable yet. */
  readonly journal: Journal
  readonly replay: JournalReplay
  /** The hostings that led here, without the present one. */
  readonly lineage: readonly EpochStart[]
  /** What the slots had of it. */
  readonly copied: CopiedPart
  /** Work of this computer that is in no picture, the newest first. */
  readonly branches: readonly KeptBranch[]
  /** Sentences about what was repaired, is missing, or came from the bucket. */
  readonly notices: readonly string[]
}

export interface CopiedPart {
  /** Everything up to here is in the snapshot or in slots. */
  readonly seq: number
  readonly written: readonly WrittenSlot[]
  readonly leftOut: ReadonlySet<number>
  /** Whom the journal knows and the slots don't. */
  readonly missing: readonly ParticipantRecord[]
}

const nothing: ReadSlots = { records: [], epoch: undefined, written: [], notices: [] }

/**
 * Opens the journal and reads the slots at `places`, if there are any. Rejects with StorageError; the storage is then still to
 * be closed.
 */
export async function gatherSurvivors(
  storage: JournalStorage,
  stored: StoredPoint | undefined,
  bucket: { readonly slots: PictureSlots; readonly places: readonly SlotPlace[] } | undefined,
  options: Pick<JournalOptions, 'nowMs' | 'pause'> = {},
): Promise<Survivors> {
  const savedSeq = stored?.seq ?? 0
  const storedLineage = stored?.lineage ?? []
  const point = { savedSeq, lineage: storedLineage }
  const slots = bucket === undefined ? nothing : await readSlots(bucket.slots, bucket.places, point)
  const epochs = [stored?.epoch, slots.epoch].filter((each) => each !== undefined)
  const rest = new Rest(options.pause ?? (() => Promise.resolve()))
  const copied = await replayInSlices(slots.records, savedSeq, rest)
  const copiedSeq = savedSeq + copied.updates.length
  const isWhole = stored?.loss === undefined && slots.notices.length === 0
  const { journal, records, repairs, branches } = await Journal.open(storage, {
    ...options,
    savedSeq,
    lineage: lineageOf(storedLineage, slots.records),
    ...(epochs.length > 0 && { savedEpoch: Math.max(...epochs) }),
    ...(isWhole && { endSeq: copiedSeq }),
    people: [...(stored?.participants ?? []), ...copied.participants],
  })
  const local = await replayInSlices(records, savedSeq, rest)
  const localSeq = savedSeq + local.updates.length
  const added = lackingIn(local, localSeq, copied)
  // Where the journal goes on from the picture's end, what follows is of its own hostings, whoever opened the picture meanwhile:
  // also when it was opened here again before anything of that was saved.
  const goesOn = localSeq > copiedSeq
  const own = new Set(records.flatMap((record) => (record.kind === 'epoch' ? [record.epoch] : [])))
  const isIdle = ({ epoch, startSeq }: EpochStart): boolean =>
    goesOn && own.size > 0 && !own.has(epoch) && startSeq >= copiedSeq
  const lineage = lineageOf(
    storedLineage.filter((each) => !isIdle(each)),
    [...slots.records.filter((record) => record.kind !== 'epoch' || !isIdle(record)), ...records],
  )
  const copiedEpoch = goesOn ? 0 : (slots.epoch ?? 0)
  await addTo(journal, hostingsOf(added, lineage, localSeq, [local.epoch ?? 0, copiedEpoch]), added)
  const leftOut = new Set([...local.leftOut, ...copied.leftOut])
  const updates = leaveOut(local.updates.concat(added.updates), leftOut)
  const fromBucket = added.updates.length === 0 ? [] : [cameFromBucket]
  return {
    journal,
    replay: {
      updates,
      leftOut,
      participants: [...added.participants, ...local.participants],
      epoch: local.epoch,
    },
    lineage,
    copied: {
      seq: copiedSeq,
      written: slots.written,
      leftOut: copied.leftOut,
      missing: local.participants.filter((one) => !copied.participants.some((other) => isSame(one, other))),
    },
    branches,
    notices: [...repairs, ...slots.notices, ...fromBucket],
  }
}

/** A hosting that ended before it saved anything is known from its records alone: it began at the first seq that any of them says. */
function lineageOf(stored: readonly EpochStart[], records: readonly JournalRecord[]): readonly EpochStart[] {
  const starts = new Map<number, number>()
  for (const record of records) {
    if (record.kind !== 'epoch') continue
    starts.set(record.epoch, Math.min(starts.get(record.epoch) ?? Infinity, record.startSeq))
  }
  let lineage = stored
  for (const [epoch, startSeq] of [...starts].sort(([a], [b]) => a - b)) {
    lineage = extendLineage(lineage, { epoch, startSeq })
  }
  return lineage
}

/** What slots have and the journal, which ends at `localSeq`, does not. */
function lackingIn(local: JournalReplay, localSeq: number, copied: JournalReplay): JournalReplay {
  const known = new Set(local.participants.map(({ number }) => number))
  return {
    updates: copied.updates.filter(({ seq }) => seq > localSeq),
    participants: copied.participants.filter(({ number }) => !known.has(number)),
    leftOut: new Set([...copied.leftOut].filter((seq) => !local.leftOut.has(seq))),
    epoch: undefined,
  }
}

/**
 * Whose the added updates are, as the journal would have it: it decides one day what of them is in the picture. The last one
 * is the newest hosting that is known, also when nobody drew in it.
 */
function hostingsOf(
  { updates }: JournalReplay,
  lineage: readonly EpochStart[],
  localSeq: number,
  [localEpoch, copiedEpoch]: readonly [number, number],
): readonly EpochStart[] {
  const endSeq = localSeq + updates.length
  const inherited = lineage.filter(({ startSeq }) => startSeq <= localSeq).at(-1)?.epoch ?? 0
  const begun = [{ epoch: Math.max(inherited, localEpoch), startSeq: localSeq }]
  const later = lineage.filter(({ startSeq }) => startSeq > localSeq && startSeq < endSeq)
  for (const each of [...later, { epoch: copiedEpoch, startSeq: endSeq }]) {
    if (each.epoch > begun.at(-1)!.epoch) begun.push(each)
  }
  return begun
}

async function addTo(
  journal: Journal,
  hostings: readonly EpochStart[],
  { updates, participants, leftOut }: JournalReplay,
): Promise<void> {
  if (updates.length === 0 && participants.length === 0 && leftOut.size === 0) return
  // The journal may end before the snapshot: what is added then follows the snapshot.
  for (const [at, { epoch, startSeq }] of hostings.entries()) {
    await journal.append({ kind: 'epoch', epoch, startSeq })
    if (at === 0) for (const record of participants) await journal.append(record)
    const nextSeq = hostings[at + 1]?.startSeq ?? Infinity
    const own = updates.filter(({ seq }) => seq > startSeq && seq <= nextSeq)
    if (own.length > 0) await journal.append({ kind: 'updates', firstSeq: own[0]!.seq, updates: own })
  }
  const seqs = [...leftOut]
  for (let from = 0; from < seqs.length; from += leftOutSeqsMax) {
    await journal.append({ kind: 'left-out', seqs: seqs.slice(from, from + leftOutSeqsMax) })
  }
}

function isSame(one: ParticipantRecord, other: ParticipantRecord): boolean {
  return one.number === other.number && one.name === other.name && one.color === other.color
}

const cameFromBucket =
  'What was drawn last was not saved with the picture yet. It was brought back from the bucket.'
