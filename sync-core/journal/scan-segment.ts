// Cuts the bytes of one segment into records and damaged stretches. A damaged stretch ends where the next intact record
// begins: it is found by trying every byte, since a damaged length says nothing about where the next record is. A
// checksum fits by chance once in four thousand million tries, and a kind and a length must fit too.

import { limits } from '../base/limits.ts'
import { payloadAt, recordHeaderBytes } from './journal-record.ts'

export type SegmentPiece =
  | { readonly kind: 'record'; readonly from: number; readonly to: number; readonly payload: Uint8Array }
  | { readonly kind: 'damage'; readonly from: number; readonly to: number }

/** Pieces in order, without gaps, from the first byte to the last. Payloads are views into `bytes`. */
export function scanSegment(bytes: Uint8Array): SegmentPiece[] {
  return [...walkSegment(bytes)]
}

/** The same one by one: a whole segment at once would hold others up. */
export function* walkSegment(bytes: Uint8Array): Generator<SegmentPiece> {
  const search = { bytesLeft: searchBytesMax }
  let at = 0
  while (at < bytes.length) {
    const payload = payloadAt(bytes, at)
    if (payload === undefined) {
      const to = findRecord(bytes, at + 1, search)
      yield { kind: 'damage', from: at, to }
      at = to
    } else {
      const to = at + recordHeaderBytes + payload.length
      yield { kind: 'record', from: at, to, payload }
      at = to
    }
  }
}

// Bytes that were made to look like lengths (what people draw is in there) could make the search quadratic; past this much
// checksumming in one segment it gives up, and the rest counts as damage, which is put aside and never thrown away.
export const searchBytesMax = 32 * limits.journalSegmentBytes

function findRecord(bytes: Uint8Array, from: number, search: { bytesLeft: number }): number {
  for (let at = from; at + recordHeaderBytes < bytes.length; at++) {
    const length = lengthAt(bytes, at)
    if (length < 1 || length > limits.journalRecordBytesMax) continue
    if (at + recordHeaderBytes + length > bytes.length) continue
    search.bytesLeft -= length
    if (search.bytesLeft < 0) break
    if (payloadAt(bytes, at) !== undefined) return at
  }
  return bytes.length
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
