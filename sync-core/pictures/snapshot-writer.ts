// Writes one snapshot: everything but the head, which makes it count.
//
//   changed tiles ─┬─▶ packs, a few on their way at once ─┬─▶ all stored: the head may be swapped
//   updates ───────┼─▶ segments of the history ───────────┤
//   changed pages ─┴─▶ the last pack, ending with the root ╯
//
// What did not change keeps its place in an earlier pack. A pack at a time is gathered and a few are on their way, so a save
// takes little memory whatever the picture's size; between slices of work others go on. A save that fails changes nothing here.

import { assert } from '../base/assert.ts'
import { StorageError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { planeTiles } from '../raster/plane.ts'
import { decodeStructure } from '../raster/structure.ts'
import { chooseRepacks } from './choose-repacks.ts'
import { sameBytes } from './content-name.ts'
import { dropExpired } from './drop-expired.ts'
import { appendHistory, type AppendedHistory, type KeptSegment } from './history-writer.ts'
import { partOf } from './pack-shelf.ts'
import { countPeople } from './people-pages.ts'
import type { HistoryRetention, SnapshotInput } from './picture-accessor.ts'
import { pictureLimits } from './picture-limits.ts'
import { cutAfter, placeSegments } from './place-segments.ts'
import type { HistoryEntry } from './snapshot-pages.ts'
import { SnapshotOutput, type OutputParts } from './snapshot-output.ts'
import { hasLostPages, lostBlocks, segmentsOf, type SnapshotTable } from './snapshot-table.ts'
import type { StoredPlace } from './stored-place.ts'
import { TableWriter } from './table-writer.ts'
import { type TileKey, tileKeyOf } from './tile-key.ts'
import { blockOf, cellOf, spotIn, type BlockKey, type TilePlaces } from './tile-page.ts'

/** What a save goes on from, and what it leads to. */
export interface SavedState {
  readonly table: SnapshotTable
  /** The newest update that it leads to. */
  readonly seq: number
  readonly kept: readonly KeptSegment[]
}

export interface WriterParts extends OutputParts {
  readonly before: SavedState | undefined
  readonly retention: HistoryRetention
  /** Tiles that could not be read: giving one again stores it anew even when it is the same. */
  readonly damaged: Set<TileKey>
}

interface StoredTilePlace {
  readonly block: BlockKey
  readonly cell: number
  readonly place: StoredPlace
}

export class SnapshotWriter {
  private readonly parts: WriterParts
  private readonly output: SnapshotOutput
  private readonly tiles: Map<BlockKey, TilePlaces>
  private readonly changedBlocks = new Map<BlockKey, Map<number, StoredPlace>>()
  private readonly moved = new Set<string>()
  private tileCount = 0

  constructor(parts: WriterParts) {
    this.parts = parts
    this.output = new SnapshotOutput(parts)
    this.tiles = new Map(parts.before?.table.tiles)
    for (const tiles of this.tiles.values()) this.tileCount += tiles.size
  }

  /** Resolves when everything is stored; where it rejects, it is to be given up. */
  async write(snapshot: SnapshotInput): Promise<SavedState> {
    const { before, rest } = this.parts
    const { packs, edits } = this.output
    await this.writeTiles(snapshot)
    await this.repack()
    const { entries, kept } = await this.writeHistory(snapshot)
    const pages = new TableWriter({ packs, edits, moved: this.moved, rest, before: before?.table })
    const table = await this.writeTable(snapshot, pages, placeSegments(before?.table, entries))
    return { table, seq: snapshot.seq, kept }
  }

  /** See SnapshotOutput. */
  giveUp(): Promise<void> {
    return this.output.giveUp()
  }

  private async writeTiles(snapshot: SnapshotInput): Promise<void> {
    const { damaged, rest } = this.parts
    for (const spot of snapshot.removed) this.put(blockOf(spot), cellOf(spot), undefined)
    for await (const tile of snapshot.changed) {
      assert(tile.index >= 0 && tile.index < planeTiles, `tile ${tile.index} is inside of the plane`)
      const [block, cell] = [blockOf(tile), cellOf(tile)]
      const place = this.tiles.get(block)?.get(cell)
      const isStored = place !== undefined && sameBytes(place.name, tile.name)
      if (isStored && !damaged.has(tileKeyOf(tile))) continue
      if (place === undefined && this.tileCount >= limits.pictureTilesMax) throw tooManyTiles()
      this.put(block, cell, await this.output.packs.add(tile.name, tile.bytes))
      await rest.after(tile.bytes.length + pictureLimits.tileWeight)
    }
    this.dropLostLayers(snapshot.structure)
  }

  /** Where a tile lies from now on; undefined for none. */
  private put(block: BlockKey, cell: number, place: StoredPlace | undefined): void {
    let tiles = this.changedBlocks.get(block)
    if (tiles === undefined) {
      const known = this.tiles.get(block)
      if (known === undefined && place === undefined) return
      tiles = new Map(known)
      this.changedBlocks.set(block, tiles)
      this.tiles.set(block, tiles)
    }
    const former = tiles.get(cell)
    if (former !== undefined) {
      this.output.edits.drop(former)
      tiles.delete(cell)
      this.tileCount--
    }
    if (place !== undefined) {
      this.output.edits.add(place)
      tiles.set(cell, place)
      this.tileCount++
    }
    if (tiles.size === 0) this.tiles.delete(block)
    else this.tiles.set(block, tiles)
  }

  /** Blocks that could not be read go with their layer. */
  private dropLostLayers(structure: Uint8Array): void {
    const { before } = this.parts
    if (before === undefined || !hasLostPages(before.table)) return
    const layers = new Set(decodeStructure(structure).layers.map(({ id }) => id))
    for (const block of lostBlocks(before.table, (layer) => !layers.has(layer))) {
      if (!this.changedBlocks.has(block)) this.changedBlocks.set(block, new Map<number, StoredPlace>())
    }
  }

  /** Writes what is needed of packs that are mostly dead or too many. */
  private async repack(): Promise<void> {
    const { before, live, shelf, damaged, rest } = this.parts
    if (before === undefined) return
    const { root } = before.table
    const fixed = await this.fixedPacks(before.table)
    const packs = Array.from(root.packs, ([pack, length]) => {
      return { pack, length, live: live.of(pack), isAtHand: shelf.has(pack) }
    })
    const chosen = chooseRepacks(packs.filter(({ pack }) => !fixed.has(pack)))
    if (chosen.length === 0) return
    const toMove = new Map(chosen.map((pack) => [pack, [] as StoredTilePlace[]]))
    for (const [block, tiles] of this.tiles) {
      await rest.after(tiles.size * bytesPerLook)
      for (const [cell, place] of tiles) toMove.get(place.pack)?.push({ block, cell, place })
    }
    for (const [pack, tiles] of toMove) {
      this.moved.add(pack)
      const bytes = tiles.length === 0 ? undefined : await shelf.readOnce(pack)
      for (const { block, cell, place } of tiles) {
        const part = partOf(bytes, place)
        await rest.after(place.length + pictureLimits.tileWeight)
        // A damaged tile keeps its place, and so its pack: somebody may still repair the file.
        if (typeof part === 'string') damaged.add(tileKeyOf(spotIn(block, cell)))
        else this.put(block, cell, await this.output.packs.add(place.name, part))
      }
    }
  }

  /** Packs with something that can't be read: they stay as they are. */
  private async fixedPacks({ root, tiles, history }: SnapshotTable): Promise<Set<string>> {
    const { damaged, rest } = this.parts
    const fixed = new Set<string>()
    for (const [block, { pack }] of root.tilePages) if (!tiles.has(block)) fixed.add(pack)
    for (const [page, { pack }] of root.historyPages) if (!history.has(page)) fixed.add(pack)
    if (damaged.size === 0) return fixed
    for (const [block, places] of this.tiles) {
      await rest.after(places.size * bytesPerLook)
      for (const [cell, { pack }] of places) if (damaged.has(tileKeyOf(spotIn(block, cell)))) fixed.add(pack)
    }
    return fixed
  }

  private async writeHistory(snapshot: SnapshotInput): Promise<AppendedHistory> {
    const { before, retention, rest } = this.parts
    const { updates, nowMs } = snapshot
    const seq = before?.seq ?? 0
    const stored = before === undefined ? [] : segmentsOf(before.table)
    const appended = await appendHistory(
      { entries: cutAfter(stored, seq), kept: before?.kept ?? [] },
      updates(seq + 1),
      (segment) => this.output.writeSegment(segment, nowMs),
      rest,
    )
    assertTail(appended.entries, snapshot)
    // The snapshot before this one stays readable.
    const horizon = before?.table.root.horizon ?? 0
    const entries = dropExpired(appended.entries, retention, { horizon, nowMs })
    return { entries, kept: appended.kept.filter(({ entry }) => entries.includes(entry)) }
  }

  /** Pages that changed or have to move, and the root behind them. */
  private async writeTable(
    snapshot: SnapshotInput,
    pages: TableWriter,
    history: SnapshotTable['history'],
  ): Promise<SnapshotTable> {
    const { seq, horizon, baseSeq, structure, lineage, leftOut, participants } = snapshot
    const places = {
      tilePages: await pages.writeTilePages(this.tiles, this.changedBlocks),
      peoplePages: await pages.writePeople(participants),
      historyPages: await pages.writeHistory(history),
      carriedPages: await pages.writeCarried(snapshot),
      leftOutPages: await pages.writeLeftOut(leftOut),
    }
    const people = countPeople(participants)
    const root = { seq, horizon, baseSeq, structure, lineage, people, ...places }
    const written = await this.output.writeRoot(root, this.parts.before?.table)
    return { ...written, tiles: this.tiles, people: participants, history, leftOut }
  }
}

/** Looking at a tile's place counts as so many bytes of work. */
const bytesPerLook = 16

/** Without the updates after its horizon a snapshot could not be opened. */
function assertTail(entries: readonly HistoryEntry[], { horizon, seq }: SnapshotInput): void {
  let first = seq + 1
  for (let at = entries.length - 1; at >= 0 && entries[at]!.lastSeq + 1 === first; at--) {
    first = entries[at]!.firstSeq
  }
  assert(first <= horizon + 1, `a snapshot comes with updates ${horizon + 1} to ${seq}, not from ${first} on`)
}

function tooManyTiles(): StorageError {
  return new StorageError(
    'invalid',
    `This picture can't be saved: its layers have more than ${limits.pictureTilesMax} painted squares together. Remove a layer, or undo.`,
  )
}
