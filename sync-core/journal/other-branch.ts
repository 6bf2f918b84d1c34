// A journal whose last epoch is older than the one that the picture goes on from: the picture was opened elsewhere meanwhile
// (by another copy of Gesso on the same bucket, say). Where it went on from is told by the lineage.
//
//   this journal   ─▶ c ─▶ c+1 ─▶ n          picture   ─▶ c ─▶ c+1' ─▶ …     a branch: c+1..n are kept and offered
//   this journal   ─▶ c ─▶ c+1 ─▶ n          picture   ─▶ c                  inherited: nobody ordered anything since
//   this journal   ─▶ c                      picture   ─▶ c ─▶ c+1' ─▶ …     superfluous
//
// The second one counts only where all of the picture is known: the hostings before ours are fenced when this is asked, so
// none of them can add to it any more, and what one of them told others and never got into the picture is the branch of its
// own computer, as ever: the lineage then says that the updates after c are those of this journal's hosting.

import { encodeHex } from '../base/hex.ts'
import type { StoredParticipant } from '../pictures/picture-accessor.ts'
import { lastSeqInCommon } from '../pictures/lineage.ts'
import type { EpochStart, Hosting } from '../pictures/lineage.ts'
import type { Rest } from '../pictures/rest.ts'
import type { JournalRecord } from './journal-record.ts'
import type { JournalStorage } from './journal-storage.ts'
import { branchOf, keepBranch, withoutRepeats } from './kept-branches.ts'

/** What the picture goes on from, as far as it is known without this journal. */
export interface OtherHosting {
  readonly savedSeq: number
  readonly savedEpoch: number
  readonly lineage: readonly EpochStart[]
  /** Nothing of the picture is missing, and it ends here. Left out: not known. */
  readonly endSeq?: number | undefined
  /** Whom the picture knows. */
  readonly people: readonly Pick<StoredParticipant, 'number' | 'key'>[]
  readonly nowMs: number
}

export interface FoundSegment {
  readonly number: number
  readonly bytes: Uint8Array
}

/**
 * Empties the journal that has these records, unless the picture goes on from it; what is in no picture is kept as a branch
 * then. Says whether it did.
 */
export async function setOtherBranchAside(
  storage: JournalStorage,
  records: readonly JournalRecord[],
  segments: readonly FoundSegment[],
  picture: OtherHosting,
  rest: Rest,
): Promise<boolean> {
  const epochs = records.flatMap((record) => (record.kind === 'epoch' ? [record.epoch] : []))
  const epoch = Math.max(...epochs)
  if (epochs.length === 0 || epoch >= picture.savedEpoch) return false
  const { lineage } = picture
  const isKnown = lineage.some((later) => later.epoch > epoch)
  const begun = withoutRepeats(records)
  const forkSeq = isKnown ? lastInCommon(begun, lineage) : 0
  if (isKnown && goesOnFrom(begun, forkSeq, picture)) return false
  const branch = branchOf(begun, forkSeq)
  const bytes = segments.map((segment) => segment.bytes)
  if (branch.updates.length > 0) await keepBranch(storage, branch, bytes, picture.nowMs, rest)
  for (const { number } of segments) await storage.remove(number)
  return true
}

/** Whether the journal has the picture up to its end, and goes on there. */
function goesOnFrom(
  records: readonly JournalRecord[],
  forkSeq: number,
  { savedSeq, endSeq, people }: OtherHosting,
): boolean {
  if (forkSeq !== endSeq) return false
  const { updates, participants } = branchOf(records, savedSeq)
  const hasAll = updates.every(({ seq }, at) => seq === savedSeq + 1 + at)
  if (!hasAll || savedSeq + updates.length <= endSeq) return false
  // Whoever came to the idle host first may have been given the number of somebody who drew here.
  const keys = new Map(participants.map(({ number, key }) => [number, encodeHex(key)]))
  const numbers = new Map(participants.map(({ number, key }) => [encodeHex(key), number]))
  return people.every(({ number, key }) => {
    const hex = encodeHex(key)
    return (keys.get(number) ?? hex) === hex && (numbers.get(hex) ?? number) === number
  })
}

/**
 * The newest update that the picture has of this journal. A hosting that gave the picture something gave it all that it had
 * inherited here, whatever the lineage says of those before: what its slots lacked at first followed as its own.
 */
function lastInCommon(records: readonly JournalRecord[], lineage: readonly EpochStart[]): number {
  const hostings = hostingsIn(records)
  const isKnown = ({ epoch }: Hosting): boolean => lineage.some((each) => each.epoch === epoch)
  return lastSeqInCommon(lineage, hostings.slice(Math.max(0, hostings.map(isKnown).lastIndexOf(true))))
}

/** The hostings that these records tell of, each with the last of its updates that the next one inherited. */
function hostingsIn(records: readonly JournalRecord[]): Hosting[] {
  let hostings: Hosting[] = []
  for (const record of records) {
    if (record.kind === 'epoch') {
      const { epoch, startSeq } = record
      hostings = hostings.map((each) => ({ ...each, lastSeq: Math.min(each.lastSeq, startSeq) }))
      hostings.push({ epoch, startSeq, lastSeq: startSeq })
    }
    const last = hostings.at(-1)
    if (record.kind !== 'updates' || last === undefined) continue
    hostings[hostings.length - 1] = { ...last, lastSeq: record.firstSeq + record.updates.length - 1 }
  }
  return hostings
}
