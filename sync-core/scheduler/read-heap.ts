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

/** The buckets of all shards, the oldest first in each, one in memory at a time. Changes nothing, whatever is damaged. */
export async function* readHeap(store: ObjectStore, folder: string): AsyncGenerator<ReadBucket> {
  const shards = (await store.list(folder)).filter((name) => /^(?:0|[1-9]\d{0,14})$/.test(name)).map(Number)
  for (const shard of shards.sort((a, b) => a - b)) {
    for (const name of await store.list(`${folder}/${shard}`)) {
      const startMs = bucketStartOf(name)
      if (startMs !== undefined) yield readBucket(store, `${folder}/${shard}/${name}`, { shard, startMs })
    }
  }
}

async function readBucket(store: ObjectStore, key: string, place: BucketPlace): Promise<ReadBucket> {
  try {
    const bytes = await store.get(key, heapBucketBytesMax)
    return { ...place, runs: bytes === undefined ? [] : decodeBucket(place, bytes), problem: '' }
  } catch (error) {
    if (!(error instanceof StorageError) || error.code === 'unavailable') throw error
    return { ...place, runs: [], problem: error.message }
  }
}
