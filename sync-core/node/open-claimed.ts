import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { openHost } from '../host.ts'
import type { HostOptions } from '../host-contract.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { PictureAccessor, PictureClaim, PictureId } from '../pictures/picture-accessor.ts'
import type { JournalFolder } from './journal-folder.ts'
import type { HostedHere } from './pictures-here.ts'
import { PrimaryWorker } from './primary-worker.ts'
import type { SparePrimary } from './spare-primary.ts'

export interface ClaimSurroundings {
  readonly pictures: Pick<PictureAccessor, 'claim'>
  readonly journals: JournalFolder
  readonly primaryThreadFile: string | URL
  /** Where a thread is begun beforehand. */
  readonly sparePrimary?: SparePrimary
  readonly clock: Clock
  readonly limits?: Limits
  readonly onNote: (sentence: string) => void
}

/** Who may come in, and who is told. */
export type HostTerms = Pick<HostOptions, 'door' | 'rules' | 'scheduling' | 'onState' | 'onEmpty'>

/**
 * Claims the picture and takes its journal side by side, since each waits for the disk, and opens it. The host owns claim, journal and
 * thread from its opening on, and gives them back when it can't be opened.
 */
export async function openClaimed(
  surroundings: ClaimSurroundings,
  id: PictureId,
  termsOf: (claim: PictureClaim) => HostTerms,
): Promise<HostedHere> {
  const { pictures, journals, primaryThreadFile, sparePrimary, clock, limits, onNote } = surroundings
  const [claim, journalStorage] = await bothOrNone(pictures.claim(id), journals.take(id))
  const host = await openHost({
    clock,
    claim,
    journalStorage,
    primary: sparePrimary?.take() ?? new PrimaryWorker(primaryThreadFile),
    ...(limits && { limits }),
    onNote,
    ...termsOf(claim),
  })
  return { claim, host }
}

/** What became of the picture says more than what became of its journal. */
async function bothOrNone(
  claiming: Promise<PictureClaim>,
  taking: Promise<JournalStorage>,
): Promise<[PictureClaim, JournalStorage]> {
  const [claim, journal] = await Promise.allSettled([claiming, taking])
  if (claim.status === 'fulfilled' && journal.status === 'fulfilled') return [claim.value, journal.value]
  if (claim.status === 'fulfilled') await claim.value.release().catch(() => undefined)
  if (journal.status === 'fulfilled') await journal.value.close().catch(() => undefined)
  throw claim.status === 'rejected' ? claim.reason : (journal as PromiseRejectedResult).reason
}
