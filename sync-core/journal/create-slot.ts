import { StorageError } from '../base/errors.ts'
import { sameBytes } from '../pictures/content-name.ts'
import type { PictureSlots, SlotPlace } from '../pictures/picture-slots.ts'

export type SlotOutcome =
  | { readonly kind: 'created' }
  /** Somebody else's is there: its bytes, or undefined when they can't be a slot. */
  | { readonly kind: 'taken'; readonly bytes: Uint8Array | undefined }

/**
 * Creates a slot, looking up what became of it when the answer does not tell: a conflict may be with oneself, when the first
 * answer got lost and an adapter tried again. Rejects with StorageError while it is not known; the same bytes may still
 * arrive then, so only the same bytes may be tried again at this place.
 */
export async function createSlot(
  slots: PictureSlots,
  place: SlotPlace,
  bytes: Uint8Array,
): Promise<SlotOutcome> {
  try {
    await slots.create(place, bytes)
    return { kind: 'created' }
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const found = await look(slots, place, error)
    if (found === 'unreadable') return { kind: 'taken', bytes: undefined }
    if (found === undefined) throw error.code === 'conflict' ? gone() : error
    return sameBytes(found, bytes) ? { kind: 'created' } : { kind: 'taken', bytes: found }
  }
}

async function look(
  slots: PictureSlots,
  place: SlotPlace,
  first: StorageError,
): Promise<Uint8Array | 'unreadable' | undefined> {
  try {
    return await slots.read(place)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    if (error.code === 'corrupt') return 'unreadable'
    // Why it could not be written says more than why it could not be looked up; a conflict alone says nothing yet.
    throw first.code === 'conflict' ? error : first
  }
}

function gone(): StorageError {
  return new StorageError('unavailable', 'What was written to the bucket can’t be looked up now.', true)
}
