// The primary as the host sees it: another thread, reached by messages that arrive in order. So everything here is
// asynchronous and plain data; a batch handed over before `takeSnapshot` is in that snapshot, one handed over after is not.

import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import type { PictureHash } from '../raster/picture-hash.ts'
import type { StoredTile } from '../pictures/picture-accessor.ts'

/** What a picture starts from: its stored base, and every later update that survived. */
export interface PrimaryStart {
  readonly size: CanvasSize
  readonly horizon: number
  readonly tiles: readonly StoredTile[]
  /** Updates at or before the horizon whose strokes were open there. */
  readonly carried: readonly Update[]
  /** horizon+1, horizon+2, … */
  readonly pending: readonly Update[]
}

/** Base and pending at one instant. It stays as it is, and costs nothing but changed tiles, until it is released. */
export interface PrimarySnapshot {
  readonly id: number
  readonly horizon: number
  /** The last update handed to the primary before the snapshot was asked for. */
  readonly seq: number
  readonly carried: readonly Update[]
  /** horizon+1..seq, also those that wait in the primary's queue. */
  readonly pending: readonly Update[]
  /** One bit a tile, lowest bit first: 1 = `nextTiles` will give it. */
  readonly present: Uint8Array
  readonly tiles: number
  /** For a persist: tiles that became blank since the last finished persist. */
  readonly removed: readonly number[]
}

/** `join`: all tiles of the base, those in `view` (px) first. `persist`: those that changed since the last finished persist. */
export type SnapshotPurpose =
  | {
      readonly kind: 'join'
      readonly view?: { x: number; y: number; width: number; height: number } | undefined
    }
  | { readonly kind: 'persist' }

export interface PrimaryEvents {
  /** The picture hash after the update with this seq: at multiples of limits.stampEverySeqs, and when idle. */
  onStamp(seq: number, hash: PictureHash): void
  /** Every update up to seq is folded into the raster. */
  onApplied(seq: number): void
  /** The thread died; nothing will answer any more. */
  onFailure(reason: string): void
}

export interface PrimaryPort {
  /** Once, before anything else. */
  start(start: PrimaryStart, events: PrimaryEvents): Promise<void>
  /** Queues a batch in the primary: contiguous, right after the former one. Resolves when the primary has folded it in. */
  apply(batch: readonly Update[]): Promise<void>
  takeSnapshot(purpose: SnapshotPurpose): Promise<PrimarySnapshot>
  /** The next encoded tiles of a snapshot, about `bytesMax` together; an empty list when all were given. */
  nextTiles(snapshotId: number, bytesMax: number): Promise<readonly StoredTile[]>
  /** The snapshot is not needed any more. `stored`: a persist of it finished, so its tiles count as written. */
  releaseSnapshot(snapshotId: number, outcome: 'stored' | 'dropped'): Promise<void>
  /** A PNG of the picture over white paper, its longer side at most `sidePx`. */
  preview(sidePx: number): Promise<Uint8Array>
  /** Ends the thread. */
  stop(): Promise<void>
}
