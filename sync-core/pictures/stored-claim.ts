// The right to write one picture, and how a snapshot comes to count:
//
//   packs and segments (snapshot-writer.ts) ─▶ head (compare-and-swap)
//                                              └ the instant at which the new snapshot counts
//
// Until the head is swapped, everything written is new objects that nobody reads; after it, nothing that counts is missing.
// So a crash anywhere leaves the former snapshot or the new one, whole, and at worst objects that nobody refers to. The
// snapshot before the newest stays, with all it refers to.
//
// A swap whose answer is not known may take effect later: as long as that is so, nothing is removed. The save after a failed
// swap first writes the head as it was saved last: that shows that it can be written again, and makes the late one impossible.
// So however long the head can't be written, one save's objects are left over at most.

import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { type CanvasSize, isCanvasSize } from '../raster/canvas-size.ts'
import { CountedStore } from './counted-store.ts'
import { Garbage, type References } from './garbage.ts'
import { LiveBytes } from './live-bytes.ts'
import { loadTiles } from './load-tiles.ts'
import type { ObjectStore, ReleaseHold } from './object-store.ts'
import { openSnapshot, type OpenedSnapshot } from './open-snapshot.ts'
import type { PictureReader } from './read-table.ts'
import type {
  CompactResult,
  HistoryRetention,
  LoadedSnapshot,
  PictureClaim,
  PictureId,
  SaveOptions,
  SaveResult,
  SnapshotInput,
} from './picture-accessor.ts'
import { isSameSnapshot, toRootPlace } from './picture-head.ts'
import {
  objectKey,
  objectName,
  objectNumberOf,
  previewKey,
  type ObjectNumber,
  type SnapshotFolder,
} from './picture-keys.ts'
import { checkEpoch, storedSlots, supersededIfGone, type PictureSlots } from './picture-slots.ts'
import { UnsavedObjects } from './unsaved-objects.ts'
import { objectsOf } from './snapshot-objects.ts'
import { SnapshotWriter, type SavedState } from './snapshot-writer.ts'
import { hasLostPages, segmentsOf, sumBytes, type SnapshotTable } from './snapshot-table.ts'
import { trySwap, type HeadSwap, type TaggedHead } from './swap-head.ts'
import { tileKeyOf, tileSpotOf, type TileKey } from './tile-key.ts'
import { blockOf, cellOf } from './tile-page.ts'
import type { StoredPlace } from './stored-place.ts'
import { Uploads } from './uploads.ts'

/** What a claim is made of, once the head has its epoch. */
export interface ClaimParts {
  readonly store: ObjectStore
  readonly counted: CountedStore
  readonly reader: PictureReader
  readonly id: PictureId
  readonly writer: Uint8Array
  readonly head: TaggedHead
  readonly retention: HistoryRetention
  readonly release: ReleaseHold
}

/** PictureClaim over an object store. */
export class StoredClaim implements PictureClaim {
  readonly id: PictureId
  readonly title: string
  readonly size: CanvasSize
  readonly firstStructure: Uint8Array
  readonly epoch: number
  readonly slots: PictureSlots | undefined
  private readonly parts: ClaimParts
  private readonly store: CountedStore
  /** What goes on beside saves. */
  private readonly aside: CountedStore
  private readonly reader: PictureReader
  private readonly garbage: Garbage
  private readonly unsaved: UnsavedObjects
  private readonly live = new LiveBytes()
  private readonly damaged = new Set<TileKey>()
  private head: TaggedHead
  /** What was stored when the claim began, until it was loaded. */
  private opened: OpenedSnapshot | undefined
  private current: SavedState | undefined
  private previous: SavedState | undefined
  /** Whether the head is what this claim's last successful save made it: no swap of it is still on its way. */
  private isSettled = false
  /** The last swap failed: whether the head can be written is to be found out first. */
  private isHeadDoubtful = false
  /** Why it is known that the claim was lost. */
  private lost: StorageError | undefined
  private objects = 0
  private saving = false
  private released = false

  private constructor(parts: ClaimParts) {
    const { id, head, store, counted, reader } = parts
    this.parts = parts
    this.id = id
    this.title = head.head.title
    this.size = { width: head.head.width, height: head.head.height }
    this.firstStructure = head.head.firstStructure
    this.epoch = head.head.epoch
    this.slots = store.place === 'bucket' ? storedSlots(store, { ...parts, epoch: this.epoch }) : undefined
    this.head = head
    this.store = counted
    this.reader = reader
    this.aside = new CountedStore(store)
    this.garbage = new Garbage(this.aside, id, this.epoch)
    this.unsaved = new UnsavedObjects(counted)
  }

  /** StorageError('corrupt') when nothing of what is stored can be opened. */
  static async open(parts: ClaimParts): Promise<StoredClaim> {
    const claim = new StoredClaim(parts)
    await claim.openStored()
    return claim
  }

  async load(): Promise<LoadedSnapshot | undefined> {
    const { opened } = this
    assert(
      this.current?.table === opened?.table,
      'a claim loads what was stored once, before its own first save',
    )
    if (opened === undefined) return undefined
    const { table, seq, carried, pending, notices, loss } = opened
    const { tiles, damaged } = await loadTiles(this.reader, table)
    this.opened = undefined
    for (const spot of damaged) this.damaged.add(tileKeyOf(spot))
    await this.reader.shelf.settle((pack) => this.live.of(pack) > 0)
    const { horizon, baseSeq, structure, lineage } = table.root
    return {
      seq,
      epoch: objectNumberOf(table.place.pack)!.epoch,
      horizon,
      baseSeq,
      structure,
      carried,
      pending,
      leftOut: table.leftOut.filter((leftOut) => leftOut <= seq),
      lineage,
      participants: [...table.people.values()].flat(),
      tiles,
      damaged,
      notices,
      ...(loss !== undefined && { loss }),
    }
  }

  async save(snapshot: SnapshotInput, options: SaveOptions = {}): Promise<SaveResult> {
    assert(!this.released, 'a claim that was given back saves nothing')
    assert(!this.saving, 'one snapshot is saved at a time')
    const { seq, horizon, size } = snapshot
    assert(horizon <= seq, `the horizon ${horizon} is at most the seq ${seq}`)
    assert(isCanvasSize(size), `no picture is ${size.width} × ${size.height} px`)
    this.saving = true
    try {
      const { requests, bytesWritten } = this.store
      const result = await this.saveAlone(snapshot, options)
      return {
        ...result,
        requests: this.store.requests - requests,
        bytesWritten: this.store.bytesWritten - bytesWritten,
      }
    } finally {
      this.saving = false
    }
  }

  async savePreview(png: Uint8Array): Promise<void> {
    if (this.lost !== undefined) throw this.lost
    await this.parts.store.put(previewKey(this.id), png)
  }

  async compact(nowMs: number): Promise<CompactResult> {
    const { requests, bytesRead } = this.aside
    await this.collect(nowMs)
    return {
      requests: this.aside.requests - requests,
      bytesRead: this.aside.bytesRead - bytesRead,
      bytesWritten: 0,
      hasMore: false,
    }
  }

  async release(): Promise<void> {
    this.released = true
    await this.parts.release()
  }

  private async collect(nowMs: number): Promise<void> {
    if (this.released || !this.isSettled) return
    const needed = this.references()
    if (needed !== undefined) await this.garbage.collect(needed, nowMs)
  }

  private async openStored(): Promise<void> {
    const opened = await openSnapshot(this.reader, this.head.head)
    if (opened === undefined) return
    const { table, seq, kept } = opened
    this.opened = opened
    this.current = { table, seq, kept }
    for (const tiles of table.tiles.values()) {
      for (const place of tiles.values()) this.live.add(place)
      await this.reader.rest.after(tiles.size * 256)
    }
    const { tilePages, peoplePages, historyPages, carriedPages, leftOutPages } = table.root
    for (const pages of [tilePages, peoplePages, historyPages, carriedPages, leftOutPages]) {
      for (const place of pages.values()) this.live.add(place)
    }
  }

  private async saveAlone(
    snapshot: SnapshotInput,
    { onProgress }: SaveOptions,
  ): Promise<Pick<SaveResult, 'key' | 'previousSeq'>> {
    if (this.isHeadDoubtful) await this.swapFormer()
    const before = this.current
    if (this.opened !== undefined) {
      this.opened = undefined
      await this.reader.shelf.settle((pack) => this.live.of(pack) > 0)
    }
    const writer = new SnapshotWriter({
      ...this.reader,
      before,
      retention: this.parts.retention,
      live: this.live,
      damaged: this.damaged,
      uploads: new Uploads(this.store, onProgress ?? (() => undefined)),
      newObject: (folder) => this.newObject(folder),
    })
    let saved: SavedState
    try {
      saved = await writer.write(snapshot)
    } catch (error) {
      await this.giveUp(false)
      throw error
    }
    try {
      await this.swap(snapshot, saved.table)
    } catch (error) {
      writer.undo()
      throw error
    }
    this.current = saved
    this.previous = before
    this.forgetRepaired(before?.table, saved.table)
    const needed = this.references()
    if (needed !== undefined) this.garbage.settle(needed, snapshot.nowMs)
    return { key: snapshotKey(saved.table.place), previousSeq: before?.seq ?? 0 }
  }

  private async swap({ size, nowMs }: SnapshotInput, table: SnapshotTable): Promise<void> {
    const previous = this.current?.table.place
    this.isSettled = false
    await this.swapOurs((head) => {
      return {
        ...head,
        ...size,
        updatedMs: nowMs,
        snapshot: {
          root: toRootPlace(table.place),
          previous: previous && toRootPlace(previous),
          pictureBytes: sumBytes(Array.from(table.root.packs.values(), (bytes) => ({ bytes }))),
          historyBytes: sumBytes(segmentsOf(table)),
        },
      }
    })
    this.unsaved.saved()
    this.isSettled = true
  }

  /** The head as it was saved last, or found, so that no swap from before can take effect any more. */
  private async swapFormer(): Promise<void> {
    const former = this.head.head
    const { width, height, updatedMs, snapshot } = former
    await this.swapOurs((head) => {
      if (!isSameSnapshot(head, former)) this.unsaved.forgetDoubtful()
      return { ...head, width, height, updatedMs, snapshot }
    })
    this.unsaved.voidSwaps()
    await this.unsaved.remove()
  }

  private async swapOurs(change: HeadSwap['change']): Promise<void> {
    const outcome = await trySwap(this.store, this.id, {
      writer: this.parts.writer,
      known: this.head,
      change: (head) => {
        checkEpoch(head, this.epoch)
        return change(head)
      },
    })
    this.isHeadDoubtful = outcome.kind === 'failed'
    if (outcome.kind === 'swapped') {
      this.head = outcome.head
      return
    }
    await this.giveUp(outcome.mayCount)
    // Where the head is gone, trying again would only leave objects that nobody ever removes.
    const error = supersededIfGone(outcome.error)
    if (error instanceof StorageError && error.code === 'superseded') this.lost = error
    throw error
  }

  /** What was written for a save that failed goes again. */
  private async giveUp(mayCount: boolean): Promise<void> {
    this.unsaved.failed(mayCount)
    await this.unsaved.remove()
  }

  private newObject(folder: SnapshotFolder): ObjectNumber {
    const object = { epoch: this.epoch, number: this.objects++ }
    this.garbage.add(folder, objectName(object))
    this.unsaved.add(objectKey(this.id, folder, objectName(object)))
    return object
  }

  /** Tiles that were painted over are not damaged any more. */
  private forgetRepaired(before: SnapshotTable | undefined, now: SnapshotTable): void {
    for (const key of this.damaged) {
      if (placeOf(now, key) !== placeOf(before, key)) this.damaged.delete(key)
    }
  }

  /** The objects of the kept snapshots; undefined when nobody knows what they refer to. */
  private references(): References | undefined {
    const tables = [this.current, this.previous].flatMap((snapshot) => snapshot?.table ?? [])
    return tables.some(hasLostPages) ? undefined : tables.map(objectsOf)
  }
}

/** Names are never used again, and a pack has one root. */
function snapshotKey({ pack, offset }: StoredPlace): string {
  return `${pack}/${offset}`
}

function placeOf(table: SnapshotTable | undefined, key: TileKey): StoredPlace | undefined {
  const spot = tileSpotOf(key)
  return table?.tiles.get(blockOf(spot))?.get(cellOf(spot))
}
