import { StorageError } from '../base/errors.ts'
import { sameBytes } from './content-name.ts'
import type { ObjectStore } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { decodeHead, encodeHead } from './picture-head.ts'
import type { PictureHead } from './picture-head.ts'
import { headKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'

/** The head and its etag. StorageError('not-found') when there is none, ('corrupt' | 'invalid') when it can't be read. */
export async function readHead(
  store: ObjectStore,
  id: PictureId,
): Promise<{ readonly head: PictureHead; readonly etag: string }> {
  const found = await store.getTagged(headKey(id), pictureLimits.headBytesMax)
  if (found === undefined) throw new StorageError('not-found', 'This picture is not there any more.')
  return { head: decodeHead(found.bytes), etag: found.etag }
}

/**
 * Changes the head by compare-and-swap. `change` sees the newest head and returns the new one, or throws to leave it; it is
 * asked again when somebody else was first. A swap whose answer got lost is looked up; `writer` tells whose it was, because
 * two hosts that take the same epoch would write the same head otherwise.
 */
export async function swapHead(
  store: ObjectStore,
  id: PictureId,
  writer: Uint8Array,
  change: (head: PictureHead) => PictureHead,
): Promise<PictureHead> {
  for (let tries = 0; tries < pictureLimits.swapTriesMax; tries++) {
    const { head, etag } = await readHead(store, id)
    const changed = { ...change(head), writer }
    const bytes = encodeHead(changed)
    try {
      await store.compareAndSwap(headKey(id), bytes, etag)
      return changed
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      if (error.code === 'conflict') continue
      if (await isStored(store, id, bytes)) return changed
      throw error
    }
  }
  throw new StorageError(
    'conflict',
    'This picture is changed by others all the time. Try again in a moment.',
    true,
  )
}

async function isStored(store: ObjectStore, id: PictureId, bytes: Uint8Array): Promise<boolean> {
  try {
    const found = await store.get(headKey(id), pictureLimits.headBytesMax)
    return found !== undefined && sameBytes(found, bytes)
  } catch (error) {
    // The first failure says more than this second one.
    if (error instanceof StorageError) return false
    throw error
  }
}
