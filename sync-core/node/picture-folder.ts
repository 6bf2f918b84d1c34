import { randomBytes } from 'node:crypto'
import type { PictureAccessor, PictureId } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../pictures/picture-id.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { FolderStore } from './folder-store.ts'

/** The pictures of one place, a folder or a bucket. */
export interface KeptPictures {
  readonly pictures: PictureAccessor
  /** A fresh id for `create`. */
  readonly newPictureId: () => PictureId
}

/** The pictures of a local folder, which is made when missing. Throws StorageError. */
export async function openPictureFolder(folder: string): Promise<KeptPictures> {
  const store = await FolderStore.open(folder)
  return {
    pictures: new StoredPictures(store, randomBytes(8)),
    newPictureId: () => makePictureId(randomBytes(16)),
  }
}
