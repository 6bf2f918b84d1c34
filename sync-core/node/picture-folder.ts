import { randomBytes } from 'node:crypto'
import type { PictureAccessor, PictureId } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../pictures/picture-id.ts'
import { StoredPictures, type StoredPicturesOptions } from '../pictures/stored-pictures.ts'
import { FolderStore } from './folder-store.ts'

export type { HistoryRetention } from '../pictures/picture-accessor.ts'

/** The pictures of one place, a folder or a bucket. */
export interface KeptPictures {
  readonly pictures: PictureAccessor
  /** A fresh id for `create`. */
  readonly newPictureId: () => PictureId
}

/** The pictures of a local folder, which is made when missing. Throws StorageError. */
export async function openPictureFolder(
  folder: string,
  options?: StoredPicturesOptions,
): Promise<KeptPictures> {
  const store = await FolderStore.open(folder)
  return {
    pictures: new StoredPictures(store, randomBytes(8), options),
    newPictureId: () => makePictureId(randomBytes(16)),
  }
}
