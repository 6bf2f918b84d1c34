import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import {
  beginMarks,
  brokenCarried,
  continueMarks,
  type EndedAction,
  type Effect,
  type GrowingAction,
  type OpenAction,
} from './action.ts'
import type { Base } from './base.ts'
import { GradientMarks } from './gradient-marks.ts'
import { LateColumns } from './late-columns.ts'
import { changeStructure, isLayerOperation, type LayerOperation } from './layer-operation.ts'
import { type HorizonLimits, nextHorizon } from './next-horizon.ts'
import { decodeOperation } from './operation-codec.ts'
import { continuesAction, hostAuthor, type Operation, type Update } from './operation.ts'
import { type PictureHash, PictureHasher } from './picture-hash.ts'
import { movedIndices, movesPixels, paintedLayers, replayActions } from './replay-actions.ts'
import { type Selection, Selections } from './selections.ts'
import { StrokePainter } from './stroke-painter.ts'
import type { LayerId, Structure } from './structure.ts'
import { type LayerTiles, TileSheets } from './tile-sheets.ts'
import type { Tile } from './tile.ts'
import { UndoDepth } from './undo-depth.ts'
import { UndoWindow } from './undo-window.ts'

// A picture with its recent past. Updates go in, in the order of their seq; actions become part of the picture when they
// end. The last part of the order stays open to undo, the rest is folded into the base:
//
//            horizon                                       seq
//   ─────────────┼──────────────────────────────────────────┤
//    base        │ pending updates                          │ now = base + ended actions not undone
//        ╰───────┼── stroke of Ann ──╯                      │   begun before the horizon: its updates up to it
//                │            ╰──── stroke of Bob, open ────┤   are carried beside the base
//
// Undo turns an action of the window off and replays, on the columns that it touched only, what else touched them: the picture
// is as if the action had never happened. That works because no action looks at pixels of another column (a fill comes with its
// mask, an image with its pixels), and because layers keep their pixels while they are not in the structure. A Timeline
// made of base() and pending() behaves like this one for ever after, because the horizon moves by a rule that looks
// at the updates alone (next-horizon.ts). Tiles are shared, never changed. A joiner starts with columns missing: actions pass
// over them, and each is brought up to date when it arrives.
// Rejected: inverse patches for undo (wrong as soon as somebody painted over), keeping every tile version (memory),
// operations that read the picture when they are replayed (undoing a line would make somebody's fill flood everything).

/** An ended action that can still be undone or redone. */
export interface ActionState {
  /** The clientSeq of its first operation. */
  readonly action: number
  readonly undone: boolean
}

export interface TimelineOptions {
  /** Tile indices whose columns come later, by setBaseColumn. */
  readonly missing?: Iterable<number>
  readonly horizonLimits?: HorizonLimits
  /** Memory for marks that make undo fast; an action without is painted again. */
  readonly maskBytesMax?: number
}

/** One picture: the total order goes in, tiles come out. */
export class Timeline {
  private readonly horizonLimits: HorizonLimits
  private horizonSeq: number
  private baseStructure: Structure
  private structureNow: Structure
  private readonly baseSheets: TileSheets
  private readonly sheets: TileSheets
  private carried: readonly Update[]
  private pendingUpdates: Update[] = []
  private bytes = 0
  private readonly window: UndoWindow
  private readonly depth = new UndoDepth()
  private readonly selections = new Selections()
  /** By author, in order of begin. */
  private readonly open = new Map<number, GrowingAction>()
  private readonly late: LateColumns
  private dirty = new Set<number>()
  private readonly hasher = new PictureHasher()

  /** Throws ProtocolError when the base's carried updates make no sense. */
  constructor(base: Base, options: TimelineOptions = {}) {
    this.horizonLimits = options.horizonLimits ?? limits
    this.window = new UndoWindow(options.maskBytesMax ?? limits.strokeMaskBytesMax)
    this.horizonSeq = base.horizon
    this.baseStructure = base.structure
    this.structureNow = base.structure
    this.baseSheets = new TileSheets(base.layers)
    this.sheets = new TileSheets(base.layers)
    this.carried = base.carried
    this.late = new LateColumns(options.missing ?? [])
    for (const layer of this.sheets.layers()) {
      for (const index of this.sheets.tilesOf(layer).keys()) {
        assert(!this.late.has(index), `column ${index} is missing, so the base does not have it`)
        this.hasher.changed(layer, index)
      }
    }
    for (const update of this.carried) this.applyCarried(update)
  }

  /** The newest update applied. */
  get seq(): number {
    return this.horizonSeq + this.pendingUpdates.length
  }

  /** The newest seq that can no longer be undone. */
  get horizon(): number {
    return this.horizonSeq
  }

  /** Bytes of the operations in pending(). */
  get pendingBytes(): number {
    return this.bytes
  }

  /** Frame and layers now. */
  get structure(): Structure {
    return this.structureNow
  }

  /** How many columns of the base have not arrived yet. */
  get missingColumns(): number {
    return this.late.size
  }

  isMissing(index: number): boolean {
    return this.late.has(index)
  }

  /**
   * Takes the next update. One that has no effect (nothing open, not the author's action, past the horizon) is still part
   * of the order. Bytes that are no operation throw ProtocolError('malformed') and leave everything as it was.
   */
  apply(update: Update): void {
    assert(update.seq === this.seq + 1, `update ${this.seq + 1} comes next, not ${update.seq}`)
    const operation = decodeOperation(update.operation)
    this.pendingUpdates.push(update)
    this.bytes += update.operation.length
    this.depth.noteUpdate(update.author)
    if (continuesAction(operation)) this.continueAction(update, operation)
    else {
      this.end(update.author, update.seq)
      this.start(update, operation)
    }
    const horizon = nextHorizon(
      {
        horizon: this.horizonSeq,
        pending: this.pendingUpdates,
        pendingBytes: this.bytes,
        depthSeq: () => this.depth.seqThatKeeps(this.horizonLimits.undoActionsKept, this.window.actions),
      },
      this.horizonLimits,
    )
    if (horizon > this.horizonSeq) this.fold(horizon)
  }

  /** The committed pixels of a tile, without open actions; undefined is blank (or missing). */
  tile(layer: LayerId, index: number): Tile | undefined {
    return this.sheets.get(layer, index)
  }

  /** The committed tiles of a layer as they are now; not to be kept over a change. */
  layerTiles(layer: LayerId): LayerTiles {
    return this.sheets.tilesOf(layer)
  }

  /** What is to be shown above the layers, in order of its begin. */
  openActions(): OpenAction[] {
    return [...this.open.values()]
  }

  openActionOf(author: number): OpenAction | undefined {
    return this.open.get(author)
  }

  /** The ended actions of an author that can be undone or redone, in order of their end. */
  actionsOf(author: number): ActionState[] {
    return this.window.actions
      .filter((action) => action.author === author)
      .map(({ action, undone }) => ({ action, undone }))
  }

  /** What the author has selected; undefined when nothing in particular. */
  selectionOf(author: number): Selection | undefined {
    return this.selections.of(author)
  }

  /** The clientSeq of the update that completed the author's selection; undefined when there is none in force. */
  selectionUpdateOf(author: number): number | undefined {
    return this.selections.nameOf(author)
  }

  /** Indices of tiles that look different since the last call, by a layer or by what is open above it. */
  takeDirty(): Set<number> {
    const taken = this.dirty
    this.dirty = new Set()
    return taken
  }

  /** The base as it is now; it never changes afterwards. No column may be missing. */
  base(): Base {
    assert(this.late.size === 0, 'a base is given away only when all of its columns are here')
    return {
      horizon: this.horizonSeq,
      structure: this.baseStructure,
      layers: this.baseSheets.share(),
      carried: this.carried,
    }
  }

  /** The updates after the horizon, in order. */
  pending(): readonly Update[] {
    return this.pendingUpdates.slice()
  }

  /** The hash of the committed picture at `seq`; open actions are not part of it. No column may be missing. */
  hash(): PictureHash {
    assert(this.late.size === 0, 'a picture is hashed only when all of its columns are here')
    return this.hasher.hash(this.structureNow, this.sheets)
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
  healBase(
    tiles: readonly { readonly layer: LayerId; readonly index: number; readonly tile: Tile | undefined }[],
  ): void {
    for (const { layer, index, tile } of tiles) this.baseSheets.set(layer, index, tile)
    this.rebuild(this.presentIndices())
  }

  /** The pixels of a column as if some actions were undone or were not: `${author} ${action}` → undone. */
  column(index: number, asIf: ReadonlyMap<string, boolean>): (layer: LayerId) => Tile | undefined {
    if (this.late.has(index)) return () => undefined
    const columns = replayActions(this.baseSheets, new Set([index]), this.window.actions, (action) => {
      const undone = asIf.get(`${action.author} ${action.action}`)
      return undone === undefined ? isInEffect(action) : !undone
    })
    const column = columns.get(index)
    return (layer) => (column === undefined ? this.baseSheets.get(layer, index) : column.tile(layer))
  }

  /** The tiles that an ended action touches: those that may change when it is undone. */
  indicesOf(author: number, action: number): ReadonlySet<number> {
    const found = this.window.find(author, action)
    if (found === undefined) return new Set()
    return found.effect.kind === 'marks' ? found.effect.touched : this.presentIndices()
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

  /** An operation that continues nothing; the author's open action is ended. */
  private start(update: Update, operation: Operation): void {
    const { author, seq } = update
    switch (operation.kind) {
      case 'stroke-begin':
      case 'patch-begin':
        return this.begin(update, operation)
      case 'gradient':
        return this.addGradient(update, operation)
      case 'select':
        return this.selections.handle(update, operation)
      case 'undo':
      case 'redo':
        return this.setUndone(author, operation.action, operation.kind === 'undo')
      case 'close':
        if (author !== hostAuthor) return
        this.end(operation.author, seq)
        this.selections.forget(operation.author, seq)
        return this.depth.noteAway(operation.author)
      case 'end':
        return
      default:
        if (isLayerOperation(operation)) this.addLayerChange(update, operation)
    }
  }

  private begin(update: Update, operation: Operation): void {
    const isSelected = operation.kind === 'stroke-begin' && operation.selected
    const selection = isSelected ? this.selections.of(update.author) : undefined
    const marks = beginMarks(operation, selection)
    assert(marks !== undefined && !(marks instanceof GradientMarks), 'only strokes and patches are begun')
    const weight = operation.kind === 'stroke-begin' ? operation.samples.length : update.operation.length
    const { author, clientSeq: action } = update
    const opened = { author, action, marks, selection, updates: [update], weight }
    this.open.set(author, opened)
    this.collectDirty(opened)
  }

  private continueAction(update: Update, operation: Operation): void {
    const opened = this.open.get(update.author)
    if (opened === undefined) return
    const isStroke = operation.kind === 'stroke-points'
    const weight = opened.weight + (isStroke ? operation.samples.length : update.operation.length)
    if (weight > (isStroke ? limits.samplesPerStrokeMax : limits.patchBytesMax)) return
    if (!continueMarks(opened.marks, operation)) return
    opened.updates.push(update)
    opened.weight = weight
    this.collectDirty(opened)
  }

  private collectDirty({ marks }: GrowingAction): void {
    for (const index of marks.takeDirty()) this.dirty.add(index)
  }

  private end(author: number, seq: number): void {
    const opened = this.open.get(author)
    if (opened === undefined) return
    this.open.delete(author)
    const { action, marks, selection, updates } = opened
    if (marks instanceof StrokePainter) marks.end()
    const touched = new Set(marks.indices())
    const effect: Effect = { kind: 'marks', layer: marks.layer, touched, selection, marks }
    // Tiles that the merge leaves as they are lose the marks above them nevertheless.
    this.collectDirty(opened)
    for (const index of touched) this.dirty.add(index)
    this.push({ author, action, endSeq: seq, updates, effect, undone: false })
  }

  private addGradient(update: Update, operation: Extract<Operation, { kind: 'gradient' }>): void {
    const selection = operation.selected ? this.selections.of(update.author) : undefined
    const marks = new GradientMarks(operation, selection)
    const { author, clientSeq: action, seq: endSeq } = update
    const touched = new Set(marks.indices())
    const effect: Effect = { kind: 'marks', layer: marks.layer, touched, selection, marks }
    this.push({ author, action, endSeq, updates: [update], effect, undone: false })
  }

  private addLayerChange(update: Update, operation: LayerOperation): void {
    const { author, clientSeq: action, seq: endSeq } = update
    const structure = changeStructure(this.structureNow, operation)
    const effect: Effect = { kind: 'layers', operation, isEffective: structure !== this.structureNow }
    this.setStructure(structure)
    this.push({ author, action, endSeq, updates: [update], effect, undone: false })
  }

  /** The newest action: what it does is laid on what is there. */
  private push(action: EndedAction): void {
    this.window.push(action)
    const { effect } = action
    const indices = effect.kind === 'marks' ? effect.touched : movedIndices(effect.operation, this.sheets)
    for (const [index, column] of replayActions(this.sheets, indices, [action], isInEffect)) {
      if (this.late.has(index)) continue
      for (const layer of column.changed()) this.setTile(layer, index, column.tile(layer))
    }
  }

  private setUndone(author: number, name: number, undone: boolean): void {
    const action = this.window.find(author, name)
    if (action === undefined || action.undone === undone) return
    action.undone = undone
    if (action.effect.kind === 'marks') return this.rebuild(action.effect.touched)
    this.replayStructure()
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
        for (const index of movedIndices(effect.operation, this.sheets, this.baseSheets)) moved.add(index)
      }
      structure = next
    }
    this.rebuild(moved)
    this.setStructure(structure)
  }

  private setStructure(structure: Structure): void {
    if (structure === this.structureNow) return
    this.structureNow = structure
    for (const index of this.presentIndices()) this.dirty.add(index)
  }

  /** Computes the present tiles of some columns anew from the base and the window. */
  private rebuild(indices: ReadonlySet<number>): void {
    const columns = replayActions(this.baseSheets, indices, this.window.actions, isInEffect)
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

  /** Moves the horizon: actions that ended up to it become part of the base, or are dropped when they are undone. */
  private fold(horizon: number): void {
    const folded = this.window.takeUntil(horizon)
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
    const above = coverOf(this.window.actions.filter(isInEffect))
    const layers = new Set([...this.sheets.layers(), ...this.baseSheets.layers()])
    const mixed = new Set<number>()
    for (const index of indices) {
      if (this.late.has(index)) continue
      if (above === 'everything' || above.has(index)) mixed.add(index)
      else for (const layer of layers) this.baseSheets.set(layer, index, this.sheets.get(layer, index))
    }
    this.layOnBase(mixed, inEffect)
    this.dropLostLayers(layersBefore, folded)
    const across = [...this.window.actions, ...this.open.values()].flatMap(({ updates }) => updates)
    const begun = across.filter(({ seq }) => seq <= horizon)
    this.carried = [...begun, ...this.selections.fold(horizon)].sort((a, b) => a.seq - b.seq)
    for (const update of this.pendingUpdates.splice(0, horizon - this.horizonSeq)) {
      this.bytes -= update.operation.length
    }
    this.horizonSeq = horizon
  }

  private layOnBase(indices: ReadonlySet<number>, actions: readonly EndedAction[]): void {
    for (const [index, column] of replayActions(this.baseSheets, indices, actions, () => true)) {
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

  private presentIndices(): Set<number> {
    const indices = new Set<number>()
    for (const sheets of [this.sheets, this.baseSheets]) {
      for (const layer of sheets.layers())
        for (const index of sheets.tilesOf(layer).keys()) indices.add(index)
    }
    for (const { marks } of this.open.values()) for (const index of marks.indices()) indices.add(index)
    return indices
  }

  private applyCarried(update: Update): void {
    const operation = decodeOperation(update.operation)
    const opened = this.open.get(update.author)
    if (operation.kind === 'select') this.selections.handle(update, operation)
    else if (
      (operation.kind === 'stroke-begin' || operation.kind === 'patch-begin') &&
      opened === undefined
    ) {
      this.begin(update, operation)
    } else if (opened !== undefined && continuesAction(operation) && continueMarks(opened.marks, operation)) {
      opened.updates.push(update)
      opened.weight += operation.kind === 'stroke-points' ? operation.samples.length : update.operation.length
      this.collectDirty(opened)
    } else throw brokenCarried(update)
  }
}

/** The indices that show any of the actions. */
function coverOf(actions: readonly EndedAction[]): ReadonlySet<number> | 'everything' {
  const indices = new Set<number>()
  for (const { effect } of actions) {
    if (effect.kind === 'marks') for (const index of effect.touched) indices.add(index)
    else if (movesPixels(effect.operation)) return 'everything'
  }
  return indices
}

function isInEffect({ undone, effect }: EndedAction): boolean {
  return !undone && (effect.kind === 'marks' || effect.isEffective)
}
