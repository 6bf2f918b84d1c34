import type { Clock } from '../base/clock.ts'
import type { Limits } from '../base/limits.ts'
import type { Journal } from '../journal/journal.ts'
import type { PictureClaim, PictureHistory, StoredPeople } from '../pictures/picture-accessor.ts'
import type { PrimaryPort, PrimarySnapshot } from '../primary/primary-port.ts'
import type { Update } from '../raster/operation.ts'
import { tilesOf } from './tiles-of.ts'
import { updatesFrom, withoutWhatIsGone } from './updates-from.ts'

export interface CopiedPicture {
  readonly clock: Clock
  readonly limits: Limits
  readonly primary: PrimaryPort
  readonly journal: Pick<Journal, 'firstSeq' | 'read'>
  /** As of what the primary was handed. */
  readonly participants: () => StoredPeople
  readonly leftOut: readonly number[]
  /** Of the picture that goes on: what both have in common and the journal has not any more. */
  readonly history: PictureHistory | undefined
}

/**
 * Stores all that the primary was handed as the first snapshot of a new picture: its tiles, everything that can be undone, its
 * people, and of its history what is at hand. The picture that it is copied from is not touched. Rejects with StorageError.
 */
export async function copyPicture(copied: CopiedPicture, target: PictureClaim): Promise<void> {
  const { clock, limits, primary, leftOut } = copied
  const asked = primary.takeSnapshot({ kind: 'copy' })
  const participants = copied.participants()
  const snapshot = await asked
  try {
    const { png, size } = await primary.preview(limits.previewSidePx)
    const { seq, horizon, baseSeq, structure, carried } = snapshot
    await target.save({
      seq,
      horizon,
      baseSeq,
      structure,
      size,
      changed: tilesOf(() => primary.nextTiles(snapshot.id, limits.snapshotPartBytes)),
      removed: [],
      carried,
      updates: (fromSeq) => allUpdates(fromSeq, snapshot, copied),
      leftOut,
      lineage: [{ epoch: target.epoch, startSeq: 0 }],
      participants,
      nowMs: clock.nowMs(),
    })
    // The copy is stored, whatever becomes of what lists show of it; the next time that it is open it gets a new one.
    await target.savePreview(png).catch(() => undefined)
  } finally {
    await primary.releaseSnapshot(snapshot.id, 'dropped')
  }
}

/** Those before the journal's first come from the history, as far as it can be read. */
async function* allUpdates(
  fromSeq: number,
  snapshot: PrimarySnapshot,
  { journal, history }: CopiedPicture,
): AsyncGenerator<Update> {
  const journalSeq = Math.min(journal.firstSeq, snapshot.horizon + 1)
  if (history !== undefined) {
    const first = Math.max(fromSeq, history.firstSeq)
    const last = Math.min(journalSeq - 1, history.lastSeq)
    if (first <= last) yield* withoutWhatIsGone(history.updates(first, last))
  }
  yield* updatesFrom(Math.max(fromSeq, journalSeq), snapshot, journal)
}
