// What the shared journal writes: one frame for each change to a segment of one picture (little-endian).
//
//   ┌────────────┬────────────┬─────────────┬──────────────┬─────────────┬──────────────┬───────────┬─────────┬──────┬─────────┐
//   │ u32 crc32  │ u32 length │ u32 crc32   │ u32 unsynced │ u32 segment │ u32 position │ u32 total │ u8 kind │ name │ payload │
//   │ of header  │ of payload │ of payload  │              │             │              │           │         │ 1+n  │         │
//   └────────────┴────────────┴─────────────┴──────────────┴─────────────┴──────────────┴───────────┴─────────┴──────┴─────────┘
//
// The header's checksum is salted with the file's number and the frame's place in it, so that nothing but the frame written
// right there passes: no left-over of another file, and no bytes that somebody drew to look like a frame. Header and payload
// are checked separately: when only the payload is damaged it is still known whose it was, and that picture's own recovery
// sees it. `unsynced` says how many bytes before the frame were not known to be durable when it was written: what is broken
// before them was durable once and is damage; what is broken behind them is what a power cut leaves.
//
// Rejected: a number for each picture instead of its name (one damaged frame would make all later ones nameless).

import { assert } from '../base/assert.ts'
import { crc32 } from '../base/crc32.ts'
import { StorageError } from '../base/errors.ts'

const kinds = ['begin', 'create', 'write', 'truncate', 'remove', 'replace', 'mark'] as const
export type FrameKind = (typeof kinds)[number]

export interface Frame {
  readonly kind: FrameKind
  /** The picture; empty for what concerns the file. */
  readonly stream: string
  readonly segment: number
  /** Of a write and a replacement: where in the segment; of a truncation: what stays. */
  readonly position: number
  /** Of a replacement: the length of the whole; of a begin: the version of the format. */
  readonly total: number
  readonly payload: Uint8Array
}

/** A frame as it lies in a file, without its payload's bytes. */
export interface PlacedFrame extends Omit<Frame, 'payload'> {
  readonly file: number
  /** Where its payload begins in the file. */
  readonly place: number
  /** Bytes of its payload. */
  readonly length: number
}

export interface FoundFrame extends PlacedFrame {
  readonly from: number
  readonly to: number
  readonly unsynced: number
  /** Whether the payload is as it was written. */
  readonly isIntact: boolean
}

const fixedBytes = 30
export const streamBytesMax = 64
const nothing = new Uint8Array(0)
const streamPattern = /^[\x21-\x7e]{1,64}$/

/** A frame about a picture's segment. */
export function streamFrame(
  kind: FrameKind,
  stream: string,
  segment: number,
  rest: { readonly position?: number; readonly total?: number; readonly payload?: Uint8Array } = {},
): Frame {
  return { kind, stream, segment, position: 0, total: 0, payload: nothing, ...rest }
}

/** A frame about the file itself. */
export function fileFrame(kind: FrameKind, total = 0, payload: Uint8Array = nothing): Frame {
  return { kind, stream: '', segment: 0, position: 0, total, payload }
}

export function frameBytes({ stream, payload }: Pick<Frame, 'stream' | 'payload'>): number {
  return headerBytes(stream.length) + payload.length
}

/** Bytes in front of a payload. */
export function headerBytes(streamBytes: number): number {
  return fixedBytes + streamBytes
}

export function assertStream(stream: string): void {
  assert(streamPattern.test(stream), `a picture's name in the journal is short and plain, not “${stream}”`)
}

/** Writes the frame to `target` at `at`, as it is to lie at `place` of the file. */
export function encodeFrame(
  target: Uint8Array,
  at: number,
  frame: Frame,
  spot: { readonly file: number; readonly place: number; readonly unsynced: number },
): void {
  const { stream, payload } = frame
  const payloadAt = at + headerBytes(stream.length)
  putU32(target, at + 4, payload.length)
  putU32(target, at + 8, crc32(payload))
  putU32(target, at + 12, spot.unsynced)
  putU32(target, at + 16, frame.segment)
  putU32(target, at + 20, frame.position)
  putU32(target, at + 24, frame.total)
  target[at + 28] = kinds.indexOf(frame.kind) + 1
  target[at + 29] = stream.length
  for (let i = 0; i < stream.length; i++) target[at + fixedBytes + i] = stream.charCodeAt(i)
  target.set(payload, payloadAt)
  putU32(target, at, crc32(target, saltOf(spot.file, spot.place), at + 4, payloadAt))
}

/** The frame that begins there, or undefined. StorageError('invalid') for one of a newer version. */
export function frameAt(bytes: Uint8Array, at: number, file: number): FoundFrame | undefined {
  if (at + fixedBytes > bytes.length) return undefined
  const streamBytes = bytes[at + 29]!
  if (bytes[at + 28] === 0 || streamBytes > streamBytesMax) return undefined
  const place = at + headerBytes(streamBytes)
  if (place > bytes.length) return undefined
  if (crc32(bytes, saltOf(file, at), at + 4, place) !== getU32(bytes, at)) return undefined
  const kind = kinds[bytes[at + 28]! - 1]
  if (kind === undefined) throw newerVersion()
  const length = getU32(bytes, at + 4)
  const payload = bytes.subarray(place, place + length)
  return {
    kind,
    stream: String.fromCharCode(...bytes.subarray(at + fixedBytes, place)),
    segment: getU32(bytes, at + 16),
    position: getU32(bytes, at + 20),
    total: getU32(bytes, at + 24),
    file,
    place,
    length: payload.length,
    from: at,
    to: place + payload.length,
    unsynced: getU32(bytes, at + 12),
    isIntact: payload.length === length && crc32(payload) === getU32(bytes, at + 8),
  }
}

export function newerVersion(): StorageError {
  return new StorageError(
    'invalid',
    'The journal of this computer was written by a newer version of Gesso. Update Gesso here, then host again; nothing was changed.',
  )
}

/** Two places of one file never have the same salt, and those of two files hardly ever. */
function saltOf(file: number, place: number): number {
  return (Math.imul(file, 0x9e3779b1) + place) >>> 0
}

// Views would cost more than the numbers that go through them.
function putU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}

function getU32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}
