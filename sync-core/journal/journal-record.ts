// What a journal remembers, and how one record lies in a segment (little-endian):
//
//   ┌────────────┬────────────────┬──────────┬──────────────┐
//   │ u32 length │ u32 crc32 of → │ u8 kind  │ fields …     │   length counts kind and fields, at least 1
//   └────────────┴────────────────┴──────────┴──────────────┘
//
// A kind's number is its place in the union, so kinds are only ever added at the end: a record whose checksum is right and
// whose kind is unknown was written by a newer Gesso, and is refused rather than cut off as damage.
//
// Rejected: a header for each segment (one more thing that can be damaged, and the kind says all that a version would).

import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { crc32 } from '../base/crc32.ts'
import { AssertionError, ProtocolError, StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, decodeWhole, fixed, list, struct, text, uint, union } from '../base/schema.ts'
import type { TypeOf } from '../base/schema.ts'

const seq = uint(Number.MAX_SAFE_INTEGER)
/** Each at most 8 bytes: well inside a record. */
export const leftOutSeqsMax = 50_000
const author = uint(limits.participantsMax)

const recordSchema = union({
  /** A hosting began: everything up to startSeq was inherited, its own updates begin at startSeq + 1. */
  epoch: struct({ epoch: uint(0xffffffff), startSeq: seq }),
  /** Somebody came for the first time; the key makes them that participant again. */
  participant: struct({
    number: author,
    key: fixed(16),
    name: text(limits.nameBytesMax),
    color: uint(0xffffff),
  }),
  /** Updates numbered firstSeq, firstSeq + 1, …; at least one. */
  updates: struct({
    firstSeq: seq,
    updates: list(
      struct({ author, clientSeq: uint(0xffffffff), operation: blob(limits.operationBytesMax) }),
      limits.journalRecordBytesMax,
    ),
  }),
  /** These updates did not fit into memory when the picture was opened: from then on a stand-in counts for each. */
  'left-out': struct({ seqs: list(seq, leftOutSeqsMax) }),
})
export type JournalRecord = TypeOf<typeof recordSchema>
export type UpdatesRecord = Extract<JournalRecord, { kind: 'updates' }>
export type ParticipantRecord = Extract<JournalRecord, { kind: 'participant' }>

/** Their place in the union. */
const updatesKind = 2

/** Length and checksum in front of every record. */
export const recordHeaderBytes = 8

/** One record as it lies in a segment. Throws AssertionError above limits.journalRecordBytesMax (see splitUpdates). */
export function encodeRecord(record: JournalRecord): Uint8Array {
  const writer = new ByteWriter()
  writeRecord(writer, record)
  return writer.finish()
}

/** The same behind what was written already; nothing of it stays there when it throws. */
export function writeRecord(writer: ByteWriter, record: JournalRecord): void {
  const at = writer.length
  try {
    writer.u32(0)
    writer.u32(0)
    if (record.kind === 'updates') writeUpdates(writer, record)
    else recordSchema.encode(writer, record)
    const start = at + recordHeaderBytes
    const length = writer.length - start
    if (length > limits.journalRecordBytesMax) refuse('bytes of a journal record', length)
    writer.setU32(at, length)
    writer.setU32(at + 4, writer.checksum(start))
  } catch (error) {
    writer.cut(at)
    throw error
  }
}

/** What recordSchema says of updates, at a fifth of its price: it is paid for every update, of all pictures. */
function writeUpdates(writer: ByteWriter, { firstSeq, updates }: UpdatesRecord): void {
  writer.u8(updatesKind)
  writer.varuint(firstSeq)
  writer.varuint(updates.length)
  for (const { author: number, clientSeq, operation } of updates) {
    if (number > limits.participantsMax) refuse('the number of an author', number)
    if (clientSeq > 0xffffffff) refuse('the number that an author gave', clientSeq)
    if (operation.length > limits.operationBytesMax) refuse('bytes of an operation', operation.length)
    writer.varuint(number)
    writer.varuint(clientSeq)
    writer.varuint(operation.length)
    writer.bytes(operation)
  }
}

function refuse(what: string, value: number): never {
  throw new AssertionError(`more than may be written: ${what}, ${value}`)
}

/** The same updates in records that each fit limits.journalRecordBytesMax. */
export function splitUpdates(record: UpdatesRecord): UpdatesRecord[] {
  // Kind, firstSeq and count; then author, clientSeq and length of each operation, at their longest.
  const recordOverhead = 1 + 8 + 5
  const updateOverhead = 3 + 5 + 3
  const parts: UpdatesRecord[] = []
  let from = 0
  let bytes = recordOverhead
  for (let at = 0; at < record.updates.length; at++) {
    const updateBytes = updateOverhead + record.updates[at]!.operation.length
    if (bytes + updateBytes > limits.journalRecordBytesMax && at > from) {
      parts.push({ ...record, firstSeq: record.firstSeq + from, updates: record.updates.slice(from, at) })
      from = at
      bytes = recordOverhead
    }
    bytes += updateBytes
  }
  if (from === 0) return [record]
  parts.push({ ...record, firstSeq: record.firstSeq + from, updates: record.updates.slice(from) })
  return parts
}

/** The payload of the intact record at `offset`, or undefined where there is none. Byte strings are views. */
export function payloadAt(bytes: Uint8Array, offset: number): Uint8Array | undefined {
  if (offset + recordHeaderBytes > bytes.length) return undefined
  const reader = new ByteReader(bytes.subarray(offset, offset + recordHeaderBytes))
  const length = reader.u32()
  const checksum = reader.u32()
  if (length < 1 || length > limits.journalRecordBytesMax) return undefined
  const start = offset + recordHeaderBytes
  if (start + length > bytes.length) return undefined
  const payload = bytes.subarray(start, start + length)
  return crc32(payload) === checksum ? payload : undefined
}

/** Reads a payload whose checksum was right. StorageError('invalid') when this version doesn't know what it says. */
export function decodeRecord(payload: Uint8Array): JournalRecord {
  try {
    const record = decodeWhole(recordSchema, payload)
    if (record.kind === 'updates' && record.updates.length === 0)
      throw new ProtocolError('malformed', 'no updates')
    return record
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new StorageError(
      'invalid',
      'The journal of this picture was written by a newer version of Gesso. Update Gesso on this computer, then open the picture again; nothing was changed.',
    )
  }
}
