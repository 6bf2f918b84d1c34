// What the shared journal writes: one frame for each change to a segment of one picture (little-endian).
//
//   ┌────────────┬────────────────┬────────────────┬──────────────┬─────────────┬──────────────┬───────────┬─────────┬──────┬─────────┐
//   │ u32 length │ u32 crc32 of   │ u32 crc32 of   │ u32 unsynced │ u32 segment │ u32 position │ u32 total │ u8 kind │ name │ payload │
//   │ of payload │ this header    │ the payload    │              │             │              │           │         │ 1+n  │         │
//   └────────────┴────────────────┴────────────────┴──────────────┴─────────────┴──────────────┴───────────┴─────────┴──────┴─────────┘
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
  const view = new DataView(target.buffer, target.byteOffset + at)
  const { stream, payload } = frame
  view.setUint32(0, payload.length, true)
  view.setUint32(8, crc32(payload), true)
  view.setUint32(12, spot.unsynced, true)
  view.setUint32(16, frame.segment, true)
  view.setUint32(20, frame.position, true)
  view.setUint32(24, frame.total, true)
  view.setUint8(28, kinds.indexOf(frame.kind) + 1)
  view.setUint8(29, stream.length)
  for (let i = 0; i < stream.length; i++) view.setUint8(fixedBytes + i, stream.charCodeAt(i))
  target.set(payload, at + headerBytes(stream.length))
  view.setUint32(4, headerChecksum(target, at, spot.file, spot.place), true)
}

/** The frame that begins there, or undefined. StorageError('invalid') for one of a newer version. */
export function frameAt(bytes: Uint8Array, at: number, file: number): FoundFrame | undefined {
  if (at + fixedBytes > bytes.length) return undefined
  const streamBytes = bytes[at + 29]!
  if (bytes[at + 28] === 0 || streamBytes > streamBytesMax) return undefined
  const place = at + headerBytes(streamBytes)
  if (place > bytes.length) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  if (headerChecksum(bytes, at, file, at) !== view.getUint32(4, true)) return undefined
  const kind = kinds[bytes[at + 28]! - 1]
  if (kind === undefined) throw newerVersion()
  const length = view.getUint32(0, true)
  const payload = bytes.subarray(place, place + length)
  return {
    kind,
    stream: String.fromCharCode(...bytes.subarray(at + fixedBytes, place)),
    segment: view.getUint32(16, true),
    position: view.getUint32(20, true),
    total: view.getUint32(24, true),
    file,
    place,
    length: payload.length,
    from: at,
    to: place + payload.length,
    unsynced: view.getUint32(12, true),
    isIntact: payload.length === length && crc32(payload) === view.getUint32(8, true),
  }
}

export function newerVersion(): StorageError {
  return new StorageError(
    'invalid',
    'The journal of this computer was written by a newer version of Gesso. Update Gesso here, then host again; nothing was changed.',
  )
}

const salt = new Uint8Array(8)
const saltView = new DataView(salt.buffer)

/** Over everything of the header but the checksum itself. */
function headerChecksum(bytes: Uint8Array, at: number, file: number, place: number): number {
  saltView.setUint32(0, file, true)
  saltView.setUint32(4, place, true)
  const ofLength = crc32(bytes.subarray(at, at + 4), crc32(salt))
  return crc32(bytes.subarray(at + 8, at + headerBytes(bytes[at + 29]!)), ofLength)
}
