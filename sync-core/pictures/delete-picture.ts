// Deleting a picture, bringing it back, and removing it for good. All of it also works for a picture whose head can't be read.
//
// In a bucket no hold keeps a host from writing while its picture is removed. So the head stays, with nothing but the mark that
// it is being removed: the host reads it with its next save and stops, and what it wrote is removed by the next purge. The mark
// goes when it is as old as pictures are kept that were deleted.

import { StorageError } from '../base/errors.ts'
import { sameBytes } from './content-name.ts'
import type { ListedObject, ObjectStore, TaggedObject } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import type { PictureHead } from './picture-head.ts'
import { headKey, objectKey, pictureFolders, previewKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { NewerVersionError } from './sealed-object.ts'
import { encodeCover, type StoredHead } from './stored-head.ts'
import { changedAllTheTime, deletedPicture, lookUp, readStoredHead, swapHead } from './swap-head.ts'
import { checkPresent } from './take-picture.ts'

export interface PicturePlace {
  readonly store: ObjectStore
  readonly id: PictureId
  /** Of this process. */
  readonly writer: Uint8Array
}

/** Marks it deleted. Whoever has it open loses it. */
export async function deletePicture(place: PicturePlace, atMs: number): Promise<void> {
  const { store, id, writer } = place
  const found = await readStoredHead(store, id)
  if (found.kind === 'head') {
    await swapHead(store, id, {
      writer,
      change: (head) => {
        checkPresent(head)
        return { ...head, epoch: head.epoch + 1, state: { kind: 'deleted', atMs } }
      },
    })
    return
  }
  if (found.kind === 'covered') throw deletedPicture()
  if (found.error instanceof NewerVersionError) throw found.error
  if (found.bytes.length > pictureLimits.unreadableHeadBytesMax) {
    const sentence =
      'Its head is too long to be kept, so this picture can’t be deleted. Remove its folder by hand.'
    throw new StorageError('corrupt', `${found.error.message} ${sentence}`)
  }
  const state = { kind: 'deleted', atMs } as const
  await swapBytes(place, found.etag, encodeCover({ writer, state, former: found.bytes }))
}

/** Takes the mark away. */
export async function restorePicture(place: PicturePlace): Promise<void> {
  const { store, id, writer } = place
  const found = await readStoredHead(store, id)
  if (found.kind === 'covered') {
    if (found.cover.state.kind === 'purging') throw removedForGood()
    await swapBytes(place, found.etag, found.cover.former)
    return
  }
  await swapHead(store, id, {
    writer,
    change: (head) => {
      if (head.state.kind === 'purging') throw removedForGood()
      return { ...head, state: { kind: 'live' } }
    },
  })
}

/** Whether there is something to do for `purgePicture`. */
export async function isPurgeDue(place: PicturePlace, deletedBeforeMs: number): Promise<boolean> {
  try {
    const found = await whatIsThere(place)
    return found === undefined ? place.store.place === 'bucket' : isDue(found, deletedBeforeMs)
  } catch (error) {
    // Larger than anything that could say that it was deleted.
    if (error instanceof StorageError && error.code === 'corrupt') return false
    throw error
  }
}

/**
 * Removes it for good if it was deleted before that time; what was begun goes on. Nobody here has it open. Returns whether
 * a picture was removed, not just the mark of one that is gone from its bucket already.
 */
export async function purgePicture(place: PicturePlace, deletedBeforeMs: number): Promise<boolean> {
  const { store, id } = place
  const found = await whatIsThere(place)
  if (found === undefined) {
    await removeHeadless(place, deletedBeforeMs)
    return false
  }
  if (!isDue(found, deletedBeforeMs)) return false
  const wasPurging = stateOf(found)?.kind === 'purging'
  if (!wasPurging && !(await markPurging(place, found, deletedBeforeMs))) return false
  const hadMore = await removeObjects(place)
  if (store.place === 'bucket') {
    if (!wasPurging || hadMore) return true
    const head = (await store.listObjects(id)).find(({ name }) => name === headName)
    if (head !== undefined && head.modifiedMs < deletedBeforeMs) await store.remove([headKey(id)])
    return false
  }
  // The head last: as long as it is there, an interrupted purge is taken up again by the next.
  await store.remove([headKey(id)])
  return true
}

/** Returns whether it is to be removed now. */
async function markPurging(
  place: PicturePlace,
  found: StoredHead & TaggedObject,
  deletedBeforeMs: number,
): Promise<boolean> {
  const { store, id, writer } = place
  const state = { kind: 'purging' } as const
  if (found.kind === 'covered') {
    await swapBytes(place, found.etag, encodeCover({ writer, state, former: new Uint8Array() }))
    return true
  }
  const { head } = await swapHead(store, id, {
    writer,
    change: (newest) => {
      const isStillDue = isDue({ kind: 'head', head: newest }, deletedBeforeMs)
      return isStillDue ? { ...newest, title: 'Removed', snapshot: undefined, state } : newest
    },
  })
  return head.state.kind === 'purging'
}

/** Everything but the head. Returns whether there was anything. */
async function removeObjects({ store, id }: PicturePlace): Promise<boolean> {
  const there = await store.list(id)
  for (const folder of pictureFolders) {
    if (there.includes(folder)) await removeFrom(store, id, folder, await store.list(`${id}/${folder}`))
  }
  const previewName = previewKey(id).slice(id.length + 1)
  if (there.includes(previewName)) await store.remove([previewKey(id)])
  return there.some((name) => name !== headName)
}

/**
 * What a host wrote that noticed very late that its picture is gone. A picture has its head before anything else, so nobody
 * is about to create one of objects that are that old.
 */
async function removeHeadless(place: PicturePlace, olderThanMs: number): Promise<void> {
  const { store, id } = place
  const found: [folder: (typeof pictureFolders)[number], objects: readonly ListedObject[]][] = []
  for (const folder of pictureFolders) found.push([folder, await store.listObjects(`${id}/${folder}`)])
  const rest = await store.listObjects(id)
  const all = [...rest, ...found.flatMap(([, objects]) => objects)]
  if (all.some(({ name, modifiedMs }) => name === headName || modifiedMs >= olderThanMs)) return
  for (const [folder, objects] of found) {
    const names = objects.map(({ name }) => name)
    await removeFrom(store, id, folder, names)
  }
  await store.remove([previewKey(id)])
}

async function removeFrom(
  store: ObjectStore,
  id: PictureId,
  folder: (typeof pictureFolders)[number],
  names: readonly string[],
): Promise<void> {
  for (let at = 0; at < names.length; at += pictureLimits.removedAtOnce) {
    const some = names.slice(at, at + pictureLimits.removedAtOnce)
    await store.remove(some.map((name) => objectKey(id, folder, name)))
  }
}

const headName = 'head'

/** Undefined where there is no head. */
async function whatIsThere({ store, id }: PicturePlace): Promise<(StoredHead & TaggedObject) | undefined> {
  try {
    return await readStoredHead(store, id)
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found') return undefined
    throw error
  }
}

function isDue(found: StoredHead, deletedBeforeMs: number): boolean {
  const state = stateOf(found)
  return state?.kind === 'purging' || (state?.kind === 'deleted' && state.atMs < deletedBeforeMs)
}

function stateOf(found: StoredHead): PictureHead['state'] | undefined {
  if (found.kind === 'unreadable') return undefined
  return found.kind === 'head' ? found.head.state : found.cover.state
}

/** Replaces what stands in the head's place. An answer that got lost is looked up. */
async function swapBytes({ store, id }: PicturePlace, etag: string, bytes: Uint8Array): Promise<void> {
  try {
    await store.compareAndSwap(headKey(id), bytes, etag)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    if (error.code === 'conflict') throw changedAllTheTime()
    const stored = await lookUp(store, id)
    if (stored === undefined || !sameBytes(stored.bytes, bytes)) throw error
  }
}

function removedForGood(): StorageError {
  return new StorageError('not-found', 'This picture was removed for good.')
}
