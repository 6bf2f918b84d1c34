// A piece of the history: some updates that follow one another. Segments never change; what was damaged is found by the name
// that a table of contents has for it.
//
//   'GSHI' · u8 version · firstSeq · count · {author clientSeq length operation}…
//
// The last part, the body, is joined with that of the next segment as it is.

import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { blob, struct, uint } from '../base/schema.ts'
import type { Update } from '../raster/operation.ts'
import { nameInSlices } from './content-name.ts'
import { pictureLimits } from './picture-limits.ts'
import type { Rest } from './rest.ts'

const magic = 'GSHI'
const version = 1
const seq = uint(Number.MAX_SAFE_INTEGER)
const updateSchema = struct({
  author: uint(limits.participantsMax),
  clientSeq: uint(0xffffffff),
  operation: blob(limits.operationBytesMax),
})

/** Adds an update to a body. */
export function writeUpdate(body: ByteWriter, update: Update): void {
  updateSchema.encode(body, update)
}

export interface EncodedSegment {
  readonly firstSeq: number
  readonly lastSeq: number
  readonly bytes: Uint8Array
  /** See nameTile. */
  readonly name: Uint8Array
  /** A view. */
  readonly body: Uint8Array
}

/** Updates whose body has these parts, in order. Rests between slices: a full one is some 30 ms. */
export async function encodeSegment(
  { firstSeq, lastSeq }: { readonly firstSeq: number; readonly lastSeq: number },
  parts: readonly Uint8Array[],
  rest: Rest,
): Promise<EncodedSegment> {
  const head = encodeSegmentHead(firstSeq, lastSeq)
  const bytes = await concatInSlices([head, ...parts], rest)
  const body = bytes.subarray(head.length)
  return { firstSeq, lastSeq, bytes, name: await nameInSlices(bytes, rest), body }
}

/** What comes before the body. */
export function encodeSegmentHead(firstSeq: number, lastSeq: number): Uint8Array {
  const writer = new ByteWriter(32)
  for (const letter of magic) writer.u8(letter.charCodeAt(0))
  writer.u8(version)
  writer.varuint(firstSeq)
  writer.varuint(lastSeq - firstSeq + 1)
  return writer.finish()
}

async function concatInSlices(parts: readonly Uint8Array[], rest: Rest): Promise<Uint8Array> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    for (let from = 0; from < part.length; from += pictureLimits.sliceBytes) {
      const slice = part.subarray(from, from + pictureLimits.sliceBytes)
      joined.set(slice, at)
      at += slice.length
      await rest.after(slice.length)
    }
  }
  return joined
}

export interface DecodedSegment {
  readonly firstSeq: number
  /** Numbered without gaps; operations are views. */
  readonly updates: readonly Update[]
  readonly body: Uint8Array
}

/** ProtocolError('malformed') for anything else. */
export function decodeSegment(bytes: Uint8Array): DecodedSegment {
  const decoding = decodeStepwise(bytes)
  for (;;) {
    const step = decoding.next()
    if (step.done === true) return step.value
  }
}

/** The same for one that takes long: a full one is some 50 ms. */
export async function decodeSegmentInSlices(bytes: Uint8Array, rest: Rest): Promise<DecodedSegment> {
  const decoding = decodeStepwise(bytes)
  for (;;) {
    const step = decoding.next()
    if (step.done === true) return step.value
    await rest.after(step.value * pictureLimits.pageByteWeight)
  }
}

/** Updates that are decoded in one go. */
const updatesAStep = 256

/** Yields how many bytes it went on by. */
function* decodeStepwise(bytes: Uint8Array): Generator<number, DecodedSegment, undefined> {
  const reader = new ByteReader(bytes)
  if (String.fromCharCode(...reader.bytes(4)) !== magic || reader.u8() !== version) {
    throw new ProtocolError('malformed', 'it is no piece of a history')
  }
  const firstSeq = seq.decode(reader)
  const count = uint(pictureLimits.segmentBytesMax).decode(reader)
  if (firstSeq < 1 || firstSeq > Number.MAX_SAFE_INTEGER - count) {
    throw new ProtocolError('malformed', `its updates can't begin at ${firstSeq}`)
  }
  const body = bytes.subarray(reader.offset)
  const updates: Update[] = []
  let before = reader.offset
  for (let at = 0; at < count; at++) {
    updates.push({ seq: firstSeq + at, ...updateSchema.decode(reader) })
    if (updates.length % updatesAStep > 0) continue
    yield reader.offset - before
    before = reader.offset
  }
  reader.end()
  return { firstSeq, updates, body }
}
