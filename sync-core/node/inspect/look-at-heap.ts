import { stat } from 'node:fs/promises'
import { StorageError } from '../../base/errors.ts'
import type { ReadBucket } from '../../scheduler/read-heap.ts'
import { isDiskError } from '../disk-error.ts'
import { FolderStore } from '../folder-store.ts'
import { namedBucket } from '../s3/named-bucket.ts'
import { S3Store } from '../s3/s3-store.ts'
import { schedulerFiles } from '../scheduler-stores.ts'
import { bucketsOf } from './read-scheduler.ts'

/** The heap in a folder, or in the bucket that the environment names: 's3', or 's3:FOLDER' when it is not in the folder heap. */
export async function lookAtHeap(heap: string, env: NodeJS.ProcessEnv): Promise<readonly ReadBucket[]> {
  const inBucket = /^s3(?::(.*))?$/.exec(heap)
  if (inBucket === null) {
    await checkFolder(heap)
    return bucketsOf(FolderStore.toRead(heap), '')
  }
  const settings = namedBucket(env, inBucket[1] ?? schedulerFiles.heap)
  if (settings === undefined)
    throw new StorageError(
      'invalid',
      'Which bucket it is says the environment: S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY, also S3_REGION and S3_BUCKET.',
    )
  const store = new S3Store(settings)
  try {
    return await bucketsOf(store, '')
  } finally {
    store.close()
  }
}

/** StorageError when there is none. */
export async function checkFolder(folder: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      if (isDiskError(error, 'ENOENT')) return false
      throw error
    },
  )
  if (!isFolder) throw new StorageError('not-found', `There is no folder ${folder}.`)
}
