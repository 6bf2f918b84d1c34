// Which hosting a picture's updates come from: the epochs in their order, each with the seq at which it began. What a host
// did after the seq at which a later one began is not in the picture that goes on: that is a branch.
//
//   epoch 1 began at 0      1 ──▶ ─▶ 40 ─▶ ─▶ 55      updates 41..55 of epoch 1 are a branch
//   epoch 2 began at 40               ╰─▶ 41 ─▶ …     the picture
//
// Starts ascend strictly: an epoch of which no update is left says nothing that its successor doesn't say.

import { pictureLimits } from './picture-limits.ts'

/** A hosting, and the newest update that it took over from those before it. */
export interface EpochStart {
  readonly epoch: number
  readonly startSeq: number
}

/** A hosting as somebody's own record of it has it. */
export interface Hosting extends EpochStart {
  /** The last of its updates that the next one of that record inherited. */
  readonly lastSeq: number
}

/** The lineage with a later epoch behind it; the same when it knows that epoch or a later one already. */
export function extendLineage(lineage: readonly EpochStart[], next: EpochStart): readonly EpochStart[] {
  const last = lineage.at(-1)
  if (last !== undefined && last.epoch >= next.epoch) return lineage
  const kept = lineage.filter(({ startSeq }) => startSeq < next.startSeq)
  return [...kept, next].slice(-pictureLimits.lineageMax)
}

/**
 * The newest update that the picture may have of an order whose last epoch is this one: what comes after it there is a
 * branch. No bound (the largest safe integer) when no later epoch is known; 0 for one that was forgotten.
 */
export function lastSeqInPicture(lineage: readonly EpochStart[], epoch: number): number {
  const first = lineage[0]
  if (first !== undefined && first.startSeq > 0 && epoch < first.epoch) return 0
  return lineage.find((later) => later.epoch > epoch)?.startSeq ?? Number.MAX_SAFE_INTEGER
}

/**
 * The newest update that these hostings, one after another, have in common with the picture. One that the lineage does not
 * know gave it nothing of its own, whatever the picture has under the same numbers.
 */
export function lastSeqInCommon(lineage: readonly EpochStart[], hostings: readonly Hosting[]): number {
  let common = hostings.at(-1)?.lastSeq ?? 0
  for (const { epoch, startSeq, lastSeq } of hostings) {
    const isKnown = lineage.some((each) => each.epoch === epoch)
    const inPicture = Math.min(lastSeqInPicture(lineage, epoch), isKnown ? Infinity : startSeq)
    if (inPicture < lastSeq) common = Math.min(common, inPicture)
  }
  return common
}
