// Slots: pieces of a picture's journal, copied beside it where pictures are kept in a bucket, so that a lost disk costs seconds.
// Here they are objects under numbered names; journal/slot-codec.ts says what is in them.
//
//   <id>/slots/<epoch, 10 digits>-<number, 8 digits>
//
// A slot is only ever created, never replaced: of two hosts that want the same number one finds out that it was superseded.

import { StorageError } from '../base/errors.ts'
import type { ListedObject, ObjectStore } from './object-store.ts'
import { absentTag } from './object-store.ts'
import type { PictureId } from './picture-accessor.ts'
import type { PictureHead } from './picture-head.ts'
import { objectKey, objectName, objectNumberOf, type ObjectNumber } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { readHead } from './swap-head.ts'

/** Where a slot stands: slots of one epoch follow one another, from 0 on. */
export type SlotPlace = ObjectNumber

/** The slots of one claimed picture. Every failure is a StorageError. */
export interface PictureSlots {
  /** 8 random bytes of this process: they tell its slots from any others of the same content. */
  readonly writer: Uint8Array
  /** All there are, in order. */
  list(): Promise<readonly SlotPlace[]>
  /** The slot, or undefined. StorageError('corrupt') when it is larger than a slot can be. */
  read(place: SlotPlace): Promise<Uint8Array | undefined>
  /** StorageError('conflict') when there is one already, now and then ('superseded') as `checkClaim`: nothing is written then. */
  create(place: SlotPlace, bytes: Uint8Array): Promise<void>
  /** One that is not there is fine. */
  remove(places: readonly SlotPlace[]): Promise<void>
  /** StorageError('superseded') when another host has taken the picture since it was claimed, or it was deleted: one small read. */
  checkClaim(): Promise<void>
}

export function slotsFolder(id: PictureId): string {
  return `${id}/slots`
}

export function slotKey(id: PictureId, place: SlotPlace): string {
  return objectKey(id, 'slots', objectName(place))
}

/** The slots of a picture that was claimed with `epoch`. */
export function storedSlots(
  store: ObjectStore,
  claimed: { readonly id: PictureId; readonly epoch: number; readonly writer: Uint8Array },
): PictureSlots {
  const { id, epoch, writer } = claimed
  return {
    writer,
    async list() {
      const listed = await store.listObjects(slotsFolder(id))
      return listed.flatMap(({ name }: ListedObject) => objectNumberOf(name) ?? [])
    },
    read: (place) => store.get(slotKey(id, place), pictureLimits.slotBytesMax),
    async create(place, bytes) {
      // Where a picture was deleted nobody else writes slots, so none would ever be in the way.
      const isTime = place.number > 0 && place.number % pictureLimits.slotsPerClaimCheck === 0
      if (isTime && place.epoch === epoch) await this.checkClaim()
      await store.compareAndSwap(slotKey(id, place), bytes, absentTag)
    },
    async remove(places) {
      await store.remove(places.map((place) => slotKey(id, place)))
    },
    async checkClaim() {
      const { head } = await readHead(store, id).catch((error: unknown) => {
        throw supersededIfGone(error)
      })
      checkEpoch(head, epoch)
    },
  }
}

/** Nobody has the picture any more. */
export class DeletedMeanwhileError extends StorageError {
  constructor() {
    super('superseded', 'This picture was deleted while it was open here.')
  }
}

/** What a host is told whose picture another one has. */
export function superseded(): StorageError {
  return new StorageError(
    'superseded',
    'Another copy of Gesso has opened this picture since. This one stops saving it, so that nothing of the other is overwritten.',
  )
}

/** StorageError('superseded') unless the head is still that of the claim with `epoch`. */
export function checkEpoch({ epoch, state }: PictureHead, claimed: number): void {
  if (state.kind !== 'live') throw new DeletedMeanwhileError()
  if (epoch !== claimed) throw superseded()
}

/** What reading or swapping a claimed picture's head failed with: a head that is gone was swept, or is covered. */
export function supersededIfGone(error: unknown): unknown {
  const isGone = error instanceof StorageError && error.code === 'not-found'
  return isGone ? new DeletedMeanwhileError() : error
}
