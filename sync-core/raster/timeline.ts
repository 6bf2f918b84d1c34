import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { ActionWatcher } from './action-watcher.ts'
import { brokenCarried, type Effect, type EndedAction, type OpenAction } from './action.ts'
import type { Base } from './base.ts'
import type { ColumnView } from './column-view.ts'
import type { EncodedSelection } from './encoded-selection.ts'
import { GradientMarks } from './gradient-marks.ts'
import { type BaseTile, History } from './history.ts'
import { isLayerOperation, type LayerOperation } from './layer-operation.ts'
import { type HorizonLimits, nextHorizon } from './next-horizon.ts'
import { decodeOperation } from './operation-codec.ts'
import { continuesAction, hostAuthor, type Operation, type Update } from './operation.ts'
import { OpenActions } from './open-actions.ts'
import type { PictureHash } from './picture-hash.ts'
import { Selections } from './selections.ts'
import type { LayerId, Structure } from './structure.ts'
import type { LayerTiles } from './tile-sheets.ts'
import type { Tile } from './tile.ts'
import { UndoDepth } from './undo-depth.ts'
import { updateNeed } from './update-need.ts'
import type { Column } from './work-column.ts'

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
  /** Where the pixels are, those of the base too. */
  readonly memory: PictureMemory
  /** Tile indices whose columns come later, by setBaseColumn. */
  readonly missing?: Iterable<number>
  readonly horizonLimits?: HorizonLimits
  /** Memory for marks that make undo fast; an action without is painted again. */
  readonly maskBytesMax?: number
  readonly watcher?: ActionWatcher | undefined
}

/** One picture: the total order goes in, tiles come out. */
export class Timeline {
  private readonly horizonLimits: HorizonLimits
  readonly memory: PictureMemory
  private readonly history: History
  private readonly removeRoot: () => void
  private state: 'sound' | 'changing' = 'sound'
  private horizonSeq: number
  /** The base's seq, up to which the horizon stays. */
  private readonly settledSeq: number
  private carried: readonly Update[]
  private pendingUpdates: Update[] = []
  private bytes = 0
  private readonly depth = new UndoDepth()
  private readonly selections = new Selections()
  private readonly open: OpenActions
  private readonly dirty = new Set<number>()
  private readonly watcher: ActionWatcher | undefined

  /** Throws ProtocolError when the base's carried updates make no sense. */
  constructor(base: Base, options: TimelineOptions) {
    const { memory, missing = [], horizonLimits = limits, watcher } = options
    const { maskBytesMax = limits.strokeMaskBytesMax } = options
    this.watcher = watcher
    watcher?.onTimeline(base.horizon)
    this.horizonLimits = horizonLimits
    this.memory = memory
    this.history = new History(base, { memory, missing, maskBytesMax, watcher }, this.dirty)
    this.open = new OpenActions(memory)
    this.removeRoot = memory.addRoot((mark) => this.history.mark(mark))
    this.horizonSeq = base.horizon
    this.settledSeq = base.seq
    this.carried = base.carried
    for (const update of this.carried) this.applyCarried(update)
  }

  /** Whether every change was made as a whole. */
  get isSound(): boolean {
    return this.state === 'sound'
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
    return this.history.structure
  }

  /** How many columns of the base have not arrived yet. */
  get missingColumns(): number {
    return this.history.missingColumns
  }

  isMissing(index: number): boolean {
    return this.history.isMissing(index)
  }

  /**
   * Takes the next update. One that has no effect (nothing open, not the author's action, past the horizon) is still part
   * of the order. Bytes that are no operation throw ProtocolError('malformed') and leave everything as it was, and so does an
   * OutOfMemoryError; when memory is short of what a moving horizon takes, the timeline is not to be used any more, and says so.
   */
  apply(update: Update): void {
    assert(update.seq === this.seq + 1, `update ${this.seq + 1} comes next, not ${update.seq}`)
    const operation = decodeOperation(update.operation)
    const opened = this.open.of(operation.kind === 'close' ? operation.author : update.author)
    this.memory.reserve(updateNeed(this.history, opened, update.author, operation))
    this.change(() => this.applyKnown(update, operation))
  }

  private applyKnown(update: Update, operation: Operation): void {
    this.pendingUpdates.push(update)
    this.bytes += update.operation.length
    this.depth.noteUpdate(update.author)
    const { structure } = this
    if (continuesAction(operation)) this.open.continue(update, operation)
    else {
      this.end(update.author, update.seq)
      this.start(update, operation)
    }
    // What is open above the layers looks different when the layers do.
    if (this.structure !== structure) for (const index of this.open.indices()) this.dirty.add(index)
    if (update.seq > this.settledSeq) this.moveHorizon()
  }

  /** The committed pixels of a tile, without open actions; undefined is blank (or missing). */
  tile(layer: LayerId, index: number): Tile | undefined {
    this.assertSound()
    return this.history.tile(layer, index)
  }

  /** The committed tiles of a layer as they are now; not to be kept over a change. */
  layerTiles(layer: LayerId): LayerTiles {
    return this.history.layerTiles(layer)
  }

  /** The committed tiles of all layers as they are now; what is returned never changes. */
  shareLayers(): ReadonlyMap<LayerId, LayerTiles> {
    this.assertSound()
    return this.history.shareLayers()
  }

  /** What is to be shown above the layers, in order of its begin. */
  openActions(): OpenAction[] {
    return this.open.all()
  }

  openActionOf(author: number): OpenAction | undefined {
    return this.open.of(author)
  }

  /** The ended actions of an author that can be undone or redone, in order of their end. */
  actionsOf(author: number): ActionState[] {
    return this.history.actions
      .filter((action) => action.author === author)
      .map(({ action, undone }) => ({ action, undone }))
  }

  /** What the author has selected; undefined when nothing in particular. */
  selectionOf(author: number): EncodedSelection | undefined {
    return this.selections.of(author)
  }

  /** The clientSeq of the update that completed the author's selection; undefined when there is none in force. */
  selectionUpdateOf(author: number): number | undefined {
    return this.selections.nameOf(author)
  }

  /** Indices of tiles that look different since the last call, by a layer or by what is open above it. */
  takeDirty(): Set<number> {
    // Open actions are asked when somebody wants to know: what a stroke shows up to the pen costs nothing in a replay.
    for (const index of this.open.takeDirty()) this.dirty.add(index)
    const taken = new Set(this.dirty)
    this.dirty.clear()
    return taken
  }

  /** The base as it is now; it never changes afterwards. No column may be missing. */
  base(): Base {
    this.assertSound()
    const seq = Math.max(this.seq, this.settledSeq)
    return { horizon: this.horizonSeq, seq, ...this.history.base(), carried: this.carried }
  }

  /** The updates after the horizon, in order. */
  pending(): readonly Update[] {
    return this.pendingUpdates.slice()
  }

  /** The hash of the committed picture at `seq`; open actions are not part of it. No column may be missing. */
  hash(): PictureHash {
    this.assertSound()
    return this.history.hash()
  }

  /** Brings a column of the base that was missing; what was done to it since is replayed. */
  setBaseColumn(index: number, tiles: ReadonlyMap<LayerId, Tile>): void {
    this.change(() => this.history.setBaseColumn(index, tiles))
  }

  /** Puts tiles of the base right that went wrong, and computes everything else anew. */
  healBase(tiles: readonly BaseTile[]): void {
    this.change(() => this.history.healBase(tiles))
  }

  /** The pixels of a column as if some actions were undone or were not: `${author} ${action}` → undone. */
  column(index: number, asIf: ReadonlyMap<string, boolean>): Column {
    this.assertSound()
    return this.history.column(index, asIf)
  }

  /** A column with only some of the actions, as History.columnView says. */
  columnView(
    index: number,
    asIf: ReadonlyMap<string, boolean>,
    isWanted: (action: EndedAction) => boolean,
    known: ColumnView | undefined,
  ): ColumnView | undefined {
    this.assertSound()
    return this.history.columnView(index, asIf, isWanted, known)
  }

  /** The actions that can still be undone or redone, in order of their end; not to be kept over a change. */
  get endedActions(): readonly EndedAction[] {
    return this.history.actions
  }

  /** The ended action of this name that can still be undone or redone. */
  findAction(author: number, action: number): EndedAction | undefined {
    return this.history.find(author, action)
  }

  /** Every column that has a tile, now or in the base. */
  presentIndices(): ReadonlySet<number> {
    return this.history.presentIndices()
  }

  /** The structure as if some actions were undone or were not: `${author} ${action}` → undone. */
  structureAsIf(asIf: ReadonlyMap<string, boolean>): Structure {
    return this.history.structureAsIf(asIf)
  }

  /** The tiles that may change when an ended action is undone. */
  indicesOf(author: number, action: number): ReadonlySet<number> {
    return this.history.indicesOf(author, action)
  }

  /** What fails halfway leaves a picture that nobody may take for one. */
  private change(work: () => void): void {
    this.assertSound()
    this.state = 'changing'
    work()
    this.state = 'sound'
  }

  private assertSound(): void {
    assert(this.isSound, 'a timeline is not used after a change of it failed')
  }

  /** Gives its memory back; it is not used afterwards. */
  dispose(): void {
    this.removeRoot()
    this.history.free()
    this.open.free()
  }

  /** An operation that continues nothing; the author's open action is ended. */
  private start(update: Update, operation: Operation): void {
    const { author, seq } = update
    switch (operation.kind) {
      case 'stroke-begin':
      case 'patch-begin':
        this.open.begin(update, operation, this.selections.of(author))
        return this.tellBegun(author)
      case 'gradient':
        return this.addGradient(update, operation)
      case 'select':
        return this.selections.handle(update, operation)
      case 'undo':
      case 'redo':
        return this.history.setUndone(author, operation.action, operation.kind === 'undo')
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

  private tellBegun(author: number): void {
    const opened = this.open.of(author)
    if (opened !== undefined) this.watcher?.onBegun(opened)
  }

  private end(author: number, seq: number): void {
    const ended = this.open.end(author, seq, this.dirty)
    if (ended !== undefined) this.history.push(ended)
  }

  private addGradient(update: Update, operation: Extract<Operation, { kind: 'gradient' }>): void {
    const selection = operation.selected ? this.selections.of(update.author) : undefined
    const marks = new GradientMarks(this.memory, operation, selection)
    const { author, clientSeq: action, seq: endSeq } = update
    const touched = new Set(marks.indices())
    const effect: Effect = { kind: 'marks', layer: marks.layer, touched, selection, marks }
    this.history.push({ author, action, endSeq, updates: [update], effect, undone: false })
  }

  private addLayerChange(update: Update, operation: LayerOperation): void {
    const { author, clientSeq: action, seq: endSeq } = update
    const effect: Effect = { kind: 'layers', operation, isEffective: false }
    this.history.push({ author, action, endSeq, updates: [update], effect, undone: false })
  }

  /** Moves the horizon, and carries what was open or selected there. */
  private fold(horizon: number): void {
    this.history.fold(horizon)
    const across = [...this.history.actions, ...this.open.all()].filter(
      ({ updates }) => updates[0]!.seq <= horizon,
    )
    const begun = across.flatMap(({ updates }) => updates).filter(({ seq }) => seq <= horizon)
    this.carried = [...begun, ...this.selections.fold(horizon)].sort((a, b) => a.seq - b.seq)
    for (const update of this.pendingUpdates.splice(0, horizon - this.horizonSeq)) {
      this.bytes -= update.operation.length
    }
    this.horizonSeq = horizon
  }

  private moveHorizon(): void {
    const horizon = nextHorizon(
      {
        horizon: this.horizonSeq,
        pending: this.pendingUpdates,
        pendingBytes: this.bytes,
        depthSeq: () => this.depth.seqThatKeeps(this.horizonLimits.undoActionsKept, this.history.actions),
      },
      this.horizonLimits,
    )
    if (horizon > this.horizonSeq) this.fold(horizon)
  }

  private applyCarried(update: Update): void {
    const operation = decodeOperation(update.operation)
    if (operation.kind === 'select') return this.selections.handle(update, operation)
    const isBegin = this.open.of(update.author) === undefined
    if (!this.open.carry(update, operation, this.selections.of(update.author))) throw brokenCarried(update)
    if (isBegin) this.tellBegun(update.author)
  }
}
