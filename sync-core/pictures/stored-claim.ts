// The right to write one picture, and how a snapshot comes to count:
//
//   packs and segments (snapshot-writer.ts) ─▶ head (compare-and-swap)
//                                              └ the instant at which the new snapshot counts
//
// Until the head is swapped, everything written is new objects that nobody reads; after it, nothing that counts is missing.
// So a crash anywhere leaves the former snapshot or the new one, whole, and at worst objects that nobody refers to. The
// snapshot before the newest stays, with all it refers to.
//
// Compacting does the same with a history that was tidied up (history-compactor.ts). One of both at a time; and as long as a swap
// may still take effect (claim-head.ts), nothing is removed.

import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { type CanvasSize, isCanvasSize } from '../raster/canvas-size.ts'
import { ClaimHead } from './claim-head.ts'
import { CountedStore } from './counted-store.ts'
import { Garbage, type References } from './garbage.ts'
import { HistoryCompactor, type CompactionPlan } from './history-compactor.ts'
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
import { toRootPlace, type PictureHead } from './picture-head.ts'
import { savedBy } from './picture-root.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import { objectKey, objectName, previewKey, type ObjectNumber, type SnapshotFolder } from './picture-keys.ts'
import { storedSlots, type PictureSlots } from './picture-slots.ts'
import { objectsOf } from './snapshot-objects.ts'
import { SnapshotOutput, type OutputParts } from './snapshot-output.ts'
import { SnapshotWriter, type SavedState } from './snapshot-writer.ts'
import { hasLostPages, segmentsOf, sumBytes, type SnapshotTable } from './snapshot-table.ts'
import type { TaggedHead } from './swap-head.ts'
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
  private readonly ownSlots: PictureSlots
  private readonly parts: ClaimParts
  private readonly store: CountedStore
  /** What goes on beside saves. */
  private readonly aside: CountedStore
  private readonly reader: PictureReader
  private readonly garbage: Garbage
  private readonly compactor: HistoryCompactor
  private readonly head: ClaimHead
  private readonly live = new LiveBytes()
  private readonly damaged = new Set<TileKey>()
  /** What was stored when the claim began, until it was loaded. */
  private opened: OpenedSnapshot | undefined
  private current: SavedState | undefined
  private previous: SavedState | undefined
  /** What counts could be read as a whole, or is of this claim. */
  private isWhole = false
  private objects = 0
  private saving = false
  /** The last save or compaction, whatever becomes of it. */
  private busy: Promise<unknown> = Promise.resolve()
  private released = false

  private constructor(parts: ClaimParts) {
    const { id, head, store, counted, reader } = parts
    this.parts = parts
    this.id = id
    this.title = head.head.title
    this.size = { width: head.head.width, height: head.head.height }
    this.firstStructure = head.head.firstStructure
    this.epoch = head.head.epoch
    this.ownSlots = storedSlots(store, { ...parts, epoch: this.epoch })
    this.slots = store.place === 'bucket' ? this.ownSlots : undefined
    this.head = new ClaimHead({ ...parts, store: counted })
    this.store = counted
    this.reader = reader
    this.aside = new CountedStore(store)
    this.garbage = new Garbage(this.aside, id, this.epoch)
    this.compactor = new HistoryCompactor({ ...reader, store: this.aside }, parts.retention)
  }

  /** StorageError('corrupt') when nothing of what is stored can be opened. */
  static async open(parts: ClaimParts): Promise<StoredClaim> {
    const claim = new StoredClaim(parts)
    await claim.openStored()
    return claim
  }

  async isNewest(): Promise<boolean> {
    try {
      await this.ownSlots.checkClaim()
      return true
    } catch (error) {
      if (error instanceof StorageError && error.code === 'superseded') return false
      throw error
    }
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
      epoch: savedBy(table.root, table.place),
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
      return await this.alone(async () => {
        const { requests, bytesWritten } = this.store
        const result = await this.saveAlone(snapshot, options)
        return {
          ...result,
          requests: this.store.requests - requests,
          bytesWritten: this.store.bytesWritten - bytesWritten,
        }
      })
    } finally {
      this.saving = false
    }
  }

  async savePreview(png: Uint8Array): Promise<void> {
    if (this.head.lost !== undefined) throw this.head.lost
    await this.parts.store.put(previewKey(this.id), png)
  }

  async compact(nowMs: number): Promise<CompactResult> {
    const { requests, bytesRead } = this.aside
    const written = await this.compactHistory(nowMs)
    await this.collect(nowMs)
    return {
      requests: this.aside.requests - requests + written.requests,
      bytesRead: this.aside.bytesRead - bytesRead + written.bytesRead,
      bytesWritten: written.bytesWritten,
      hasMore: this.planCompaction(nowMs) !== undefined,
    }
  }

  async release(): Promise<void> {
    this.released = true
    await this.parts.release()
  }

  private async collect(nowMs: number): Promise<void> {
    if (this.released || !this.head.isSettled) return
    const needed = this.references()
    if (needed !== undefined) await this.garbage.collect(needed, nowMs)
  }

  private planCompaction(
    nowMs: number,
    atHand?: ReadonlyMap<HistoryEntry, Uint8Array>,
  ): CompactionPlan | undefined {
    const { current: now, previous: before, released, isWhole } = this
    if (released || !isWhole || now === undefined) return undefined
    return this.compactor.plan({ now, before }, nowMs, atHand)
  }

  private async compactHistory(nowMs: number): Promise<Omit<CompactResult, 'hasMore'>> {
    const planned = this.planCompaction(nowMs)
    if (planned === undefined) return { requests: 0, bytesRead: 0, bytesWritten: 0 }
    // Nothing is changed by that: a save may come in between.
    const bodies = await this.compactor.read(planned, this.current?.kept ?? [])
    return this.alone(async () => {
      const { requests, bytesRead, bytesWritten } = this.store
      const { current } = this
      const plan = this.planCompaction(nowMs, bodies)
      if (plan !== undefined && current !== undefined) {
        await this.head.makeSure()
        await this.leaveOpened()
        const parts = this.outputParts()
        const output = new SnapshotOutput(parts)
        const write = (): Promise<SavedState> => this.compactor.write(output, parts, current, plan, bodies)
        await this.advance({ write, giveUp: () => output.giveUp() }, (head) => head, nowMs)
      }
      return {
        requests: this.store.requests - requests,
        bytesRead: this.store.bytesRead - bytesRead,
        bytesWritten: this.store.bytesWritten - bytesWritten,
      }
    })
  }

  /** What changes the picture: one after the other. */
  private alone<T>(run: () => Promise<T>): Promise<T> {
    const done = this.busy.then(run)
    this.busy = done.catch(() => undefined)
    return done
  }

  private async openStored(): Promise<void> {
    const opened = await openSnapshot(this.reader, this.head.head)
    if (opened === undefined) return
    const { table, seq, kept } = opened
    this.opened = opened
    this.current = { table, seq, kept }
    this.isWhole = opened.notices.length === 0
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
    await this.head.makeSure()
    const before = this.current
    await this.leaveOpened()
    const writer = new SnapshotWriter({
      ...this.outputParts(onProgress),
      before,
      retention: this.parts.retention,
      damaged: this.damaged,
    })
    const { size, nowMs } = snapshot
    const saved = await this.advance(
      { write: () => writer.write(snapshot), giveUp: () => writer.giveUp() },
      (head) => ({ ...head, ...size, updatedMs: nowMs }),
      nowMs,
    )
    return { key: snapshotKey(saved.table.place), previousSeq: before?.seq ?? 0 }
  }

  /** It is not loaded any more, and small packs are all that is needed of it. */
  private async leaveOpened(): Promise<void> {
    if (this.opened === undefined) return
    this.opened = undefined
    await this.reader.shelf.settle((pack) => this.live.of(pack) > 0)
  }

  private outputParts(onProgress: SaveOptions['onProgress'] = () => undefined): OutputParts {
    return {
      ...this.reader,
      live: this.live,
      uploads: new Uploads(this.store, onProgress),
      newObject: (folder) => this.newObject(folder),
    }
  }

  /** Writes a snapshot and makes it count, or leaves everything as it was. */
  private async advance(
    { write, giveUp }: { readonly write: () => Promise<SavedState>; readonly giveUp: () => Promise<void> },
    change: (head: PictureHead) => PictureHead,
    nowMs: number,
  ): Promise<SavedState> {
    const before = this.current
    let saved: SavedState
    try {
      saved = await write()
    } catch (error) {
      await giveUp()
      await this.head.giveUp(false)
      throw error
    }
    try {
      const snapshot = namedInHead(saved.table, before?.table)
      await this.head.swap((head) => ({ ...change(head), snapshot }))
    } catch (error) {
      await giveUp()
      throw error
    }
    this.current = saved
    this.previous = before
    this.isWhole = true
    this.forgetRepaired(before?.table, saved.table)
    const needed = this.references()
    if (needed !== undefined) this.garbage.settle(needed, nowMs)
    return saved
  }

  private newObject(folder: SnapshotFolder): ObjectNumber {
    const object = { epoch: this.epoch, number: this.objects++ }
    this.garbage.add(folder, objectName(object))
    this.head.add(objectKey(this.id, folder, objectName(object)))
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

function namedInHead(table: SnapshotTable, before: SnapshotTable | undefined): PictureHead['snapshot'] {
  return {
    root: toRootPlace(table.place),
    previous: before && toRootPlace(before.place),
    pictureBytes: sumBytes(Array.from(table.root.packs.values(), (bytes) => ({ bytes }))),
    historyBytes: sumBytes(segmentsOf(table)),
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
