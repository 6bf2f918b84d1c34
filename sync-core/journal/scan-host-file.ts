// Cuts the bytes of a host file into frames and what is none. Behind damage the next frame is found by trying every byte; a
// header's checksum knows its place, so that nothing passes there by design, and hardly by chance.

import { decodeLeft, formatVersion } from './host-log.ts'
import type { LeftFile } from './host-log.ts'
import { frameAt, newerVersion } from './journal-frame.ts'
import type { FoundFrame } from './journal-frame.ts'
import { usedBytes } from './used-bytes.ts'

export interface Stretch {
  readonly from: number
  readonly to: number
}

export interface ScannedFile {
  readonly file: number
  readonly bytes: Uint8Array
  readonly frames: readonly FoundFrame[]
  /** Stretches of no frame, without zeros at the end of the file. */
  readonly gaps: readonly Stretch[]
  /** Behind the last byte that is not zero. */
  readonly used: number
  /** Everything before was durable once: a frame behind it says so. */
  readonly durable: number
  /** Whether frames of it may count: it has its first one, or that one was durable once. */
  readonly isBegun: boolean
  /** What its first frame says about files before it. */
  readonly left: readonly LeftFile[]
}

/** StorageError('invalid') for what a newer version wrote. */
export function scanHostFile(file: number, bytes: Uint8Array): ScannedFile {
  const frames: FoundFrame[] = []
  const gaps: Stretch[] = []
  const used = usedBytes(bytes)
  let durable = 0
  let at = 0
  while (at < used) {
    const frame = frameAt(bytes, at, file)
    if (frame === undefined) {
      const to = nextFrame(bytes, at + 1, used, file)
      gaps.push({ from: at, to })
      at = to
      continue
    }
    frames.push(frame)
    durable = Math.max(durable, frame.from - frame.unsynced)
    at = frame.to
  }
  const first = frames[0]
  const hasBegin = first?.kind === 'begin' && first.from === 0 && first.isIntact
  if (hasBegin && first.total > formatVersion) throw newerVersion()
  return {
    file,
    bytes,
    frames,
    gaps,
    used,
    durable,
    isBegun: hasBegin || durable > 0,
    left: hasBegin ? decodeLeft(bytes.subarray(first.place, first.place + first.length)) : [],
  }
}

function nextFrame(bytes: Uint8Array, from: number, used: number, file: number): number {
  for (let at = from; at < used; at++) if (frameAt(bytes, at, file) !== undefined) return at
  return used
}
