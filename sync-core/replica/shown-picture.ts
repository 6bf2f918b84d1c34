// The picture as it is shown: at each moment a state of the confirmed picture and the own updates under way.
//
//   confirmed column                                 the own undo and redo under way are done to it already ("as if")
//     (or what the view of somebody's work makes of it)
//     ─▶ others' open marks ─▶ predicted effects     in order: marks, copied and merged layers
//     ─▶ layers of the structure as shown, one upon the other ─▶ over white paper
//
// So nothing jumps when an own update comes back: what was done to the shown picture is then done to the confirmed one.

import type { PixelSource } from '../authoring/pixel-source.ts'
import { assert } from '../base/assert.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { PixelBlock } from '../kernel/pixel-block.ts'
import { pixelTileBytes, tileValues } from '../kernel/tile-layout.ts'
import { type Backdrop, composeStack } from '../raster/compose-stack.ts'
import { changeStructure } from '../raster/layer-operation.ts'
import { layErase } from '../raster/lay-parts.ts'
import type { Marks } from '../raster/marks.ts'
import { mergeTiles } from '../raster/merge-tiles.ts'
import { movesPixels } from '../raster/replay-actions.ts'
import { showTile } from '../raster/show-tile.ts'
import type { LayerId, Structure } from '../raster/structure.ts'
import type { Tile } from '../raster/tile.ts'
import type { Timeline } from '../raster/timeline.ts'
import type { Column } from '../raster/work-column.ts'
import { changedLayers } from '../raster/changed-layers.ts'
import type { ConfirmedPicture } from './confirmed-picture.ts'
import { type HeldPicture, holdPicture } from './held-picture.ts'
import type { OwnUpdates } from './own-updates.ts'
import type { PredictedActions, PredictedEffect } from './predicted-actions.ts'
import type { WorkView } from './work-view.ts'

/** Pointers of the pixels of one place by layer; 0 is blank. They are good until the next call, and not to be written to. */
export type ColumnPixels = (layer: LayerId) => number

/** `layer`: the pixels of that one alone. `all`: of all that are visible, without paper. */
export type PixelSourceOf = { readonly kind: 'layer'; readonly layer: LayerId } | { readonly kind: 'all' }

/** What of a layer is not to be shown: coverage 0..255, 4096 of it. */
export interface HiddenPart {
  readonly layer: LayerId
  readonly coverage: Uint8Array
}

export interface ShownParts {
  readonly memory: PictureMemory
  /** This client's number. */
  readonly you: number
  readonly confirmed: ConfirmedPicture
  readonly predicted: PredictedActions
  readonly own: OwnUpdates
  readonly view: WorkView
}

/** `view`: without the work that the view hides. `picture`: everybody's. */
type Whose = 'view' | 'picture'

const nothing: ReadonlyMap<string, boolean> = new Map()

export class ShownPicture {
  private readonly parts: ShownParts
  private readonly dirty: Set<number>
  private timeline: Timeline | undefined
  /** `${author} ${action}` → undone, as far as it is not so yet in the confirmed picture. */
  private asIf = nothing
  private asIfIndices: ReadonlySet<number> = new Set()
  private readonly asIfColumns = new Map<number, Column>()
  private current: Structure | undefined
  private effects: readonly PredictedEffect[] = []
  private known = ''
  private knownStructure: Structure | undefined

  /** Indices of tiles that look different are added to `dirty`. */
  constructor(parts: ShownParts, dirty: Set<number>) {
    this.parts = parts
    this.dirty = dirty
  }

  /** Frame and layers as they are shown; undefined before the picture is here. */
  get structure(): Structure | undefined {
    return this.current
  }

  /** Takes over what changed in the parts; called after each change. */
  refresh(): void {
    const { confirmed, predicted, own } = this.parts
    // Nobody looks at pixels now.
    this.parts.memory.collectWhenDue()
    const { timeline } = confirmed
    if (timeline !== this.timeline) {
      this.markAll(this.timeline)
      this.timeline = timeline
      this.asIf = nothing
      this.asIfIndices = new Set()
      this.asIfColumns.clear()
      this.markAll(timeline)
    }
    for (const index of timeline?.takeDirty() ?? []) {
      this.asIfColumns.delete(index)
      this.dirty.add(index)
    }
    const known = `${own.lastNumber} ${own.confirmedNumber} ${predicted.version}`
    if (known === this.known && confirmed.structure === this.knownStructure) return
    this.known = known
    this.knownStructure = confirmed.structure
    if (timeline !== undefined) this.setAsIf(this.foresee(timeline), timeline)
    this.setStructure(this.asIf.size > 0 ? timeline?.structureAsIf(this.asIf) : confirmed.structure)
  }

  /** Marks the pixels of columns that are shown as no timeline has them. */
  mark(mark: (block: PixelBlock) => void): void {
    for (const column of this.asIfColumns.values()) column.mark(mark)
    this.parts.view.mark(mark)
  }

  /** Writes a tile as it is to be shown, perhaps without a part: 64 × 64 RGBA of 8 bits over white. */
  renderTile(index: number, out: Uint8ClampedArray | Uint8Array, hidden?: HiddenPart): void {
    const { memory, view } = this.parts
    // Columns of a view are made and let go here, with no change of the picture at which memory would be swept.
    if (view.isFiltering) memory.collectWhenDue()
    showTile(memory.kernel, this.compose(index, 'paper', 'view', hidden), out)
  }

  /** For tools that look at pixels: everybody's, whoever's work is shown. What it gives stays as it is. */
  pixelSource(of: PixelSourceOf): PixelSource {
    return (index) => {
      const pixels =
        of.kind === 'layer'
          ? this.column(index, 'picture')(of.layer)
          : this.compose(index, 'nothing', 'picture')
      if (pixels === 0) return undefined
      return this.parts.memory.kernel.u16.slice(pixels / 2, pixels / 2 + tileValues)
    }
  }

  /** Everybody's picture as it is shown now; undefined while a part of it is not here. It is released by whoever asked for it. */
  hold(): HeldPicture | undefined {
    const { timeline, current: structure } = this
    if (timeline === undefined || structure === undefined || timeline.missingColumns > 0) return undefined
    const underWay = this.indicesUnderWay(structure)
    return holdPicture(this.parts.memory, structure, timeline, underWay, (index) =>
      this.column(index, 'picture'),
    )
  }

  /** Where something else is shown than what is committed. */
  private indicesUnderWay({ layers }: Structure): Set<number> {
    const found = new Set(this.asIfIndices)
    for (const marks of this.marksAbove()) for (const index of marks.indices()) found.add(index)
    if (this.effects.some(({ kind }) => kind === 'layers')) {
      for (const { id } of layers) for (const index of this.layerIndices(id)) found.add(index)
    }
    return found
  }

  /** Where a layer may have pixels as it is shown: nowhere else has it any. */
  layerIndices(layer: LayerId): Set<number> {
    const sources = new Set([layer])
    for (const effect of [...this.effects].reverse()) {
      if (effect.kind !== 'layers') continue
      const { operation } = effect
      if (operation.kind === 'layer-copy' && sources.has(operation.id)) sources.add(operation.from)
      if (operation.kind === 'layer-merge' && sources.has(operation.below)) sources.add(operation.top)
    }
    const found = new Set(this.asIfIndices)
    for (const source of sources) {
      for (const index of this.timeline?.layerTiles(source).keys() ?? []) found.add(index)
    }
    for (const marks of this.marksAbove()) {
      if (sources.has(marks.layer)) for (const index of marks.indices()) found.add(index)
    }
    return found
  }

  /** The tile that a layer is shown with: the same as long as its pixels are. Undefined while something is under way there. */
  settledTile(layer: LayerId, index: number): Tile | 'blank' | undefined {
    const isUnderWay =
      this.asIfIndices.has(index) ||
      this.effects.some(({ kind }) => kind === 'layers') ||
      this.marksAbove().some((marks) => marks.layer === layer && marks.has(index))
    return isUnderWay ? undefined : (this.parts.confirmed.tile(layer, index) ?? 'blank')
  }

  /** Tiles of all layers together. */
  tileCount(): number {
    const layers = this.current?.layers ?? []
    return layers.reduce((sum, { id }) => sum + (this.timeline?.layerTiles(id).size ?? 0), 0)
  }

  /** The pointer of the composed pixels; 0 is blank. */
  private compose(index: number, backdrop: Backdrop, whose: Whose, hidden?: HiddenPart): number {
    const pixels = this.column(index, whose, hidden)
    return composeStack(this.parts.memory, this.current?.layers ?? [], pixels, backdrop)
  }

  /** What the own undo and redo under way change in the confirmed picture. */
  private foresee(timeline: Timeline): ReadonlyMap<string, boolean> {
    const { you, own } = this.parts
    const wanted = new Map<number, boolean>()
    for (const { operation } of own.unconfirmed()) {
      if (operation.kind === 'undo' || operation.kind === 'redo') {
        wanted.set(operation.action, operation.kind === 'undo')
      }
    }
    if (wanted.size === 0) return nothing
    const asIf = new Map<string, boolean>()
    for (const { action, undone } of timeline.actionsOf(you)) {
      const wish = wanted.get(action)
      if (wish !== undefined && wish !== undone) asIf.set(`${you} ${action}`, wish)
    }
    return asIf
  }

  private setAsIf(asIf: ReadonlyMap<string, boolean>, timeline: Timeline): void {
    const before = this.asIf
    const isSame = before.size === asIf.size && [...asIf].every(([key, undone]) => before.get(key) === undone)
    if (isSame) return
    this.asIf = asIf
    const indices = new Set<number>()
    for (const key of asIf.keys()) {
      const [author, action] = key.split(' ').map(Number)
      for (const index of timeline.indicesOf(author!, action!)) indices.add(index)
    }
    for (const index of this.asIfIndices) this.dirty.add(index)
    for (const index of indices) this.dirty.add(index)
    this.asIfIndices = indices
    this.asIfColumns.clear()
  }

  private setStructure(from: Structure | undefined): void {
    const before = this.current
    const effects: PredictedEffect[] = []
    let structure = from
    for (const effect of this.parts.predicted.shown()) {
      if (effect.kind === 'marks') effects.push(effect)
      else if (structure !== undefined) {
        const next = changeStructure(structure, effect.operation)
        if (next !== structure && movesPixels(effect.operation)) effects.push(effect)
        structure = next
      }
    }
    const all = [...this.effects, ...effects]
    this.effects = effects
    this.current = structure
    if (structure === undefined) return
    const changed = before === undefined ? [] : changedLayers(before, structure)
    for (const layer of changed) this.markLayer(layer)
    if (structure !== before) this.markViewed()
    if (structure !== before) for (const index of this.asIfIndices) this.dirty.add(index)
    // What is copied or merged may be anything that is shown.
    if (!all.some(({ kind }) => kind === 'layers')) return
    this.markAll(this.timeline)
    for (const effect of all) if (effect.kind === 'marks') this.markIndices(effect.marks)
  }

  /** The pixels of a place, with everything that is laid on them. */
  private column(index: number, whose: Whose, hidden?: HiddenPart): ColumnPixels {
    const { memory } = this.parts
    const committed = this.committed(index, whose)
    const others = this.othersMarks(whose)
    const work = new Map<LayerId, number>()
    const pixelsOf: ColumnPixels = (layer) => work.get(layer) ?? committed(layer)
    const writable: ColumnPixels = (layer) => {
      const found = work.get(layer)
      if (found !== undefined) return found
      const pixels = memory.lasting(`shown layer ${work.size}`, 'pixels')
      copyPixels(memory, committed(layer), pixels)
      work.set(layer, pixels)
      return pixels
    }
    const lay = (marks: Marks): void => {
      if (marks.has(index)) marks.layOn(index, writable(marks.layer))
    }
    // Somebody's open marks are not part of what is copied or merged.
    const movesLayers = this.effects.some(({ kind }) => kind === 'layers')
    if (!movesLayers) for (const marks of others) lay(marks)
    for (const effect of this.effects) {
      if (effect.kind === 'marks') lay(effect.marks)
      else moveLayers(memory, effect.operation, pixelsOf, writable)
    }
    if (movesLayers) for (const marks of others) lay(marks)
    if (hidden !== undefined) layErase(memory, writable(hidden.layer), hidden.coverage)
    return pixelsOf
  }

  private committed(index: number, whose: Whose): ColumnPixels {
    const { confirmed, view } = this.parts
    const viewed = whose === 'view' ? view.column(this.timeline, index, this.asIf) : undefined
    if (viewed !== undefined) return (layer) => viewed.tile(layer)?.pointer ?? 0
    if (!this.asIfIndices.has(index) || this.timeline?.isMissing(index) === true) {
      return (layer) => confirmed.tile(layer, index)?.pointer ?? 0
    }
    let column = this.asIfColumns.get(index)
    if (column === undefined) {
      assert(this.timeline !== undefined, 'what is undone is in a timeline')
      column = this.timeline.column(index, this.asIf)
      this.asIfColumns.set(index, column)
    }
    const known = column
    return (layer) => known.tile(layer)?.pointer ?? 0
  }

  /** Open marks of the confirmed picture, but for those that are predicted here. */
  private othersMarks(whose: Whose): Marks[] {
    const { you, predicted, view } = this.parts
    const open = this.timeline?.openActions() ?? []
    return open
      .filter(({ author, action }) => author !== you || !predicted.covers(action))
      .filter(({ author }) => whose === 'picture' || !view.hides(author))
      .map(({ marks }) => marks)
  }

  /** Everything that is shown above the committed pixels, everybody's. */
  private marksAbove(): Marks[] {
    return [
      ...this.othersMarks('picture'),
      ...this.effects.flatMap((effect) => (effect.kind === 'marks' ? [effect.marks] : [])),
    ]
  }

  /** Layers changed: where a view shows pixels may be none in the picture. */
  private markViewed(): void {
    const { view } = this.parts
    if (view.isFiltering && this.timeline !== undefined) view.markEverything(this.timeline)
  }

  private markAll(timeline: Timeline | undefined): void {
    if (timeline !== undefined && this.parts.view.isFiltering) this.parts.view.markEverything(timeline)
    for (const { id } of timeline?.structure.layers ?? []) {
      for (const index of timeline!.layerTiles(id).keys()) this.dirty.add(index)
    }
    for (const { marks } of timeline?.openActions() ?? []) this.markIndices(marks)
  }

  private markLayer(layer: LayerId): void {
    for (const index of this.timeline?.layerTiles(layer).keys() ?? []) this.dirty.add(index)
    for (const { marks } of this.timeline?.openActions() ?? []) {
      if (marks.layer === layer) this.markIndices(marks)
    }
    for (const effect of this.effects) {
      if (effect.kind === 'marks' && effect.marks.layer === layer) this.markIndices(effect.marks)
    }
  }

  private markIndices(marks: Marks): void {
    for (const index of marks.indices()) this.dirty.add(index)
  }
}

function moveLayers(
  memory: PictureMemory,
  operation: Extract<PredictedEffect, { kind: 'layers' }>['operation'],
  pixelsOf: ColumnPixels,
  writable: ColumnPixels,
): void {
  if (operation.kind === 'layer-copy') {
    const from = pixelsOf(operation.from)
    copyPixels(memory, from, writable(operation.id))
  }
  if (operation.kind !== 'layer-merge') return
  const top = pixelsOf(operation.top)
  if (top !== 0) mergeTiles(memory.kernel, writable(operation.below), top, operation)
}

function copyPixels({ kernel }: PictureMemory, from: number, to: number): void {
  if (from === 0) kernel.zeroBlock(to, pixelTileBytes)
  else kernel.copyBlock(from, to, pixelTileBytes)
}
