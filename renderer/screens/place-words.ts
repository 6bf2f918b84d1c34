import type { PicturesView } from '../../electron/ipc/pictures-place.ts'
import { strings } from '../strings.ts'

/** Where pictures are kept: a few words for the shelf, and the folder or address for who wants to know more. */
export function placeWords({ settings, usualFolder }: PicturesView): { words: string; detail: string } {
  const { place, folder, bucket } = settings
  if (place === 'bucket' && bucket !== undefined) {
    const path = bucket.prefix === '' ? bucket.bucket : `${bucket.bucket}/${bucket.prefix}`
    const server = bucket.endpoint === '' ? bucket.region : bucket.endpoint
    return { words: strings.pictures.keptInBucket(bucket.bucket), detail: `${path}, ${server}` }
  }
  if (folder === '') return { words: strings.pictures.keptOnComputer, detail: usualFolder }
  return { words: strings.pictures.keptInFolder, detail: folder }
}
