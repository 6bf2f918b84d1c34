import { assert } from '../base/assert.ts'
import type { BlockCounts } from '../kernel/block-arena.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import type { ActionWatcher } from './action-watcher.ts'
import type { EndedAction } from './action.ts'
import type { Base } from './base.ts'
import { changedLayers } from './changed-layers.ts'
import { type ColumnView, viewColumn } from './column-view.ts'
import { coveredOf } from './covered-of.ts'
import { LateColumns } from './late-columns.ts'
import { changeStructure, type LayerOperation } from './layer-operation.ts'
import { type PictureHash, PictureHasher } from './picture-hash.ts'
import { intersection, movedIndices, movedLayers, paintedLayers, replayActions } from './replay-actions.ts'
import type { LayerId, Structure } from './structure.ts'
import { type LayerTiles, TileSheets } from './tile-sheets.ts'
import type { Tile } from './tile.ts'
import { UndoWindow } from './undo-window.ts'
import { type Column, WorkColumn } from './work-column.ts'

// The ended actions of a picture and what they make of it: structure and pixels at the horizon, and now. Whatever changes the
// window of actions (a new one at its end, one undone, the oldest ones folded into the base) brings the pixels of now back to
//
//     now = base + actions of the window that are in effect, column by column
//
// at the price of the columns that are touched.

/** Tiles of a base as they should be. */
export interface BaseTile {
  readonly layer: LayerId
  readonly index: number
  readonly tile: Tile | undefined
}

export interface HistoryOptions {
  readonly memory: PictureMemory
  readonly missing: Iterable<number>
  readonly maskBytesMax: number
  readonly watcher: ActionWatcher | undefined
}

export class History {
  private readonly memory: PictureMemory
  private readonly window: UndoWindow
  private readonly late: LateColumns
  private readonly hasher = new PictureHasher()
  private readonly baseSheets: TileSheets
  private readonly sheets: TileSheets
  private baseStructure: Structure
  private structureNow: Structure
  private readonly dirty: Set<number>
  private readonly watcher: ActionWatcher | undefined

  /** Indices of tiles that look different are added to `dirty`. */
  constructor(base: Base, options: HistoryOptions, dirty: Set<number>) {
    const { memory, missing, maskBytesMax, watcher } = options
    this.memory = memory
    this.watcher = watcher
    this.window = new UndoWindow(maskBytesMax)
    this.baseStructure = base.structure
    this.structureNow = base.structure
    this.baseSheets = new TileSheets(base.layers)
    this.sheets = new TileSheets(base.layers)
    this.dirty = dirty
    this.late = new LateColumns(missing)
    for (const layer of this.sheets.layers()) {
      for (const index of this.sheets.tilesOf(layer).keys()) {
        assert(!this.late.has(index), `column ${index} is missing, so the base does not have it`)
        this.hasher.changed(layer, index)
      }
    }
  }

  /** Marks the pixels of all tiles. */
  mark(mark: (block: PixelBlock) => void): void {
    this.baseSheets.mark(mark)
    this.sheets.mark(mark)
  }

  /** Gives the memory of all marks back. */
  free(): void {
    this.window.drop(this.window.actions.length)
  }

  get actions(): readonly EndedAction[] {
    return this.window.actions
  }

  /** Frame and layers now. */
  get structure(): Structure {
    return this.structureNow
  }

  get missingColumns(): number {
    return this.late.size
  }

  isMissing(index: number): boolean {
    return this.late.has(index)
  }

  tile(layer: LayerId, index: number): Tile | undefined {
    return this.sheets.get(layer, index)
  }

  layerTiles(layer: LayerId): LayerTiles {
    return this.sheets.tilesOf(layer)
  }

  /** All tiles as they are now; what is returned never changes. */
  shareLayers(): ReadonlyMap<LayerId, LayerTiles> {
    return this.sheets.share()
  }

  /** Structure and tiles of the base; they never change afterwards. */
  base(): Pick<Base, 'structure' | 'layers'> {
    assert(this.late.size === 0, 'a base is given away only when all of its columns are here')
    return { structure: this.baseStructure, layers: this.baseSheets.share() }
  }

  hash(): PictureHash {
    assert(this.late.size === 0, 'a picture is hashed only when all of its columns are here')
    return this.hasher.hash(this.structureNow, this.sheets)
  }

  /** The most pixels that an operation on layers may take. */
  moveNeed(operation: LayerOperation): BlockCounts {
    return { pixels: operation.kind === 'layer-merge' ? movedIndices(operation, this.sheets).size : 0 }
  }

  /** The most memory that undoing or redoing an action may take: each layer of a column is worked on once, marks are made one by one. */
  undoNeed(author: number, name: number): BlockCounts {
    const indices = this.indicesOf(author, name)
    const painted = new Map<LayerId, Set<number>>()
    let moved = 0
    let made = 0
    for (const { effect } of this.window.touching(indices)) {
      if (effect.kind === 'layers') {
        moved += indices.size
        continue
      }
      const both = intersection(effect.touched, indices)
      const known = painted.get(effect.layer) ?? new Set()
      for (const index of both) known.add(index)
      painted.set(effect.layer, known)
      if (effect.marks === undefined) made = Math.max(made, both.length)
    }
    const pixels = [...painted.values()].reduce((sum, { size }) => sum + size, moved)
    return { pixels, 'colored-mask': made }
  }

  /** The newest action: what it does is laid on what is there. */
  push(action: EndedAction): void {
    const { effect } = action
    const before = this.structureNow
    if (effect.kind === 'layers') {
      const structure = changeStructure(before, effect.operation)
      effect.isEffective = structure !== before
      this.setStructure(structure)
    }
    this.window.push(action)
    this.watcher?.onEnded(action, before)
    const indices = effect.kind === 'marks' ? effect.touched : movedIndices(effect.operation, this.sheets)
    for (const [index, column] of replayActions(this.memory, this.sheets, indices, [action], isInEffect)) {
      if (this.late.has(index)) continue
      for (const layer of column.changed()) this.setTile(layer, index, column.tile(layer))
    }
  }

  setUndone(author: number, name: number, undone: boolean): void {
    const action = this.window.find(author, name)
    if (action === undefined || action.undone === undone) return
    action.undone = undone
    if (action.effect.kind === 'marks') this.rebuild(action.effect.touched)
    else this.replayStructure()
    this.watcher?.onUndone(action)
  }

  /** Moves the horizon: actions that ended up to it become part of the base, or are dropped when they are undone. */
  fold(horizon: number): void {
    const folded = this.window.until(horizon)
    const inEffect = folded.filter(isInEffect)
    const layersBefore = this.baseStructure.layers.map(({ id }) => id)
    for (const { effect } of inEffect) {
      if (effect.kind === 'layers') this.baseStructure = changeStructure(this.baseStructure, effect.operation)
    }
    const indices = new Set<number>()
    for (const { effect } of inEffect) {
      const some =
        effect.kind === 'marks'
          ? effect.touched
          : movedIndices(effect.operation, this.baseSheets, this.sheets)
      for (const index of some) indices.add(index)
    }
    this.late.fold(inEffect)
    // Where nothing of the window was laid on top, the present tiles are those of the new base.
    const mixed = coveredOf(indices, this.window.actions.slice(folded.length).filter(isInEffect))
    const layers = new Set([...this.sheets.layers(), ...this.baseSheets.layers()])
    for (const index of indices) {
      if (mixed.has(index) || this.late.has(index)) continue
      for (const layer of layers) this.baseSheets.set(layer, index, this.sheets.get(layer, index))
    }
    for (const index of mixed) if (this.late.has(index)) mixed.delete(index)
    this.layOnBase(mixed, inEffect)
    this.watcher?.onFolded(folded)
    this.window.drop(folded.length)
    this.dropLostLayers(layersBefore, folded)
  }

  /** Brings a column of the base that was missing; what was done to it since is replayed. */
  setBaseColumn(index: number, tiles: ReadonlyMap<LayerId, Tile>): void {
    const folded = this.late.take(index)
    for (const [layer, tile] of tiles) this.baseSheets.set(layer, index, tile)
    for (const step of folded) {
      if (step.kind === 'drop') this.baseSheets.set(step.layer, index, undefined)
      else this.layOnBase(new Set([index]), [step.action])
    }
    this.rebuild(new Set([index]))
    this.dirty.add(index)
  }

  /** Puts tiles of the base right that went wrong, and computes everything else anew. */
  healBase(tiles: readonly BaseTile[]): void {
    for (const { layer, index, tile } of tiles) this.baseSheets.set(layer, index, tile)
    this.rebuild(this.presentIndices())
  }

  /** The pixels of a column as if some actions were undone or were not: `${author} ${action}` → undone. */
  column(index: number, asIf: ReadonlyMap<string, boolean>): Column {
    if (this.late.has(index)) return { tile: () => undefined, mark: () => undefined }
    const columns = replayActions(
      this.memory,
      this.baseSheets,
      new Set([index]),
      this.window.touching([index]),
      (action) => {
        const undone = asIf.get(`${action.author} ${action.action}`)
        return undone === undefined ? isInEffect(action) : !undone
      },
    )
    return columns.get(index) ?? new WorkColumn(this.memory, this.baseSheets, index)
  }

  /**
   * The pixels of a column with only some of the actions that are or, by `asIf`, would be in effect; undefined when all of them
   * are wanted, or when the column is not here yet. `known` is what was given before.
   */
  columnView(
    index: number,
    asIf: ReadonlyMap<string, boolean>,
    isWanted: (action: EndedAction) => boolean,
    known: ColumnView | undefined,
  ): ColumnView | undefined {
    if (this.late.has(index)) return undefined
    const inEffect = this.window.touching([index]).filter((action) => {
      const undone = asIf.get(`${action.author} ${action.action}`)
      return undone === undefined ? isInEffect(action) : !undone
    })
    const wanted = inEffect.filter(isWanted)
    if (wanted.length === inEffect.length) return undefined
    return viewColumn(this.memory, this.baseSheets, index, wanted, known)
  }

  /** The ended action of this name that can still be undone or redone. */
  find(author: number, action: number): EndedAction | undefined {
    return this.window.find(author, action)
  }

  /** The tiles that an ended action touches: those that may change when it is undone. */
  indicesOf(author: number, action: number): ReadonlySet<number> {
    const found = this.window.find(author, action)
    if (found === undefined) return new Set()
    if (found.effect.kind === 'marks') return found.effect.touched
    return new Set([...this.presentIndices(), ...this.everMoved(found.effect.operation)])
  }

  /** The structure as if some actions were undone or were not: `${author} ${action}` → undone. */
  structureAsIf(asIf: ReadonlyMap<string, boolean>): Structure {
    let structure = this.baseStructure
    for (const { author, action, undone, effect } of this.window.actions) {
      if (effect.kind !== 'layers' || (asIf.get(`${author} ${action}`) ?? undone)) continue
      structure = changeStructure(structure, effect.operation)
    }
    return structure
  }

  /** Layer operations may begin or cease to make sense when an earlier one is undone. */
  private replayStructure(): void {
    let structure = this.baseStructure
    const moved = new Set<number>()
    for (const action of this.window.actions) {
      const { effect } = action
      if (effect.kind !== 'layers') continue
      const next = action.undone ? structure : changeStructure(structure, effect.operation)
      const isEffective = next !== structure
      if (isEffective !== effect.isEffective) {
        effect.isEffective = isEffective
        for (const index of this.everMoved(effect.operation)) moved.add(index)
      }
      structure = next
    }
    this.rebuild(moved)
    this.setStructure(structure)
  }

  /** The tiles that may change when such an operation begins or ceases to make sense: also those that it hides now. */
  private everMoved(operation: LayerOperation): Set<number> {
    const layers = new Set(movedLayers(operation))
    // What was moved to these layers came from others.
    for (let i = this.window.actions.length - 1; i >= 0; i--) {
      const { effect } = this.window.actions[i]!
      if (effect.kind !== 'layers') continue
      const some = movedLayers(effect.operation)
      if (some.some((layer) => layers.has(layer))) for (const layer of some) layers.add(layer)
    }
    const indices = new Set<number>()
    for (const layer of layers) {
      for (const sheets of [this.sheets, this.baseSheets]) {
        for (const index of sheets.tilesOf(layer).keys()) indices.add(index)
      }
    }
    for (const { effect } of this.window.actions) {
      if (effect.kind !== 'marks' || !layers.has(effect.layer)) continue
      for (const index of effect.touched) indices.add(index)
    }
    return indices
  }

  private setStructure(structure: Structure): void {
    for (const layer of changedLayers(this.structureNow, structure)) {
      for (const index of this.sheets.tilesOf(layer).keys()) this.dirty.add(index)
    }
    this.structureNow = structure
  }

  /** Computes the present tiles of some columns anew from the base and the window. */
  private rebuild(indices: ReadonlySet<number>): void {
    const actions = this.window.touching(indices)
    const columns = replayActions(this.memory, this.baseSheets, indices, actions, isInEffect)
    const layers = new Set([...this.sheets.layers(), ...this.baseSheets.layers()])
    for (const index of indices) {
      if (this.late.has(index)) continue
      const column = columns.get(index)
      for (const layer of new Set([...layers, ...(column?.changed() ?? [])])) {
        this.setTile(
          layer,
          index,
          column === undefined ? this.baseSheets.get(layer, index) : column.tile(layer),
        )
      }
    }
  }

  private setTile(layer: LayerId, index: number, tile: Tile | undefined): void {
    if (!this.sheets.set(layer, index, tile)) return
    this.hasher.changed(layer, index)
    this.dirty.add(index)
  }

  private layOnBase(indices: ReadonlySet<number>, actions: readonly EndedAction[]): void {
    for (const [index, column] of replayActions(this.memory, this.baseSheets, indices, actions, () => true)) {
      for (const layer of column.changed()) this.baseSheets.set(layer, index, column.tile(layer))
    }
  }

  /** A layer that no undo can bring back gives its pixels up, and what was laid on it before the horizon. */
  private dropLostLayers(layersBefore: readonly LayerId[], folded: readonly EndedAction[]): void {
    const kept = new Set(this.baseStructure.layers.map(({ id }) => id))
    const painted = folded.flatMap(({ effect }) =>
      effect.kind === 'marks' ? [effect.layer] : paintedLayers(effect.operation),
    )
    const lost = new Set([...layersBefore, ...painted].filter((layer) => !kept.has(layer)))
    const indices = new Set<number>()
    for (const layer of lost) {
      for (const index of this.baseSheets.tilesOf(layer).keys()) indices.add(index)
      for (const index of this.sheets.tilesOf(layer).keys()) indices.add(index)
      this.baseSheets.drop(layer)
      this.late.drop(layer)
    }
    if (indices.size > 0) this.rebuild(indices)
  }

  /** Every column that has a tile. */
  presentIndices(): Set<number> {
    const indices = new Set<number>()
    for (const sheets of [this.sheets, this.baseSheets]) {
      for (const layer of sheets.layers())
        for (const index of sheets.tilesOf(layer).keys()) indices.add(index)
    }
    return indices
  }
}

function isInEffect({ undone, effect }: EndedAction): boolean {
  return !undone && (effect.kind === 'marks' || effect.isEffective)
}
