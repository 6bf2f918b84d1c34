// Removing a picture for good that was deleted long ago. Also one whose head can't be read.
//
// In a bucket no hold keeps a host from writing while its picture is removed. So the head stays, with nothing but the mark that
// it is being removed: the host reads it with its next save and stops, and what it wrote is removed by the next sweep. The mark
// goes when it is as old as pictures are kept that were deleted.
//
//   deleted ──▶ mark ──▶ its objects go ──┬─▶ on a disk: the mark goes                              gone
//                 ▲                       ╰─▶ in a bucket: looked at again until the mark is old    later, and in the end gone
//                 ╰── interrupted ────────╯

import { StorageError } from '../base/errors.ts'
import { swapBytes, type PicturePlace } from './delete-picture.ts'
import type { ListedObject, ObjectStore, TaggedObject } from './object-store.ts'
import type { PictureId, Swept } from './picture-accessor.ts'
import type { PictureHead } from './picture-head.ts'
import { headKey, objectKey, pictureFolders, previewKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { encodeCover, type StoredHead } from './stored-head.ts'
import { readStoredHead, swapHead } from './swap-head.ts'

/** What becomes of it where there is nothing to do; undefined where `sweepPicture` has to work. */
export async function sweptWithoutWork(
  place: PicturePlace,
  deletedBeforeMs: number,
): Promise<Swept | undefined> {
  try {
    const found = await whatIsThere(place)
    if (found === undefined) return place.store.place === 'bucket' ? undefined : 'gone'
    return isDue(found, deletedBeforeMs) ? undefined : 'kept'
  } catch (error) {
    // Larger than anything that could say that it was deleted.
    if (error instanceof StorageError && error.code === 'corrupt') return 'kept'
    throw error
  }
}

/** Removes it for good if it was deleted before that time; what was begun goes on. Nobody here has it open. */
export async function sweepPicture(place: PicturePlace, deletedBeforeMs: number): Promise<Swept> {
  const { store, id } = place
  const found = await whatIsThere(place)
  if (found === undefined) return removeHeadless(place, deletedBeforeMs)
  if (!isDue(found, deletedBeforeMs)) return 'kept'
  const wasPurging = stateOf(found)?.kind === 'purging'
  if (!wasPurging && !(await markPurging(place, found, deletedBeforeMs))) return 'kept'
  const hadMore = await removeObjects(place)
  if (store.place === 'bucket') {
    if (!wasPurging || hadMore) return 'later'
    const head = (await store.listObjects(id)).find(({ name }) => name === headName)
    if (head !== undefined && head.modifiedMs >= deletedBeforeMs) return 'later'
  }
  // The head last: as long as it is there, an interrupted sweep is taken up again by the next.
  await store.remove([headKey(id)])
  return 'gone'
}

/** When it was deleted, 0 where a sweep has to look at it at once; undefined where there is nothing to sweep, as far as can be read. */
export async function deletionTime(place: PicturePlace): Promise<number | undefined> {
  try {
    const found = await whatIsThere(place)
    if (found === undefined) return place.store.place === 'bucket' ? 0 : undefined
    return deletedAt(found)
  } catch (error) {
    if (error instanceof StorageError) return undefined
    throw error
  }
}

/** When it was deleted, 0 when its sweep has begun; undefined for one that is there or gone. */
export async function deletedMsOf(place: PicturePlace): Promise<number | undefined> {
  const found = await whatIsThere(place)
  return found && deletedAt(found)
}

function deletedAt(found: StoredHead): number | undefined {
  const state = stateOf(found)
  if (state?.kind === 'deleted') return state.atMs
  return state?.kind === 'purging' ? 0 : undefined
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
async function removeHeadless({ store, id }: PicturePlace, olderThanMs: number): Promise<Swept> {
  const found: [folder: (typeof pictureFolders)[number], objects: readonly ListedObject[]][] = []
  for (const folder of pictureFolders) found.push([folder, await store.listObjects(`${id}/${folder}`)])
  const rest = await store.listObjects(id)
  if (rest.some(({ name }) => name === headName)) return 'kept'
  const all = [...rest, ...found.flatMap(([, objects]) => objects)]
  if (all.some(({ modifiedMs }) => modifiedMs >= olderThanMs)) return 'later'
  for (const [folder, objects] of found) {
    const names = objects.map(({ name }) => name)
    await removeFrom(store, id, folder, names)
  }
  if (rest.length > 0) await store.remove([previewKey(id)])
  return 'gone'
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
