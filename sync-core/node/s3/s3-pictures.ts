import type { StoredPicturesOptions } from '../../pictures/stored-pictures.ts'
import { keepPictures, type KeptPictures } from '../picture-folder.ts'
import { S3Store } from './s3-store.ts'
import type { S3Options } from './s3-store.ts'
import { checkS3Settings, type S3Settings } from './s3-settings.ts'

/** The pictures of a bucket. Throws StorageError('invalid') for settings that can't be right; nothing is sent yet. */
export function openS3Pictures(
  settings: S3Settings,
  options: S3Options & StoredPicturesOptions = {},
): KeptPictures {
  const { endpoint = 'amazon', bucket, prefix } = checkS3Settings(settings)
  return keepPictures(new S3Store(settings, options), `bucket ${endpoint} ${bucket} ${prefix}`, options)
}
