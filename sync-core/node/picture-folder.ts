import { createHash, randomBytes } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { DeadlineStore } from '../pictures/deadline-store.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { OpenMarks } from '../pictures/open-marks.ts'
import type { PictureAccessor, PictureId } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../base/picture-id.ts'
import { StoredPictures, type StoredPicturesOptions } from '../pictures/stored-pictures.ts'
import { onDisk } from './disk-error.ts'
import { FolderStore } from './folder-store.ts'
import { SystemClock } from './system-clock.ts'

export type { HistoryRetention } from '../pictures/picture-accessor.ts'

/** The pictures of one place, a folder or a bucket. */
export interface KeptPictures {
  readonly pictures: PictureAccessor
  /** A short name that stands for exactly this place; made of 0-9 and a-f. */
  readonly placeName: string
  /** A fresh id for `create`. */
  readonly newPictureId: () => PictureId
  /** Who has a picture open; only where other computers reach them and no hold can tell. */
  readonly openMarks?: OpenMarks
  /** Ends everything that is under way there; later calls may be refused. Claims are to be given back before. */
  readonly close: () => void
}

/** The pictures of a local folder, which is made when missing. Throws StorageError. */
export async function openPictureFolder(
  folder: string,
  options?: StoredPicturesOptions,
): Promise<KeptPictures> {
  const store = await FolderStore.open(folder)
  const place = await onDisk('keep pictures', folder, () => realpath(folder))
  return keepPictures(store, `folder ${place}`, options)
}

/** The pictures of a store at that place, which is closed with them: every call of it settles, and long work lets others go on. */
export function keepPictures(
  store: ObjectStore & { readonly close?: () => void },
  place: string,
  options?: StoredPicturesOptions,
): KeptPictures {
  // A bucket's calls have their own deadlines, which follow their size: a pack on a slow line takes minutes.
  const settling = store.place === 'bucket' ? store : new DeadlineStore(store, new SystemClock())
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    pictures: new StoredPictures(settling, randomBytes(8), { pause, ...options }),
    placeName: createHash('sha256').update(place).digest('hex').slice(0, 16),
    newPictureId: () => makePictureId(randomBytes(16)),
    ...(store.place === 'bucket' && { openMarks: new OpenMarks(settling) }),
    close: () => store.close?.(),
  }
}
