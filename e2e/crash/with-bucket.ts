import { namedBucket } from '../../sync-core/node/s3/named-bucket.ts'
import { S3Store } from '../../sync-core/node/s3/s3-store.ts'
import type { S3Settings } from '../../sync-core/node/s3/s3-settings.ts'
import { S3Light } from '../../sync-core/testing/s3-light/s3-light.ts'

/**
 * Runs with a bucket: of the real server that the environment names (S3_ENDPOINT and its like, as `npm run s3 -- start`
 * tells them), where nothing is left afterwards, or else of a light one in this process.
 */
export async function withBucket<T>(run: (settings: S3Settings) => Promise<T>): Promise<T> {
  const real = namedBucket(process.env, `crash-${Date.now()}-${process.pid}`)
  if (real !== undefined) return leavingNothing(real, run)
  const light = await S3Light.start()
  try {
    return await run(light.settings)
  } finally {
    await light.close()
  }
}

/** Runs, and removes everything under the prefix of these settings when that ended, however it did. */
export async function leavingNothing<T>(
  settings: S3Settings,
  run: (settings: S3Settings) => Promise<T>,
): Promise<T> {
  try {
    return await run(settings)
  } finally {
    const store = new S3Store(settings)
    try {
      await removeBelow(store, '')
    } catch (error) {
      // What the run found out matters more than what it left.
      console.error(`What lies under ${settings.prefix} could not be removed: ${String(error)}`)
    } finally {
      store.close()
    }
  }
}

/** A level at a time, as a store lists. */
async function removeBelow(store: S3Store, folder: string): Promise<void> {
  const path = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  const objects = new Set((await store.listObjects(folder)).map(({ name }) => name))
  for (const name of await store.list(folder)) if (!objects.has(name)) await removeBelow(store, path(name))
  await store.remove([...objects].map(path))
}
