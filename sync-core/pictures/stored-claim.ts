// The right to write one picture, and how a snapshot is written:
//
//   packs of changed tiles ─▶ tail ─▶ manifest ─▶ head (compare-and-swap) ─▶ preview ─▶ remove what nobody needs
//                                                 └ the instant at which the new snapshot counts
//
// Until the head is swapped, everything written is new objects that nobody reads; after it, nothing that counts is missing.
// So a crash anywhere leaves the former snapshot or the new one, whole, and at worst objects that nobody refers to: the first
// save of the next claim lists and removes those. The snapshot before the newest stays, with all it refers to.

import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { type CanvasSize, isCanvasSize } from '../raster/canvas-size.ts'
import type { Update } from '../raster/operation.ts'
import { planeTiles } from '../raster/plane.ts'
import { chooseRepacks } from './choose-repacks.ts'
import { contentName, sameBytes } from './content-name.ts'
import type { ObjectStore, ReleaseHold } from './object-store.ts'
import { PackWriter } from './pack-writer.ts'
import type {
  LoadedSnapshot,
  PictureClaim,
  PictureId,
  SaveResult,
  SnapshotInput,
} from './picture-accessor.ts'
import type { PictureHead } from './picture-head.ts'
import {
  epochOfName,
  manifestName,
  objectKey,
  objectName,
  previewKey,
  snapshotFolders,
} from './picture-keys.ts'
import type { SnapshotFolder } from './picture-keys.ts'
import { pictureLimits } from './picture-limits.ts'
import { storedSlots } from './picture-slots.ts'
import type { PictureSlots } from './picture-slots.ts'
import { encodeManifest } from './picture-manifest.ts'
import type { PictureManifest, TilePlace } from './picture-manifest.ts'
import { loadSnapshot, packTiles, readableSeq, readPack, tileIn } from './snapshot-reader.ts'
import type { OpenedSnapshot } from './snapshot-reader.ts'
import { swapHead } from './swap-head.ts'
import { encodeTail } from './tail-codec.ts'
import { type TileKey, tileKeyOf } from './tile-key.ts'

interface WrittenSnapshot {
  readonly manifest: PictureManifest
  readonly manifestName: string
}

interface Tally {
  bytesWritten: number
  requests: number
}

/** What a claim is made of, once the head has its epoch. */
export interface ClaimParts {
  readonly store: ObjectStore
  readonly id: PictureId
  readonly writer: Uint8Array
  readonly head: PictureHead
  readonly opened: OpenedSnapshot | undefined
  readonly release: ReleaseHold
}

/** PictureClaim over an object store. */
export class StoredClaim implements PictureClaim {
  readonly id: PictureId
  readonly title: string
  readonly size: CanvasSize
  readonly epoch: number
  readonly slots: PictureSlots | undefined
  private readonly store: ObjectStore
  private readonly writer: Uint8Array
  private readonly releaseHold: ReleaseHold
  /** What was stored when the claim began; forgotten with the first save. */
  private opened: OpenedSnapshot | undefined
  private current: WrittenSnapshot | undefined
  /** Tiles that could not be read, so that giving one again stores it anew even when it is the same. */
  private readonly damaged = new Set<TileKey>()
  /** Objects that may exist and be superfluous, by folder; filled from a listing when first needed. */
  private known: Map<SnapshotFolder, Set<string>> | undefined
  private readonly ownObjects: [SnapshotFolder, string][] = []
  private saving = false
  private released = false

  constructor(parts: ClaimParts) {
    const { id, head } = parts
    this.id = id
    this.title = head.title
    this.size = { width: head.width, height: head.height }
    this.epoch = head.epoch
    this.store = parts.store
    this.writer = parts.writer
    this.slots =
      parts.store.place === 'bucket' ? storedSlots(parts.store, { ...parts, epoch: head.epoch }) : undefined
    this.releaseHold = parts.release
    this.opened = parts.opened
    this.current = parts.opened
  }

  async load(): Promise<LoadedSnapshot | undefined> {
    assert(this.current === this.opened, 'a claim loads what was stored before its own first save')
    if (this.opened === undefined) return undefined
    const loaded = await loadSnapshot(this.store, this.id, this.opened)
    for (const spot of loaded.damaged) this.damaged.add(tileKeyOf(spot))
    return loaded
  }

  async save(snapshot: SnapshotInput): Promise<SaveResult> {
    assert(!this.released, 'a claim that was given back saves nothing')
    assert(!this.saving, 'one snapshot is saved at a time')
    assert(
      snapshot.horizon <= snapshot.seq,
      `the horizon ${snapshot.horizon} is at most the seq ${snapshot.seq}`,
    )
    const { width, height } = snapshot.size
    assert(isCanvasSize(snapshot.size), `no picture is ${width} × ${height} px`)
    this.saving = true
    try {
      return await this.saveAlone(snapshot)
    } finally {
      this.saving = false
    }
  }

  async release(): Promise<void> {
    this.released = true
    await this.releaseHold()
  }

  private async saveAlone(snapshot: SnapshotInput): Promise<SaveResult> {
    const tally: Tally = { bytesWritten: 0, requests: 0 }
    const pending: Update[] = []
    for await (const update of snapshot.updates(snapshot.horizon + 1)) pending.push(update)
    const tailBytes = encodeTail({ carried: snapshot.carried, pending })
    if (tailBytes.length > pictureLimits.tailBytesMax) {
      throw new StorageError('invalid', 'More was drawn at once than a picture can keep open to undo.')
    }
    const { tiles, packs } = await this.writeTiles(snapshot, tally)
    const tail = objectName(this.epoch, contentName(tailBytes))
    await this.writeObject('tail', tail, tailBytes, tally)
    const { seq, size } = snapshot
    const manifest: PictureManifest = { ...snapshot, tail, packs, tiles }
    const bytes = encodeManifest(manifest)
    const name = manifestName(this.epoch, seq, contentName(bytes))
    await this.writeObject('manifest', name, bytes, tally)
    const previous = this.current
    await swapHead(this.store, this.id, this.writer, (head) => {
      this.checkStillOurs(head)
      const names = { manifest: name, previous: previous?.manifestName }
      return {
        ...head,
        width: size.width,
        height: size.height,
        updatedMs: snapshot.nowMs,
        snapshot: names,
      }
    })
    const previousSeq = this.opened === undefined ? (previous?.manifest.seq ?? 0) : readableSeq(this.opened)
    this.current = { manifest, manifestName: name }
    this.opened = undefined
    for (const key of this.damaged) {
      if (tiles.get(key) !== previous?.manifest.tiles.get(key)) this.damaged.delete(key)
    }
    const notices: string[] = []
    await this.notice(notices, 'The preview could not be written', async () => {
      await this.store.put(previewKey(this.id), snapshot.preview)
      tally.bytesWritten += snapshot.preview.length
      tally.requests++
    })
    const kept =
      previous === undefined || previous.manifestName === name ? [this.current] : [this.current, previous]
    await this.notice(notices, 'Files that are not needed any more could not be removed', () =>
      this.clean(kept),
    )
    return { ...tally, previousSeq, notices }
  }

  /** Writes the changed tiles, and those of packs worth rewriting; returns where every tile of the base lies. */
  private async writeTiles(
    snapshot: SnapshotInput,
    tally: Tally,
  ): Promise<Pick<PictureManifest, 'tiles' | 'packs'>> {
    const tiles = new Map<TileKey, TilePlace>(this.current?.manifest.tiles)
    const lengths = new Map(this.current?.manifest.packs)
    for (const spot of snapshot.removed) tiles.delete(tileKeyOf(spot))
    const added = new Set<TileKey>()
    const writer = new PackWriter(this.epoch, (pack, bytes) => this.writeObject('packs', pack, bytes, tally))
    for await (const { layer, index, bytes, name } of snapshot.changed) {
      assert(index >= 0 && index < planeTiles, `tile ${index} is inside of the plane`)
      const key = tileKeyOf({ layer, index })
      const place = tiles.get(key)
      if (place !== undefined && sameBytes(place.name, name) && !this.damaged.has(key)) continue
      tiles.delete(key)
      added.add(key)
      if (tiles.size + added.size > limits.pictureTilesMax) throw tooManyTiles()
      await writer.add(key, name, bytes)
    }
    await this.repack(tiles, lengths, writer)
    await writer.finish()
    for (const [key, place] of writer.places) tiles.set(key, place)
    for (const [pack, length] of writer.packs) lengths.set(pack, length)
    const used = packTiles(tiles)
    return { tiles, packs: new Map([...lengths].filter(([pack]) => used.has(pack))) }
  }

  private async repack(
    tiles: ReadonlyMap<TileKey, TilePlace>,
    lengths: ReadonlyMap<string, number>,
    writer: PackWriter,
  ): Promise<void> {
    const fixed = new Set([...this.damaged].flatMap((key) => tiles.get(key)?.pack ?? []))
    const byPack = packTiles(tiles)
    for (const pack of chooseRepacks(tiles, lengths, fixed)) {
      const bytes = await readPack(this.store, this.id, pack)
      for (const [key, place] of byPack.get(pack) ?? []) {
        const tile = tileIn(bytes, place)
        // A damaged tile keeps its place, and so its pack: somebody may still repair the file.
        if (typeof tile !== 'string') await writer.add(key, place.name, tile)
        else this.damaged.add(key)
      }
    }
  }

  private async writeObject(
    folder: SnapshotFolder,
    name: string,
    bytes: Uint8Array,
    tally: Tally,
  ): Promise<void> {
    this.ownObjects.push([folder, name])
    await this.store.put(objectKey(this.id, folder, name), bytes)
    tally.bytesWritten += bytes.length
    tally.requests++
  }

  private checkStillOurs(head: PictureHead): void {
    if (head.epoch === this.epoch && head.state.kind === 'live') return
    throw new StorageError(
      'superseded',
      head.state.kind === 'live'
        ? 'Another copy of Gesso has opened this picture since. This one stops saving it, so that nothing of the other is overwritten.'
        : 'This picture was deleted while it was open here.',
    )
  }

  /** Removes every object of this or an older epoch that the kept snapshots don't refer to. */
  private async clean(kept: readonly WrittenSnapshot[]): Promise<void> {
    this.known ??= await this.listObjects()
    for (const [folder, name] of this.ownObjects.splice(0)) this.known.get(folder)!.add(name)
    const needed: Record<SnapshotFolder, ReadonlySet<string>> = {
      manifest: new Set(kept.map((snapshot) => snapshot.manifestName)),
      tail: new Set(kept.map((snapshot) => snapshot.manifest.tail)),
      packs: new Set(kept.flatMap((snapshot) => [...snapshot.manifest.packs.keys()])),
    }
    for (const [folder, names] of this.known) {
      const superfluous = [...names].filter((name) => !needed[folder].has(name))
      await this.store.remove(superfluous.map((name) => objectKey(this.id, folder, name)))
      for (const name of superfluous) names.delete(name)
    }
  }

  private async listObjects(): Promise<Map<SnapshotFolder, Set<string>>> {
    const known = new Map<SnapshotFolder, Set<string>>()
    for (const folder of snapshotFolders) {
      const names = await this.store.list(`${this.id}/${folder}`)
      const ours = names.filter((name) => (epochOfName(name) ?? Infinity) <= this.epoch)
      known.set(folder, new Set(ours))
    }
    return known
  }

  /** Runs what the snapshot doesn't depend on; its failure becomes a sentence. */
  private async notice(notices: string[], what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run()
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      notices.push(`${what}: ${error.message}`)
    }
  }
}

function tooManyTiles(): StorageError {
  return new StorageError(
    'invalid',
    `This picture can't be saved: its layers have more than ${limits.pictureTilesMax} painted squares together. Remove a layer, or undo.`,
  )
}
