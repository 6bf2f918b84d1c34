import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import { openHost } from '../host.ts'
import type { Host, HostOptions } from '../host-contract.ts'
import type { JournalStorage } from '../journal/journal-storage.ts'
import type { PictureClaim } from '../pictures/picture-accessor.ts'
import type { JournalFolder } from './journal-folder.ts'
import { PrimaryWorker } from './primary-worker.ts'
import type { SparePrimary } from './spare-primary.ts'

export interface ClaimSurroundings {
  readonly journals: JournalFolder
  readonly primaryThreadFile: string | URL
  /** Where a thread is begun beforehand. */
  readonly sparePrimary?: SparePrimary
  readonly clock: Clock
  readonly limits?: Limits
  readonly onNote: (sentence: string) => void
}

/** Who may come in, and who is told. */
export type HostTerms = Pick<
  HostOptions,
  'ownerToken' | 'inviteToken' | 'inviteExpiresMs' | 'scheduling' | 'onState'
>

/** The host owns claim, journal and thread from its opening on, and gives them back when it can't be opened. */
export async function openClaimed(
  { journals, primaryThreadFile, sparePrimary, clock, limits, onNote }: ClaimSurroundings,
  claim: PictureClaim,
  terms: HostTerms,
): Promise<Host> {
  let journalStorage: JournalStorage
  try {
    journalStorage = await journals.take(claim.id)
  } catch (error) {
    await claim.release().catch(() => undefined)
    throw error
  }
  return openHost({
    clock,
    claim,
    journalStorage,
    primary: sparePrimary?.take() ?? new PrimaryWorker(primaryThreadFile),
    ...(limits && { limits }),
    onNote,
    ...terms,
  })
}
