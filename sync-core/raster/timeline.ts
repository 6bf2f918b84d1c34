import { assert, unreachable } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import { assertCanvasSize, type CanvasSize, tileCount } from './canvas-size.ts'
import { type HorizonLimits, nextHorizon } from './next-horizon.ts'
import { decodeOperation } from './operation-codec.ts'
import type { Brush } from './brush.ts'
import type { Sample } from './sample.ts'
import { hostAuthor, type Update } from './operation.ts'
import { type PictureHash, PictureHasher } from './picture-hash.ts'
import { replayStrokes } from './replay-strokes.ts'
import { brokenCarried, type EndedStroke, endStroke, type GrowingStroke, type OpenStroke } from './stroke.ts'
import { StrokePainter } from './stroke-painter.ts'
import type { Tile } from './tile.ts'
import { UndoWindow } from './undo-window.ts'

// A picture with its recent past. Updates go in, in the order of their seq; strokes are merged into the layer when they
// end. The last part of the order stays open to undo, the rest is folded into the base:
//
//            horizon                                       seq
//   ─────────────┼──────────────────────────────────────────┤
//    base tiles  │ pending updates                          │ current tiles = base + ended strokes not undone
//        ╰───────┼── stroke of Ann ──╯                      │   begun before the horizon: its updates up to it
//                │            ╰──── stroke of Bob, open ────┤   are carried beside the base
//
// Undo turns a stroke of the window off and replays, on its tiles only, what else touched them: the picture is as if the
// stroke had never happened. A Timeline made of base() and pending() behaves like this one for ever after, because the
// horizon moves by a rule that looks at the updates alone (next-horizon.ts). Tiles are shared, never changed: base() is
// a copy of references. A joiner starts with tiles missing: strokes pass over them, and each is brought up to date when
// it arrives.
// Rejected: inverse patches for undo (wrong as soon as somebody painted over), keeping every tile version (memory).

/** A picture with everything up to `horizon` in its tiles, except strokes that were open there: those are carried. */
export interface Base {
  readonly horizon: number
  /** By tile index; undefined is blank. */
  readonly tiles: readonly (Tile | undefined)[]
  /** stroke-begin and stroke-points (seq ≤ horizon, in order) of the strokes open at the horizon. */
  readonly carried: readonly Update[]
}

/** An ended stroke that can still be undone or redone. */
export interface StrokeState {
  /** The clientSeq of its stroke-begin. */
  readonly stroke: number
  readonly undone: boolean
}

export interface TimelineOptions {
  /** Tiles of the base that come later, by setBaseTile. */
  readonly missing?: Iterable<number>
  readonly horizonLimits?: HorizonLimits
  /** Memory for masks that make undo fast; a stroke without is painted again. */
  readonly maskBytesMax?: number
}

/** One picture: the total order goes in, tiles come out. */
export class Timeline {
  readonly size: CanvasSize
  private readonly horizonLimits: HorizonLimits
  private horizonSeq: number
  private readonly baseTiles: (Tile | undefined)[]
  private readonly tiles: (Tile | undefined)[]
  private carried: readonly Update[]
  private pendingUpdates: Update[] = []
  private bytes = 0
  private readonly window: UndoWindow
  /** By author, in order of begin. */
  private readonly open = new Map<number, GrowingStroke>()
  /** A missing base tile → the folded strokes that wait for it. */
  private readonly missing = new Map<number, EndedStroke[]>()
  private dirty = new Set<number>()
  private readonly hasher: PictureHasher

  /** Starts from `base` (blank at horizon 0 without). Throws ProtocolError when its carried updates make no sense. */
  constructor(size: CanvasSize, base?: Base, options: TimelineOptions = {}) {
    assertCanvasSize(size)
    const count = tileCount(size)
    assert(base === undefined || base.tiles.length === count, `a base of this size has ${count} tiles`)
    this.size = size
    this.horizonLimits = options.horizonLimits ?? limits
    this.window = new UndoWindow(options.maskBytesMax ?? limits.strokeMaskBytesMax)
    this.horizonSeq = base?.horizon ?? 0
    this.baseTiles = base ? base.tiles.slice() : new Array<Tile | undefined>(count).fill(undefined)
    this.tiles = this.baseTiles.slice()
    this.carried = base?.carried ?? []
    this.hasher = new PictureHasher(size)
    for (const index of options.missing ?? []) {
      assert(index >= 0 && index < count, `a tile index is 0..${count - 1}, not ${index}`)
      assert(this.tiles[index] === undefined, `tile ${index} is missing, so the base does not have it`)
      this.missing.set(index, [])
    }
    this.tiles.forEach((tile, index) => tile && this.hasher.changed(index))
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

  /** How many base tiles have not arrived yet. */
  get missingTiles(): number {
    return this.missing.size
  }

  isMissing(index: number): boolean {
    return this.missing.has(index)
  }

  /**
   * Takes the next update. One that has no effect (nothing open, not the author's stroke, past the horizon) is still part
   * of the order. Bytes that are no operation throw ProtocolError('malformed') and leave everything as it was.
   */
  apply(update: Update): void {
    assert(update.seq === this.seq + 1, `update ${this.seq + 1} comes next, not ${update.seq}`)
    const operation = decodeOperation(update.operation)
    this.pendingUpdates.push(update)
    this.bytes += update.operation.length
    switch (operation.kind) {
      case 'stroke-begin':
        this.end(update.author, update.seq)
        this.begin(update, operation.brush, operation.samples)
        break
      case 'stroke-points':
        this.addPoints(update, operation.samples)
        break
      case 'end':
        this.end(update.author, update.seq)
        break
      case 'undo':
        this.setUndone(update.author, operation.stroke, true)
        break
      case 'redo':
        this.setUndone(update.author, operation.stroke, false)
        break
      case 'close':
        if (update.author === hostAuthor) this.end(operation.author, update.seq)
        break
      default:
        unreachable(operation)
    }
    const horizon = nextHorizon(this.horizonSeq, this.pendingUpdates, this.bytes, this.horizonLimits)
    if (horizon > this.horizonSeq) this.fold(horizon)
  }

  /** The committed pixels of a tile, without open strokes; undefined is blank (or missing). */
  tile(index: number): Tile | undefined {
    return this.tiles[index]
  }

  /** The strokes to show above the layer, in order of their begin. */
  openStrokes(): OpenStroke[] {
    return [...this.open.values()]
  }

  openStrokeOf(author: number): OpenStroke | undefined {
    return this.open.get(author)
  }

  /** The ended strokes of an author that can be undone or redone, in order of their end. */
  strokesOf(author: number): StrokeState[] {
    return this.window.strokes
      .filter((stroke) => stroke.author === author)
      .map(({ stroke, undone }) => ({ stroke, undone }))
  }

  /** Indices of tiles that look different since the last call, by the layer or by a stroke above it. */
  takeDirty(): Set<number> {
    const taken = this.dirty
    this.dirty = new Set()
    return taken
  }

  /** The base as it is now; it never changes afterwards. No tile may be missing. */
  base(): Base {
    assert(this.missing.size === 0, 'a base is given away only when all of its tiles are here')
    return { horizon: this.horizonSeq, tiles: this.baseTiles.slice(), carried: this.carried }
  }

  /** The updates after the horizon, in order. */
  pending(): readonly Update[] {
    return this.pendingUpdates.slice()
  }

  /** The hash of the committed picture at `seq`; open strokes are not part of it. No tile may be missing. */
  hash(): PictureHash {
    assert(this.missing.size === 0, 'a picture is hashed only when all of its tiles are here')
    return this.hasher.hash(this.tiles)
  }

  /** Brings a base tile that was missing; what was painted on it since is replayed. */
  setBaseTile(index: number, tile: Tile | undefined): void {
    const folded = this.missing.get(index)
    assert(folded !== undefined, `tile ${index} is not missing`)
    this.missing.delete(index)
    const indices = new Set([index])
    this.baseTiles[index] = tile
    for (const [, next] of replayStrokes(this.size, this.baseTiles, indices, folded))
      this.baseTiles[index] = next
    this.rebuild(indices)
  }

  private begin(update: Update, brush: Brush, samples: readonly Sample[]): void {
    this.open.set(update.author, {
      author: update.author,
      stroke: update.clientSeq,
      painter: new StrokePainter(this.size, brush),
      updates: [],
      sampleCount: 0,
    })
    this.addPoints(update, samples)
  }

  private addPoints(update: Update, samples: readonly Sample[]): void {
    const stroke = this.open.get(update.author)
    if (stroke === undefined || stroke.sampleCount + samples.length > limits.samplesPerStrokeMax) return
    stroke.updates.push(update)
    stroke.sampleCount += samples.length
    stroke.painter.add(samples)
    for (const index of stroke.painter.takeDirty()) this.dirty.add(index)
  }

  private end(author: number, seq: number): void {
    const open = this.open.get(author)
    if (open === undefined) return
    this.open.delete(author)
    const stroke = endStroke(open, seq)
    this.window.push(stroke)
    for (const [index, tile] of replayStrokes(this.size, this.tiles, stroke.touched, [stroke])) {
      if (!this.missing.has(index)) this.setTile(index, tile)
    }
    // Tiles that the merge left as they were have lost the stroke above them nevertheless.
    for (const index of stroke.touched) this.dirty.add(index)
  }

  private setUndone(author: number, name: number, undone: boolean): void {
    const stroke = this.window.find(author, name)
    if (stroke === undefined || stroke.undone === undone) return
    stroke.undone = undone
    this.rebuild(stroke.touched)
  }

  /** Computes current tiles anew from the base and the window. */
  private rebuild(indices: ReadonlySet<number>): void {
    const next = replayStrokes(this.size, this.baseTiles, indices, this.window.strokes)
    for (const index of indices) {
      if (!this.missing.has(index))
        this.setTile(index, next.has(index) ? next.get(index) : this.baseTiles[index])
    }
  }

  private setTile(index: number, tile: Tile | undefined): void {
    this.tiles[index] = tile
    this.hasher.changed(index)
    this.dirty.add(index)
  }

  /** Moves the horizon: strokes that ended up to it become part of the base, or are dropped when they are undone. */
  private fold(horizon: number): void {
    const folded = this.window.takeUntil(horizon).filter((stroke) => !stroke.undone)
    const touched = union(folded)
    // Where nothing of the window was painted on top, the current tile is the new base tile.
    const shared = union(this.window.strokes, touched)
    const merged = replayStrokes(this.size, this.baseTiles, shared, folded)
    for (const index of touched) {
      const waiting = this.missing.get(index)
      if (waiting !== undefined) waiting.push(...folded.filter((stroke) => stroke.touched.has(index)))
      else if (!shared.has(index)) this.baseTiles[index] = this.tiles[index]
      else if (merged.has(index)) this.baseTiles[index] = merged.get(index)
    }
    const across = [...this.window.strokes, ...this.open.values()].flatMap((stroke) => stroke.updates)
    this.carried = across.filter((update) => update.seq <= horizon).sort((a, b) => a.seq - b.seq)
    for (const update of this.pendingUpdates.splice(0, horizon - this.horizonSeq)) {
      this.bytes -= update.operation.length
    }
    this.horizonSeq = horizon
  }

  private applyCarried(update: Update): void {
    const operation = decodeOperation(update.operation)
    const isOpen = this.open.has(update.author)
    if (operation.kind === 'stroke-begin' && !isOpen) this.begin(update, operation.brush, operation.samples)
    else if (operation.kind === 'stroke-points' && isOpen) this.addPoints(update, operation.samples)
    else throw brokenCarried(update)
  }
}

/** The tiles (of `within`, if given) that show any of the strokes. */
function union(strokes: readonly EndedStroke[], within?: ReadonlySet<number>): Set<number> {
  const indices = new Set<number>()
  for (const stroke of strokes) {
    if (stroke.undone) continue
    for (const index of stroke.touched) if (within === undefined || within.has(index)) indices.add(index)
  }
  return indices
}
