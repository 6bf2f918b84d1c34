// The picture as it was on a branch, painted anew: from blank through the history that both have in common, then what only
// this computer had. A thread of its own does that, so that whoever is in the session notices nothing.

import { oneTurn, type Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Journal } from '../journal/journal.ts'
import type { Branch } from '../journal/kept-branches.ts'
import { PeoplePages } from '../pictures/people-pages.ts'
import type {
  PictureClaim,
  PictureHistory,
  StoredParticipant,
  StoredPeople,
} from '../pictures/picture-accessor.ts'
import type { PrimaryPort } from '../primary/primary-port.ts'
import type { Update } from '../raster/operation.ts'
import { copyPicture } from './copy-picture.ts'

export interface CopiedBranch {
  readonly clock: Clock
  readonly limits: Limits
  readonly branch: Branch
  /** Of the picture that goes on, and its journal for what is not saved yet. */
  readonly history: PictureHistory
  readonly journal: Pick<Journal, 'read'>
  readonly participants: StoredPeople
  /** Not started yet; it is stopped at the end. */
  readonly primary: PrimaryPort
}

/** Stores the picture of the branch as the first snapshot of a new one. Rejects with StorageError. */
export async function copyBranch(copied: CopiedBranch, target: PictureClaim): Promise<void> {
  const { primary, branch, limits, history, clock } = copied
  const lastSeq = branch.fromSeq + branch.updates.length - 1
  const lastClientSeqs = new Map<number, number>()
  try {
    await primary.start(
      {
        horizon: 0,
        baseSeq: 0,
        structure: history.firstStructure,
        tiles: [],
        carried: [],
        pending: [],
      },
      { onStamp: () => undefined, onApplied: () => undefined, onFailure: () => undefined },
    )
    for await (const batch of inBatches(orderOf(copied, 1, lastSeq), limits)) {
      for (const { author, clientSeq } of batch) lastClientSeqs.set(author, clientSeq)
      await primary.apply(batch)
    }
    const participants = await peopleOf(copied, lastClientSeqs)
    const journal = {
      firstSeq: 1,
      read: (fromSeq: number, toSeq: number) => orderOf(copied, fromSeq, toSeq),
    }
    const picture = { clock, limits, primary, journal, leftOut: [], history: undefined }
    await copyPicture({ ...picture, participants: () => participants }, target)
  } finally {
    await primary.stop()
  }
}

async function* orderOf(
  { branch, history, journal }: CopiedBranch,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<Update> {
  const forkSeq = Math.min(toSeq, branch.fromSeq - 1)
  const storedSeq = Math.min(forkSeq, history.lastSeq)
  if (fromSeq <= storedSeq) yield* history.updates(fromSeq, storedSeq)
  const unsavedSeq = Math.max(fromSeq, storedSeq + 1)
  if (unsavedSeq <= forkSeq) yield* journal.read(unsavedSeq, forkSeq)
  for (const update of branch.updates) {
    if (update.seq >= fromSeq && update.seq <= toSeq) yield update
  }
}

async function* inBatches(
  updates: AsyncIterable<Update>,
  { primaryBatchUpdatesMax, primaryBatchBytes }: Limits,
): AsyncGenerator<readonly Update[]> {
  let batch: Update[] = []
  let bytes = 0
  for await (const update of updates) {
    batch.push(update)
    bytes += update.operation.length
    if (batch.length < primaryBatchUpdatesMax && bytes < primaryBatchBytes) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

/** A number that somebody else got in the picture that goes on is the branch's person here. One page of people a turn. */
async function peopleOf(
  { participants, branch, clock }: CopiedBranch,
  lastClientSeqs: ReadonlyMap<number, number>,
): Promise<StoredPeople> {
  const pages = new PeoplePages()
  const put = (person: Omit<StoredParticipant, 'lastClientSeq'>): void => {
    const { number, key, name, color } = person
    pages.put({ number, key, name, color, lastClientSeq: lastClientSeqs.get(number) ?? 0 })
  }
  for (const people of participants.values()) {
    people.forEach(put)
    await oneTurn(clock)
  }
  branch.participants.forEach(put)
  return pages.take()
}
