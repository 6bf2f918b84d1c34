import { StorageError } from '../base/errors.ts'
import type { PictureSlots, SlotPlace } from '../pictures/picture-slots.ts'
import { superseded } from '../pictures/picture-slots.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import { createSlot } from './create-slot.ts'
import { decodeSlot, encodeSlot } from './slot-codec.ts'
import type { SlotContent } from './slot-codec.ts'

/**
 * Puts a fence behind the slots of the newest older epoch, so that a host of it that still lives finds out at its next slot.
 * From then on the slots of all older epochs stay as they are: an epoch that has a slot fenced those before it. Returns the
 * places of all slots of older epochs, in order. StorageError('superseded') when a newer epoch has the picture already.
 */
export async function fenceOlderEpochs(slots: PictureSlots, epoch: number): Promise<readonly SlotPlace[]> {
  const places = Array.from(await slots.list())
  if (places.some((place) => place.epoch > epoch)) throw superseded()
  const older = places.filter((place) => place.epoch < epoch)
  const last = older.at(-1)
  if (last === undefined) return older
  if (isFenced(await contentAt(slots, last), epoch)) return older
  for (let tries = 0; tries < pictureLimits.fenceTriesMax; tries++) {
    const place = { epoch: last.epoch, number: last.number + 1 + tries }
    const outcome = await createSlot(
      slots,
      place,
      encodeSlot(slots.writer, place, { kind: 'fence', by: epoch }),
    )
    older.push(place)
    if (outcome.kind === 'created') return older
    if (isFenced(contentOf(outcome.bytes, place), epoch)) return older
  }
  throw new StorageError(
    'unavailable',
    'Another copy of Gesso is writing this picture all the time. Try again in a moment.',
    true,
  )
}

function isFenced(content: SlotContent | undefined, epoch: number): boolean {
  if (content?.kind !== 'fence') return false
  if (content.by > epoch) throw superseded()
  return true
}

async function contentAt(slots: PictureSlots, place: SlotPlace): Promise<SlotContent | undefined> {
  try {
    return contentOf(await slots.read(place), place)
  } catch (error) {
    if (error instanceof StorageError && error.code === 'corrupt') return undefined
    throw error
  }
}

/** Undefined for what is damaged: it is no fence, and its host goes on behind it. */
function contentOf(bytes: Uint8Array | undefined, place: SlotPlace): SlotContent | undefined {
  try {
    return bytes === undefined ? undefined : decodeSlot(bytes, place)
  } catch (error) {
    if (error instanceof StorageError && error.code === 'corrupt') return undefined
    throw error
  }
}
