import { openPictureFolder, type KeptPictures } from '../../sync-core/node/picture-folder.ts'

/** Where the pictures of a crash run are kept; it outlives every host. Plain data, for it is sent to the host's process. */
export type CrashStorage = { readonly kind: 'folder'; readonly folder: string }

export function openCrashPictures(storage: CrashStorage): Promise<KeptPictures> {
  return openPictureFolder(storage.folder)
}
