// From storage to a running primary: the stored snapshot, its tail, and what the journal has beyond them.
//
//   base(h) ── tail: carried, h+1..s ── journal, slots: s+1..n        s = the snapshot's seq, n = the picture as it was last seen

import { Participants } from './broadcast/participants.ts'
import { addToUnderWay } from './broadcast/under-way.ts'
import { oneTurn } from './base/clock.ts'
import { ProtocolError, StorageError } from './base/errors.ts'
import { limits as standardLimits } from './base/limits.ts'
import type { HostOptions } from './host-contract.ts'
import { beginSlots, type BegunHosting } from './journal/begin-slots.ts'
import { fenceOlderEpochs } from './journal/fence-older-epochs.ts'
import { gatherSurvivors } from './journal/gather-survivors.ts'
import type { CopiedPart } from './journal/gather-survivors.ts'
import type { Journal } from './journal/journal.ts'
import type { KeptBranch } from './journal/kept-branches.ts'
import type { CopyingStart } from './journal/slot-copier.ts'
import { leaveOut } from './raster/stand-in.ts'
import { extendLineage, type EpochStart } from './pictures/lineage.ts'
import { pictureLimits } from './pictures/picture-limits.ts'
import type { PictureSlots } from './pictures/picture-slots.ts'
import { Rest } from './pictures/rest.ts'
import type { PrimaryEvents } from './primary/primary-port.ts'
import { decodeOperation } from './raster/operation-codec.ts'
import type { Update } from './raster/operation.ts'

export interface OpenedPicture {
  readonly journal: Journal
  readonly participants: Participants
  /** The last seq of the stored snapshot, and of everything that survived. */
  readonly savedSeq: number
  readonly seq: number
  /** What was seen up to here by those who saw the picture last is in it; -1 when some of that was left out. */
  readonly inheritedSeq: number
  /** The hostings that led here, this one last. */
  readonly lineage: readonly EpochStart[]
  /** Every update that was ever left out, ascending. */
  readonly leftOut: readonly number[]
  /** How the journal is copied to the bucket, where pictures are kept in one. */
  readonly copying?: CopyingStart
  /** What this computer has of this picture that the picture goes on without, the newest first. */
  readonly branches: readonly KeptBranch[]
  /** Sentences about what was repaired or is damaged. */
  readonly notices: readonly string[]
}

/** People who are taken over in one go: one or two milliseconds. */
const peopleAStep = 512
/** Looked at between two questions whether to rest. */
const updatesAtOnce = 100

/** Rejects with StorageError; the claim, journal and primary are then given back. */
export async function openPicture(options: HostOptions, events: PrimaryEvents): Promise<OpenedPicture> {
  const { clock, claim, journalStorage, primary } = options
  const pause = (): Promise<void> => oneTurn(clock)
  let journal: Journal | undefined
  try {
    // Before anything is read: a host that still has the picture learns soonest, and what it copied is settled.
    const { slots } = claim
    const bucket = slots && { slots, places: await fenceOlderEpochs(slots, claim.epoch) }
    const stored = await claim.load()
    const savedSeq = stored?.seq ?? 0
    const survivors = await gatherSurvivors(journalStorage, stored, bucket, { nowMs: clock.nowMs(), pause })
    journal = survivors.journal
    const { replay } = survivors
    const seq = savedSeq + replay.updates.length
    const leftOutBefore = new Set([...(stored?.leftOut ?? []), ...replay.leftOut])
    const carried = (stored?.carried ?? []).filter((update) => !leftOutBefore.has(update.seq))
    const pending = [...leaveOut(stored?.pending ?? [], replay.leftOut), ...replay.updates]

    const participants = new Participants(options.limits ?? standardLimits)
    for (const [at, participant] of (stored?.participants ?? []).entries()) {
      participants.restore(participant)
      if (at % peopleAStep === peopleAStep - 1) await pause()
    }
    for (const { number, key, name, color } of replay.participants) {
      participants.restore({ number, key, name, color, lastClientSeq: 0 })
    }

    const { leftOut } = await primary.start(
      {
        horizon: stored?.horizon ?? 0,
        baseSeq: stored?.baseSeq ?? 0,
        structure: stored?.structure ?? claim.firstStructure,
        tiles: stored?.tiles ?? [],
        carried,
        pending,
      },
      events,
    )
    const rest = new Rest(pause)
    await countUpdates(participants, leaveOut([...carried, ...pending], new Set(leftOut)), rest)
    const asides = leftOut.length > 0 ? await journal.leaveOut(leftOut) : []
    await journal.append({ kind: 'epoch', epoch: claim.epoch, startSeq: seq })
    // Durable before anything of this epoch is saved: a journal without it would count as another branch.
    await journal.flush()
    const everLeftOut = [...new Set([...leftOutBefore, ...leftOut])].sort((a, b) => a - b)
    const isStored = new Set(stored?.leftOut)
    const noted = everLeftOut.filter((each) => !isStored.has(each) && !survivors.copied.leftOut.has(each))
    const copying =
      slots && (await beginCopying(slots, survivors.copied, { epoch: claim.epoch, seq, leftOut: noted }))
    const outcome = stored?.loss !== undefined && replay.updates.length > 0 ? broughtBack(seq) : stored?.loss
    const snapshotNotice = [...(stored?.notices ?? []), ...(outcome === undefined ? [] : [outcome])].join(' ')
    const notices = [
      ...(snapshotNotice === '' ? [] : [snapshotNotice]),
      ...(stored?.damaged ?? []).map(({ problem }) => problem),
      ...survivors.notices,
      ...(leftOut.length > 0 ? [tooLarge(leftOut.length, asides)] : []),
    ]
    // Who was at a hosting between that of the journal and this one saw what is known of it without the journal.
    const seenSeq = replay.epoch === claim.epoch - 1 ? seq : survivors.copied.seq
    const inheritedSeq = leftOut.length > 0 ? -1 : seenSeq
    const lineage = extendLineage(survivors.lineage, { epoch: claim.epoch, startSeq: seq })
    const picture = {
      journal,
      participants,
      savedSeq,
      seq,
      inheritedSeq,
      lineage,
      leftOut: everLeftOut,
      branches: survivors.branches,
      notices,
    }
    return { ...picture, ...(copying && { copying }) }
  } catch (error) {
    // The first failure is the one to tell; giving back is best effort.
    await Promise.allSettled([journal?.close() ?? journalStorage.close(), primary.stop(), claim.release()])
    if (!(error instanceof ProtocolError)) throw error
    throw new StorageError('corrupt', `What was drawn last in this picture can't be read: ${error.message}`)
  }
}

/** Writes the first slots of this hosting; from then on the rest is copied beside. */
async function beginCopying(
  slots: PictureSlots,
  copied: CopiedPart,
  begun: Omit<BegunHosting, 'startSeq'>,
): Promise<CopyingStart> {
  const first = await beginSlots(slots, { ...begun, startSeq: copied.seq })
  const { seq: copiedSeq, missing: participants } = copied
  return { slots, copiedSeq, participants, written: [...copied.written, ...first] }
}

/** What a snapshot lost, the journal has as long as this computer wrote it. */
function broughtBack(seq: number): string {
  return `The journal of this computer brought back what was drawn since, up to update ${seq}.`
}

function tooLarge(updates: number, asides: readonly string[]): string {
  const kept = asides.length === 0 ? '' : ` The journal as it was is kept as ${asides.join(', ')}.`
  const what = `Some of what was drawn last (updates: ${updates}) needs more memory than this computer has.`
  return `${what} It was left out; everything else is here.${kept}`
}

/** What each participant has done so far, as if it had just been ordered. */
async function countUpdates(
  participants: Participants,
  updates: readonly Update[],
  rest: Rest,
): Promise<void> {
  for (const [at, { author, clientSeq, operation }] of updates.entries()) {
    if (at % updatesAtOnce === 0) await rest.after(updatesAtOnce * pictureLimits.updateWeight)
    const participant = participants.byAuthor(author)
    if (participant === undefined) continue
    participants.count(participant, clientSeq)
    const decoded = decodeOperation(operation)
    participant.underWay = addToUnderWay(participant.underWay, decoded, operation.length)
    participant.orderedUnderWay = participant.underWay
    participant.hasActed = true
    if (decoded.kind !== 'close') continue
    const closed = participants.byAuthor(decoded.author)
    if (closed !== undefined) closed.hasActed = false
  }
}
