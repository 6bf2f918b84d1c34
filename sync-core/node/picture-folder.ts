import { randomBytes } from 'node:crypto'
import type { PictureAccessor, PictureId } from '../pictures/picture-accessor.ts'
import { makePictureId } from '../pictures/picture-id.ts'
import { StoredPictures } from '../pictures/stored-pictures.ts'
import { FolderStore } from './folder-store.ts'

/** The pictures of a local folder, which is made when missing; and ids for new ones. Throws StorageError. */
export async function openPictureFolder(
  folder: string,
): Promise<{ pictures: PictureAccessor; newPictureId: () => PictureId }> {
  const store = await FolderStore.open(folder)
  return {
    pictures: new StoredPictures(store, randomBytes(8)),
    newPictureId: () => makePictureId(randomBytes(16)),
  }
}
