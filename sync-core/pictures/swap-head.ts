import { StorageError } from '../base/errors.ts'
import { sameBytes } from './content-name.ts'
import { OvertakenError, refusals, type ObjectStore, type TaggedObject } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { encodeHead, nextHead } from './picture-head.ts'
import type { PictureHead } from './picture-head.ts'
import { headKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { decodeStoredHead, type StoredHead } from './stored-head.ts'

/** A head, and the tag that stands for exactly this one. */
export interface TaggedHead {
  readonly head: PictureHead
  readonly etag: string
}

/** The head and its etag. StorageError('not-found') when there is none, ('corrupt' | 'invalid') when it can't be read. */
export async function readHead(store: ObjectStore, id: PictureId): Promise<TaggedHead> {
  const found = await readStoredHead(store, id)
  if (found.kind === 'unreadable') throw found.error
  if (found.kind === 'covered') throw deletedPicture()
  return found
}

/** Whatever is stored as the head, its bytes and its etag. StorageError('not-found') when there is none. */
export async function readStoredHead(store: ObjectStore, id: PictureId): Promise<StoredHead & TaggedObject> {
  const found = await store.getTagged(headKey(id), pictureLimits.storedHeadBytesMax)
  if (found === undefined) throw new StorageError('not-found', 'This picture is not there any more.')
  return { ...decodeStoredHead(found.bytes), ...found }
}

export function deletedPicture(): StorageError {
  return new StorageError('not-found', 'This picture was deleted. Bring it back first to open it.')
}

export interface HeadSwap {
  /** Tells whose head it is: two hosts that take the same epoch would write the same otherwise. */
  readonly writer: Uint8Array
  /** The head as it was last seen: saves reading it, and is no harm when it changed since. */
  readonly known?: TaggedHead | undefined
  /** Sees the newest head and returns the new one, or throws to leave it; asked again when somebody else was first. */
  readonly change: (head: PictureHead) => PictureHead
}

/** What became of a swap. */
export type SwapOutcome =
  | { readonly kind: 'swapped'; readonly head: TaggedHead }
  /** `mayCount`: it may have taken effect, or may still, until another swap succeeds. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly mayCount: boolean }

/** Changes the head by compare-and-swap. */
export async function swapHead(store: ObjectStore, id: PictureId, swap: HeadSwap): Promise<TaggedHead> {
  const outcome = await trySwap(store, id, swap)
  if (outcome.kind === 'failed') throw outcome.error
  return outcome.head
}

/** The same; a swap whose answer got lost is looked up. */
export async function trySwap(store: ObjectStore, id: PictureId, swap: HeadSwap): Promise<SwapOutcome> {
  let { known } = swap
  let mayCount = false
  try {
    for (let tries = 0; tries < pictureLimits.swapTriesMax; tries++) {
      const { head, etag } = known ?? (await readHead(store, id))
      known = undefined
      const changed = nextHead(swap.change(head), swap.writer)
      const bytes = encodeHead(changed)
      try {
        return {
          kind: 'swapped',
          head: { head: changed, etag: await store.compareAndSwap(headKey(id), bytes, etag) },
        }
      } catch (error) {
        if (error instanceof StorageError && error.code === 'conflict') {
          mayCount ||= error instanceof OvertakenError
          continue
        }
        const stored = error instanceof StorageError ? await lookUp(store, id) : undefined
        if (stored !== undefined && sameBytes(stored.bytes, bytes)) {
          return { kind: 'swapped', head: { head: changed, etag: stored.etag } }
        }
        const isRefused = error instanceof StorageError && refusals.includes(error.code)
        mayCount ||= !isRefused || stored?.etag !== etag
        throw error
      }
    }
    throw changedAllTheTime()
  } catch (error) {
    return { kind: 'failed', error, mayCount }
  }
}

export function changedAllTheTime(): StorageError {
  return new StorageError(
    'conflict',
    'This picture is changed by others all the time. Try again in a moment.',
    true,
  )
}

/** The stored head; undefined when it can't be read now: the first failure says more than this second one. */
export async function lookUp(store: ObjectStore, id: PictureId): Promise<TaggedObject | undefined> {
  try {
    return await store.getTagged(headKey(id), pictureLimits.storedHeadBytesMax)
  } catch (error) {
    if (error instanceof StorageError) return undefined
    throw error
  }
}
