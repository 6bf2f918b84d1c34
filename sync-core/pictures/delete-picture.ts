// Deleting a picture, and bringing it back: a mark in its head, which sweep-picture.ts looks for. Both also work for a picture
// whose head can't be read.

import { StorageError } from '../base/errors.ts'
import { sameBytes } from './content-name.ts'
import type { ObjectStore } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import { headKey } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { NewerVersionError } from './sealed-object.ts'
import { encodeCover } from './stored-head.ts'
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

/** Replaces what stands in the head's place. An answer that got lost is looked up. */
export async function swapBytes({ store, id }: PicturePlace, etag: string, bytes: Uint8Array): Promise<void> {
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
