// The primary as the host sees it: another thread, reached by messages that arrive in order. So everything here is
// asynchronous and plain data; a batch handed over before `takeSnapshot` is in that snapshot, one handed over after is not.

import type { EncodedTile, StoredTile } from '../pictures/picture-accessor.ts'
import type { TileSpot } from '../pictures/tile-key.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import type { PictureHash } from '../raster/picture-hash.ts'
import type { Frame, LayerId } from '../raster/structure.ts'

/** What a picture starts from: its stored base, and every later update that survived. */
export interface PrimaryStart {
  readonly horizon: number
  /** The newest update when the base was taken (raster/base.ts). */
  readonly baseSeq: number
  /** Of the base, encoded. */
  readonly structure: Uint8Array
  readonly tiles: readonly EncodedTile[]
  /** Updates at or before the horizon that it needs: of actions open there, and of selections in force. */
  readonly carried: readonly Update[]
  /** horizon+1, horizon+2, … */
  readonly pending: readonly Update[]
}

/** What became of a start. */
export interface StartedPicture {
  /** The updates, carried ones too, that did not fit into memory: nothing of what they paint is in the picture. */
  readonly leftOut: readonly number[]
}

/** How much there is of a picture now. */
export interface PictureSize {
  /** Of all layers together. */
  readonly tiles: number
  /** All that its pixels, its recent past and what is being drawn take. */
  readonly memoryBytes: number
}

/** Base and pending at one instant. It stays as it is, and costs nothing but changed tiles, until it is released. */
export interface PrimarySnapshot {
  readonly id: number
  readonly horizon: number
  /** The newest update when the base was taken (raster/base.ts). */
  readonly baseSeq: number
  /** The last update handed to the primary before the snapshot was asked for. */
  readonly seq: number
  /** Of the base, encoded. */
  readonly structure: Uint8Array
  readonly carried: readonly Update[]
  /** horizon+1..seq, also those that wait in the primary's queue. An inspection gets neither these nor `carried`. */
  readonly pending: readonly Update[]
  /** For a joiner: the tiles that `nextTiles` will give, from the bottom layer up. */
  readonly present: readonly PresentTiles[]
  /** How many tiles `nextTiles` will give. */
  readonly tiles: number
  /** For a persist: tiles that became blank since the last finished persist. */
  readonly removed: readonly TileSpot[]
}

/** Which tiles a layer has (raster/index-set-codec). */
export interface PresentTiles {
  readonly layer: LayerId
  readonly present: Uint8Array
}

/** A tile of a snapshot; those of a persist or a copy are to be stored. */
export type GivenTile = EncodedTile | StoredTile

export interface TileHash extends TileSpot {
  /** 8 bytes. */
  readonly hash: Uint8Array
}

/** The picture as others show it in a list. */
export interface Preview {
  readonly png: Uint8Array
  /** Of the whole picture. */
  readonly size: CanvasSize
}

/**
 * `join`: all tiles of the base, those nearest to the middle of `view` (px of the plane) first, all layers of one place after
 * another. `persist`: those that changed since the last finished persist. `copy`: all, to be stored elsewhere. `inspect`: none,
 * until some are wanted.
 */
export type SnapshotPurpose =
  | { readonly kind: 'join'; readonly view?: Frame | undefined }
  | { readonly kind: 'persist' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'inspect' }

export interface PrimaryEvents {
  /** The picture hash after the update with this seq: at multiples of limits.stampEverySeqs, and when idle. */
  onStamp(seq: number, hash: PictureHash): void
  /** Every update up to seq is folded into the raster. */
  onApplied(seq: number, size: PictureSize): void
  /** The thread died; nothing will answer any more. */
  onFailure(reason: string): void
}

export interface PrimaryPort {
  /** Once, before anything else. Updates that need more memory than there is are left out; a base that does rejects. */
  start(start: PrimaryStart, events: PrimaryEvents): Promise<StartedPicture>
  /** Queues a batch in the primary: contiguous, right after the former one. Resolves when the primary has folded it in. */
  apply(batch: readonly Update[]): Promise<void>
  takeSnapshot(purpose: SnapshotPurpose): Promise<PrimarySnapshot>
  /**
   * The next encoded tiles of a snapshot, about `bytesMax` together; an empty list when all were given. A persist's have names.
   * Their bytes are lent until the next are asked for, or the snapshot is released.
   */
  nextTiles(snapshotId: number, bytesMax: number): Promise<readonly GivenTile[]>
  /** Of an inspection: the next tiles' hashes, at most `countMax`; an empty list when all were given. */
  nextHashes(snapshotId: number, countMax: number): Promise<readonly TileHash[]>
  /** Of an inspection: `nextTiles` gives these from now on, as far as they are there. */
  wantTiles(snapshotId: number, tiles: readonly TileSpot[]): Promise<void>
  /** The snapshot is not needed any more. `stored`: a persist of it finished, so its tiles count as written. */
  releaseSnapshot(snapshotId: number, outcome: 'stored' | 'dropped'): Promise<void>
  /** A PNG of the picture over white paper, its longer side at most `sidePx`; everything handed over before is in it. */
  preview(sidePx: number): Promise<Preview>
  /** The size of the whole picture, with everything that was handed over before. */
  frameSize(): Promise<CanvasSize>
  /** Ends the thread. */
  stop(): Promise<void>
}
