import { StorageError } from '../base/errors.ts'
import type { ObjectStore } from '../pictures/object-store.ts'
import { bucketStartOf, decodeBucket, heapBucketBytesMax, type BucketPlace } from './heap-bucket.ts'
import type { DueRun } from './task.ts'

/** A bucket as people look at it. */
export interface ReadBucket extends BucketPlace {
  /** By task; none where it can't be read. */
  readonly runs: readonly DueRun[]
  /** Why it can't be read; '' when it can. */
  readonly problem: string
}

/** What reading a heap needs of a store. */
export type HeapToRead = Pick<ObjectStore, 'get' | 'list'>

/**
 * The buckets of all shards in the folder ('' is the store's root), the oldest first in each, one in memory at a time. Changes nothing,
 * whatever is damaged.
 */
export async function* readHeap(store: HeapToRead, folder: string): AsyncGenerator<ReadBucket> {
  const inFolder = folder === '' ? '' : `${folder}/`
  const shards = (await store.list(folder)).filter((name) => /^(?:0|[1-9]\d{0,14})$/.test(name)).map(Number)
  for (const shard of shards.sort((a, b) => a - b)) {
    for (const name of await store.list(`${inFolder}${shard}`)) {
      const startMs = bucketStartOf(name)
      if (startMs === undefined) continue
      const bucket = await readBucket(store, `${inFolder}${shard}/${name}`, { shard, startMs })
      if (bucket !== undefined) yield bucket
    }
  }
}

/** Undefined when it went meanwhile. */
async function readBucket(
  store: HeapToRead,
  key: string,
  place: BucketPlace,
): Promise<ReadBucket | undefined> {
  try {
    const bytes = await store.get(key, heapBucketBytesMax)
    return bytes && { ...place, runs: decodeBucket(place, bytes), problem: '' }
  } catch (error) {
    if (!(error instanceof StorageError) || error.code === 'unavailable') throw error
    return { ...place, runs: [], problem: error.message }
  }
}
