// What a slot holds: records as they lie in a segment of the journal, or the fence that a later host put behind the slots of
// an earlier one. It says itself where it belongs and which process wrote it, so that whoever looks up a write whose answer
// got lost can tell its own from anybody else's, and a copied or renamed object is no slot.

import { concatBytes } from '../base/concat-bytes.ts'
import { StorageError } from '../base/errors.ts'
import { blob, fixed, struct, uint, union } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'
import { writerBytes } from '../pictures/picture-head.ts'
import { pictureLimits } from '../pictures/picture-limits.ts'
import type { SlotPlace } from '../pictures/picture-slots.ts'
import { openSealed, sealObject } from '../pictures/sealed-object.ts'
import type { SealedKind } from '../pictures/sealed-object.ts'
import { decodeRecord, encodeRecord, payloadAt, recordHeaderBytes } from './journal-record.ts'
import type { JournalRecord } from './journal-record.ts'

const epoch = uint(0xffffffff)
const slotSchema = struct({
  writer: fixed(writerBytes),
  epoch,
  number: uint(99_999_999),
  content: union({
    records: struct({ bytes: blob(pictureLimits.slotBytesMax) }),
    /** Nothing may follow: the host of epoch `by` has the picture. */
    fence: struct({ by: epoch }),
  }),
})

const slotKind: SealedKind<TypeOf<typeof slotSchema>> = {
  magic: 'GSSL',
  version: 1,
  schema: slotSchema,
  what: 'A piece of this picture’s journal in the bucket',
}

export type SlotContent =
  | { readonly kind: 'records'; readonly records: readonly JournalRecord[] }
  | { readonly kind: 'fence'; readonly by: number }

export function encodeSlot(writer: Uint8Array, place: SlotPlace, content: SlotContent): Uint8Array {
  const stored =
    content.kind === 'fence'
      ? content
      : { kind: 'records' as const, bytes: concatBytes(content.records.map(encodeRecord)) }
  return sealObject(slotKind, { writer, ...place, content: stored })
}

/** Reads the slot that was stored at `place`. StorageError('corrupt' | 'invalid') with a sentence. */
export function decodeSlot(bytes: Uint8Array, place: SlotPlace): SlotContent {
  const { epoch: itsEpoch, number, content } = openSealed(slotKind, bytes)
  if (itsEpoch !== place.epoch || number !== place.number) {
    throw damaged(`it is that of ${itsEpoch}-${number}`)
  }
  return content.kind === 'fence' ? content : { kind: 'records', records: decodeRecords(content.bytes) }
}

function decodeRecords(bytes: Uint8Array): JournalRecord[] {
  const records: JournalRecord[] = []
  let at = 0
  while (at < bytes.length) {
    const payload = payloadAt(bytes, at)
    if (payload === undefined) throw damaged(`it has no record at byte ${at}`)
    records.push(decodeRecord(payload))
    at += recordHeaderBytes + payload.length
  }
  return records
}

function damaged(why: string): StorageError {
  return new StorageError('corrupt', `${slotKind.what} is damaged: ${why}.`)
}
