// Where pictures live, as a port: memory, local folder, later S3. One host holds a picture at a time, by a claim. A claim
// writes snapshots; a snapshot is a base (tiles) and its tail (every update after it), so closing and reopening a
// picture costs nobody their undo. Every update stays in the picture's history, of which the tail is the end. Nothing that was
// stored is changed in place: packs and history are new objects each time, and one small head per picture says what counts.

import type { CanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import type { EpochStart } from './lineage.ts'
import type { StorePlace } from './object-store.ts'
import type { PictureSlots } from './picture-slots.ts'
import type { TileSpot } from './tile-key.ts'

/** Opaque, unique for ever: 26 characters of lower-case base32. Also the name of the picture's folder. */
export type PictureId = string

export interface PictureSummary {
  readonly id: PictureId
  readonly title: string
  /** As of the last save. */
  readonly size: CanvasSize
  readonly updatedMs: number
  /** What it takes where it is kept, and its history of that; missing until the first save. */
  readonly pictureBytes?: number
  readonly historyBytes?: number
  /** Set while it can still be brought back. */
  readonly deletedMs?: number
  /** A sentence when its head can't be read; title and size are then empty. It can be deleted and brought back all the same. */
  readonly problem?: string
}

export interface NewPicture {
  readonly id: PictureId
  readonly title: string
  readonly size: CanvasSize
  readonly nowMs: number
  /** Of a copy that comes with the history of another picture: what that one began with. Else blank paper of `size`. */
  readonly firstStructure?: Uint8Array
}

/** Someone who took part in a picture; the key's holder is that participant again in any later session. */
export interface StoredParticipant {
  readonly number: number
  /** 16 bytes. */
  readonly key: Uint8Array
  readonly name: string
  readonly color: number
  /** The last clientSeq in the snapshot, tail included. */
  readonly lastClientSeq: number
}

/**
 * People by pages of pictureLimits.pagePeople numbers, each ascending (see PeoplePages). Pages and records never change: the same
 * one has the same people, and is not looked at again.
 */
export type StoredPeople = ReadonlyMap<number, readonly StoredParticipant[]>

/** A base tile in the encoded form of raster/tile-codec. */
export interface EncodedTile extends TileSpot {
  readonly bytes: Uint8Array
}

/** A base tile with the name of its bytes (see nameTile), taken where it was encoded: saving hashes no tile. */
export interface StoredTile extends EncodedTile {
  readonly name: Uint8Array
}

/** A snapshot at `seq`: base at `horizon`, and the updates that lead from it to `seq`. */
export interface SnapshotInput {
  readonly seq: number
  readonly horizon: number
  /** The newest update when the base was taken (raster/base.ts). */
  readonly baseSeq: number
  /** Of the base, in the encoded form of raster/structure. */
  readonly structure: Uint8Array
  /** Of the picture at `seq`, for lists. */
  readonly size: CanvasSize
  /** Tiles of the base that differ from this claim's last snapshot, in any order; pulled as they are written. */
  readonly changed: AsyncIterable<StoredTile>
  /** Tiles of the base that became blank since then. */
  readonly removed: readonly TileSpot[]
  /** Updates at or before the horizon that the base needs: of actions open there, and of selections in force. */
  readonly carried: readonly Update[]
  /**
   * The updates from `fromSeq` to `seq`, in order. Asked for what is not stored yet, which begins before the horizon when
   * nothing could be saved for long; updates at or before the horizon may be missing, the others not.
   */
  readonly updates: (fromSeq: number) => AsyncIterable<Update>
  /** Seqs, ascending, whose operations did not fit into memory once: stand-ins count for them (raster/stand-in). */
  readonly leftOut: readonly number[]
  /** The hostings that led to `seq`, this claim's last (see extendLineage). */
  readonly lineage: readonly EpochStart[]
  readonly participants: StoredPeople
  readonly nowMs: number
}

export interface LoadedSnapshot {
  /** The newest seq that could be read: older than the last saved one when a notice says so. */
  readonly seq: number
  /** The hosting that saved it. */
  readonly epoch: number
  readonly horizon: number
  readonly baseSeq: number
  readonly structure: Uint8Array
  readonly carried: readonly Update[]
  /** horizon+1, horizon+2, …, seq; those that were left out have their stand-ins. */
  readonly pending: readonly Update[]
  readonly leftOut: readonly number[]
  readonly lineage: readonly EpochStart[]
  readonly participants: readonly StoredParticipant[]
  /** Tiles whose name fits their content, in any order. */
  readonly tiles: readonly StoredTile[]
  /** Tiles that are lost or damaged, each with a sentence; they open blank, and stay stored as they are until painted over. */
  readonly damaged: readonly (TileSpot & { readonly problem: string })[]
  /** Sentences about what could not be opened as it was saved, and what was opened instead. */
  readonly notices: readonly string[]
  /** What is missing because of that, unless the journal brings it back; undefined when nothing is. */
  readonly loss?: string
}

export interface SaveOptions {
  /** Told as uploads finish; the total grows while tiles are still being encoded. */
  readonly onProgress?: (bytesDone: number, bytesTotalSoFar: number) => void
}

export interface SaveResult {
  /** Names the snapshot's root, as nothing before or after it is named: who keeps it can tell snapshots apart. */
  readonly key: string
  readonly bytesWritten: number
  /** Calls of the store. */
  readonly requests: number
  /**
   * The seq of the snapshot before this one, which is kept as a safety net (0 when there is none). A journal that keeps
   * every update after it loses nothing even if the newest snapshot can't be read one day.
   */
  readonly previousSeq: number
}

/** What compacting took, and whether there is more than one call does. */
export interface CompactResult {
  /** Calls of the store. */
  readonly requests: number
  readonly bytesRead: number
  readonly bytesWritten: number
  readonly hasMore: boolean
}

/** The sole right to write one picture. */
export interface PictureClaim {
  readonly id: PictureId
  readonly title: string
  /** As it was created, or saved last. */
  readonly size: CanvasSize
  /** The structure of the blank picture that its first update was painted on, encoded (raster/structure). */
  readonly firstStructure: Uint8Array
  /** Grows by one with each claim of this picture. */
  readonly epoch: number
  /** Where pieces of the journal are copied to; only where pictures are kept in a bucket. */
  readonly slots?: PictureSlots | undefined
  /** False when another host has claimed the picture since, or it was deleted: one small read. Rejects with StorageError. */
  isNewest(): Promise<boolean>
  /** The newest readable snapshot, or undefined for a picture that was never saved. */
  load(): Promise<LoadedSnapshot | undefined>
  /**
   * Makes the snapshot the picture's newest, atomically: a crash leaves the former or this one. StorageError('superseded')
   * when the claim was lost, ('invalid') when the picture is larger than limits.ts allows. A save that throws saved nothing:
   * give its changed and removed tiles again with the next one. One at a time.
   */
  save(snapshot: SnapshotInput, options?: SaveOptions): Promise<SaveResult>
  /**
   * Writes the preview: a PNG that any viewer opens, the longer side at most limits.previewSidePx. StorageError; ('superseded') once
   * this claim knows that it was lost. One that does not know yet may put an older picture over a newer one, until the next.
   */
  savePreview(png: Uint8Array): Promise<void>
  /**
   * Joins small pieces of the history, drops those that are not to be kept any longer, and removes objects that no kept snapshot
   * has needed for long: a bounded part of it in one call, and no request when it knows that nothing is due. To be called now and
   * then, after `load` or instead of it; it waits for a save, as a save does for it. Rejects with StorageError as `save` does;
   * then it is tried again later.
   */
  compact(nowMs: number): Promise<CompactResult>
  /** Gives the right back. Idempotent. */
  release(): Promise<void>
}

/** How long the updates of a picture are kept beyond what undo needs. */
export type HistoryRetention = { readonly keep: 'all' } | { readonly keepMs: number }

/** Every update of a picture, as of when it was opened; those that were left out have their stand-ins. */
export interface PictureHistory {
  /** Above 1 where the oldest were not to be kept. */
  readonly firstSeq: number
  /** firstSeq - 1 when there are none. */
  readonly lastSeq: number
  readonly bytes: number
  /**
   * The structure of the blank picture that update 1 was painted on, encoded (raster/structure): its size is the one that the
   * picture was created with, whatever it is now.
   */
  readonly firstStructure: Uint8Array
  /**
   * In order and without gaps. StorageError('corrupt') where some are damaged or missing, with a sentence that says which;
   * ('conflict') when the picture was opened anew from an earlier save meanwhile: open its history once more.
   */
  updates(fromSeq: number, toSeq: number): AsyncIterable<Update>
}

/**
 * What became of a sweep: nothing is left of it; or it is not deleted, or not long enough; or it can't be brought back any more,
 * and is to be looked at again, because somebody may still be writing of it.
 */
export type Swept = 'gone' | 'kept' | 'later'

export interface SweepablePicture {
  readonly id: PictureId
  /** 0 where a sweep was interrupted, or is to be looked at again: at once. */
  readonly deletedMs: number
}

export interface PictureAccessor {
  /** The window says when pictures are gone with the process, and what is in a bucket already. */
  readonly place: StorePlace
  /** Newest first, deleted ones included. */
  list(): Promise<readonly PictureSummary[]>
  /** StorageError('conflict') when the id is taken, ('invalid') for a title or size outside limits.ts. */
  create(picture: NewPicture): Promise<void>
  /**
   * StorageError('in-use') when another living host holds it, ('not-found'), ('corrupt') when its head or every root can't be read,
   * ('invalid') for what another version saved: nothing is changed then.
   */
  claim(id: PictureId): Promise<PictureClaim>
  preview(id: PictureId): Promise<Uint8Array | undefined>
  /** Whether the preview was written after the picture was written, taken or renamed last, by the store's clock. */
  isPreviewNewest(id: PictureId): Promise<boolean>
  /** The updates up to the last save. StorageError('not-found' | 'corrupt'). */
  history(id: PictureId): Promise<PictureHistory>
  rename(id: PictureId, title: string): Promise<void>
  /**
   * Marks it deleted, also one whose head can't be read (not one of a newer version); `restore` brings it back, exactly as it was,
   * until `sweep`. StorageError('in-use') while claimed; a host elsewhere loses it.
   */
  delete(id: PictureId, nowMs: number): Promise<void>
  restore(id: PictureId): Promise<void>
  /** When it was deleted, 0 when its sweep has begun; undefined for one that is there or gone. */
  deletedMs(id: PictureId): Promise<number | undefined>
  /**
   * Removes a picture for ever that was deleted before the given time, and goes on with what was interrupted; in a bucket also
   * objects that old without a head. Idempotent. Rejects with StorageError; then it is tried again later.
   */
  sweep(id: PictureId, deletedBeforeMs: number): Promise<Swept>
  /** What is to be swept one day. One whose head can't be read now is left out: it is found the next time. */
  sweepable(): Promise<readonly SweepablePicture[]>
}
