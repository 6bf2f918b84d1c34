import { StorageError } from '../base/errors.ts'
import type { Journal } from '../journal/journal.ts'
import type { PrimarySnapshot } from '../primary/primary-port.ts'
import type { Update } from '../raster/operation.ts'

/** Those that the primary has folded by now are read back from the disk; what is damaged there is missing in the history only. */
export async function* updatesFrom(
  fromSeq: number,
  { horizon, pending }: PrimarySnapshot,
  journal: Pick<Journal, 'read'>,
): AsyncGenerator<Update> {
  if (fromSeq <= horizon) yield* withoutWhatIsGone(journal.read(fromSeq, horizon))
  for (const update of pending) if (update.seq >= fromSeq) yield update
}

/** The updates up to the first that is dropped or damaged. */
export async function* withoutWhatIsGone(updates: AsyncIterable<Update>): AsyncGenerator<Update> {
  try {
    yield* updates
  } catch (error) {
    const isGone = error instanceof StorageError && (error.code === 'not-found' || error.code === 'corrupt')
    if (!isGone) throw error
  }
}
