import { openPictureFolder, type KeptPictures } from '../../sync-core/node/picture-folder.ts'
import type { S3Settings } from '../../sync-core/node/s3/s3-settings.ts'

/** Where the pictures of a run are kept; it outlives every host. Plain data, for it is sent to the host's process. */
export type StoragePlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 's3'; readonly settings: S3Settings }

export async function openStoragePlace(storage: StoragePlace): Promise<KeptPictures> {
  if (storage.kind === 'folder') return openPictureFolder(storage.folder)
  // As in the app, what speaks to S3 is loaded only where it is needed.
  const { openS3Pictures } = await import('../../sync-core/node/s3/s3-pictures.ts')
  return openS3Pictures(storage.settings)
}
