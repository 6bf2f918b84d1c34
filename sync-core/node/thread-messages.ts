// What crosses between the main thread and the primary's. Byte arrays in a message are packed into one buffer of its own
// that is transferred: a structured clone of a view would copy the whole buffer behind it, which may be a 64 KiB read
// or a tile that other joiners share.
//
// Lists of updates cross as one encoded tail: cloning the thousands of small objects of a joiner's pending updates would
// stop the broadcast for longer than a tick, reading their bytes takes a fifth of that.

import type { PrimaryEvents, PrimaryPort, PrimarySnapshot } from '../primary/primary-port.ts'

export type PrimaryVerb = keyof PrimaryPort

export interface PrimaryRequest {
  readonly id: number
  readonly verb: PrimaryVerb
  /** Transferred memory that nobody needs any more, for the bytes of the answer. */
  readonly room?: ArrayBuffer | undefined
  /** The verb's arguments; for `start` without the events, for `apply` the batch as a tail. */
  readonly words: readonly unknown[]
}

export type PrimaryReply =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly event: keyof PrimaryEvents; readonly words: readonly unknown[] }

/** A snapshot as the answer to `takeSnapshot` has it. */
export type CrossingSnapshot = Omit<PrimarySnapshot, 'carried' | 'pending'> & { readonly tail: Uint8Array }

export interface Packed<T> {
  readonly message: T
  readonly transfer: readonly ArrayBuffer[]
}

/** The same plain data with every Uint8Array as a view of one buffer, `room` or a fresh one, which is to be transferred. */
export function packBytes<T>(message: T, room?: ArrayBuffer): Packed<T> {
  const length = countBytes(message)
  const bytes = new Uint8Array(
    room !== undefined && room.byteLength >= length ? room : new ArrayBuffer(length),
  )
  let at = 0
  const move = (part: Uint8Array): Uint8Array => {
    bytes.set(part, at)
    at += part.length
    return bytes.subarray(at - part.length, at)
  }
  return { message: mapBytes(message, move) as T, transfer: [bytes.buffer] }
}

function countBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const part of Object.values(value)) sum += countBytes(part)
  return sum
}

function mapBytes(value: unknown, move: (part: Uint8Array) => Uint8Array): unknown {
  if (value instanceof Uint8Array) return move(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((part) => mapBytes(part, move))
  const copy: Record<string, unknown> = {}
  for (const [name, part] of Object.entries(value)) copy[name] = mapBytes(part, move)
  return copy
}
