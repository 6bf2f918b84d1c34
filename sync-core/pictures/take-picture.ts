import { StorageError } from '../base/errors.ts'
import { isSameSnapshot, rootPlaceOf, type PictureHead } from './picture-head.ts'
import { pictureLimits } from './picture-limits.ts'
import { readRoot, type PictureReader } from './read-table.ts'
import { changedAllTheTime, deletedPicture, readHead, trySwap, type TaggedHead } from './swap-head.ts'

/**
 * Counts the epoch up: from then on nobody else writes the picture. What this Gesso could not open is left as it is, and to
 * whoever has it: StorageError('invalid') for what a newer version saved.
 */
export async function takePicture(reader: PictureReader, writer: Uint8Array): Promise<TaggedHead> {
  const { store, id } = reader
  for (let tries = 0; tries < pictureLimits.swapTriesMax; tries++) {
    const known = await readHead(store, id)
    checkPresent(known.head)
    await checkVersions(reader, known.head)
    let hasMoved = false
    const outcome = await trySwap(store, id, {
      writer,
      known,
      change: (newest) => {
        checkPresent(newest)
        hasMoved = !isSameSnapshot(newest, known.head)
        if (hasMoved) throw changedAllTheTime()
        return { ...newest, epoch: newest.epoch + 1 }
      },
    })
    if (outcome.kind === 'swapped') return outcome.head
    // Somebody saved since: that is to be looked at, too.
    if (!hasMoved) throw outcome.error
  }
  throw changedAllTheTime()
}

/** StorageError('not-found') for one that was deleted. */
export function checkPresent(head: PictureHead): void {
  if (head.state.kind === 'live') return
  throw deletedPicture()
}

/** The roots that would be opened. What is damaged is told when it is opened. */
async function checkVersions(reader: PictureReader, { snapshot }: PictureHead): Promise<void> {
  const { root, previous } = snapshot ?? {}
  for (const place of [root, previous]) {
    if (place === undefined) return
    try {
      await readRoot(reader, rootPlaceOf(place))
      return
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'corrupt') throw error
    }
  }
}
