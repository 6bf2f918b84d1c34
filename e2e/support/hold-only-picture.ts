import { join } from 'node:path'
import { takeHold } from '../../sync-core/node/hold-file.ts'
import { openPictureFolder } from '../../sync-core/node/picture-folder.ts'

/** Holds the only picture of the folder, as another Gesso does that has it open; returns how it is given back. */
export async function holdOnlyPicture(picturesDir: string): Promise<() => Promise<void>> {
  const { pictures } = await openPictureFolder(picturesDir)
  const [only, ...others] = await pictures.list()
  if (only === undefined || others.length > 0) throw new Error(`${picturesDir} holds one picture`)
  return takeHold(join(picturesDir, '.locks'), `hold-${only.id}`)
}
