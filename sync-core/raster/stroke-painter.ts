import { assert } from '../base/assert.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import type { BlockCounts } from '../kernel/block-arena.ts'
import { maskBytes, scratchPointer } from '../kernel/tile-layout.ts'
import type { Brush } from './brush.ts'
import { type BrushSource, brushSource } from './brush-source.ts'
import type { Dab } from './dab.ts'
import { DabMaker, type MakerState } from './dab-maker.ts'
import { DabPainter } from './dab-painter.ts'
import { visitTilesOf } from './dab-tiles.ts'
import type { SelectedTiles } from './encoded-selection.ts'
import { HeldDabs } from './held-dabs.ts'
import type { Marks } from './marks.ts'
import type { Sample } from './sample.ts'
import { strokeNeed } from './stroke-need.ts'
import { StrokeMask } from './stroke-mask.ts'
import { StrokePath } from './stroke-path.ts'

// A stroke paints into a mask of its own and is merged into the layer once, when it ends. Until then the mask is shown
// above the layer. So each pixel is blended exactly once a stroke, a stroke is what undo takes back, and somebody's own
// stroke looks the same whatever others do meanwhile. Rejected: blending dab by dab into the layer (slower, builds up at
// turns, and what is blended would depend on how the updates of several people interleave).
//
//   samples ─▶ path ─▶ maker ─▶ dabs ─┬─ final ─▶ mask ─▶ layOn
//                                     └─ tail (to the pen itself, and what a taper holds back) ─▶ mask above ─┘
//
// The tail is what the stroke would have if it ended now. It is made anew after every sample and painted only when somebody
// looks, so a replay never paints one.

export interface StrokeOptions {
  readonly layer: number
  readonly brush: Brush
  readonly alphaLock: boolean
  /** Undefined: everything is selected. */
  readonly selection?: SelectedTiles | undefined
  /** Only these tiles are painted; the stroke touches all of them. */
  readonly clip?: ReadonlySet<number> | undefined
}

/** Paints one stroke. What it lays on a tile depends on the options and the samples alone, not on how `add` splits them. */
export class StrokePainter implements Marks {
  readonly layer: number
  readonly brush: Brush
  private readonly selection: SelectedTiles | undefined
  private readonly memory: PictureMemory
  private readonly source: BrushSource
  private readonly alphaLock: boolean
  private readonly mask: StrokeMask
  private readonly tailMask: StrokeMask
  /** Undefined once the stroke has ended. */
  private painter: DabPainter | undefined
  private tailPainter: DabPainter | undefined
  private readonly maker: DabMaker
  private readonly making: MakerState
  private readonly path: StrokePath
  /** Undefined without a taper. */
  private readonly held: HeldDabs | undefined
  /** The newest samples, at most two. */
  private newest: Sample[] = []
  private state: 'painting' | 'ended' = 'painting'
  private tail: Tail | undefined
  private leftTail = new Set<number>()

  constructor(memory: PictureMemory, { layer, brush, alphaLock, selection, clip }: StrokeOptions) {
    this.memory = memory
    this.layer = layer
    this.brush = brush
    this.selection = selection
    this.source = brushSource(brush)
    this.alphaLock = alphaLock
    this.maker = new DabMaker(brush)
    this.making = this.maker.begin()
    this.mask = new StrokeMask(memory, { coloring: this.maker.isColored ? 'colored' : 'flat', clip })
    this.tailMask = this.mask.above()
    const painter = new DabPainter(memory, this.mask, brush)
    this.painter = painter
    const held = HeldDabs.of(brush)
    this.held = held
    const paint = (dab: Dab): void => painter.paint(dab)
    this.path = new StrokePath((point, way, share) => {
      const dab = this.maker.make(this.making, point, share)
      if (held === undefined) painter.paint(dab)
      else held.push({ dab: { ...dab }, way }, paint)
      return this.making.step
    }, this.maker.reach)
  }

  /** The newest sample; offsets of what continues the stroke count from it. */
  get last(): Sample {
    const newest = this.newest.at(-1)
    assert(newest !== undefined, 'a stroke begins with a sample')
    return newest
  }

  get bytes(): number {
    return this.mask.bytes + this.tailMask.bytes
  }

  /** The most memory that `add` takes with these. */
  needOf(samples: readonly Sample[]): BlockCounts {
    return strokeNeed(this.brush, this.mask.kind, this.newest, samples)
  }

  /** The most memory that `end` takes, and laying all of it on tiles. */
  endNeed(): BlockCounts {
    const { kind } = this.mask
    const tail = (this.held?.count ?? 0) > 0 ? this.currentTail().indices.size : this.tailNeed()
    return { pixels: this.mask.count + tail, [kind]: tail }
  }

  add(samples: readonly Sample[]): void {
    assert(this.state === 'painting', 'an ended stroke takes no more samples')
    for (const sample of samples) {
      this.maker.takeSample(this.making)
      this.path.add(sample)
    }
    this.newest = [...this.newest, ...samples].slice(-2)
    this.held?.settle(this.path.length, (dab) => this.painter?.paint(dab))
    this.painter?.flush()
    this.dropTail()
  }

  /** Paints up to the last sample; the marks do not change any more. */
  end(): void {
    assert(this.state === 'painting', 'a stroke ends once')
    this.dropTail()
    this.path.end()
    this.held?.end(this.path.length, (dab) => this.painter?.paint(dab))
    this.painter?.flush()
    this.painter = undefined
    this.tailPainter = undefined
    this.state = 'ended'
  }

  has(index: number): boolean {
    if (this.selection !== undefined && !this.selection.has(index)) return false
    return this.mask.has(index) || this.currentTail().indices.has(index)
  }

  indices(): Iterable<number> {
    const all = new Set([...this.mask.indices(), ...this.currentTail().indices])
    return this.selection === undefined ? all : [...all].filter((index) => this.selection!.has(index))
  }

  layOn(index: number, pixels: number): boolean {
    const { kernel } = this.memory
    const { blend } = this.brush
    if (this.alphaLock && blend === 'erase') return false
    const selected = this.selection?.get(index)
    if (this.selection !== undefined && selected === undefined) return false
    this.paintTail()
    const mask = this.tailMask.pointerAt(index) ?? this.mask.pointerAt(index)
    if (mask === undefined) return false
    if (selected !== undefined) kernel.u8.set(selected, scratchPointer)
    const selection = selected === undefined ? 0 : scratchPointer
    const lock = this.alphaLock ? 1 : 0
    if (this.mask.coloring === 'colored') {
      return kernel.mergeColors(pixels, mask + maskBytes, mask, selection, lock) !== 0
    }
    const { red, green, blue, alpha } = this.source
    return kernel.mergeFlat(pixels, mask, selection, lock, red, green, blue, alpha) !== 0
  }

  free(): void {
    this.mask.free()
    this.tailMask.clear()
  }

  /** Indices of tiles that may look different since the last call. */
  takeDirty(): Set<number> {
    const dirty = this.mask.takeDirty()
    for (const index of this.leftTail) dirty.add(index)
    this.leftTail = new Set()
    const tail = this.currentTail()
    if (!tail.isTold) for (const index of tail.indices) dirty.add(index)
    tail.isTold = true
    return dirty
  }

  /** From the last joint of the path to the newest sample. */
  private tailNeed(): number {
    const [before, last] = this.newest
    if (before === undefined) return 0
    return strokeNeed(this.brush, this.mask.kind, [before], [last ?? before])[this.mask.kind] ?? 0
  }

  private dropTail(): void {
    if (this.tail !== undefined) for (const index of this.tail.indices) this.leftTail.add(index)
    this.tail = undefined
    this.tailMask.clear()
  }

  private currentTail(): Tail {
    this.tail ??= this.state === 'ended' ? noTail : this.planTail()
    return this.tail
  }

  /** The dabs that would come if the stroke ended now, and which tiles they may reach. */
  private planTail(): Tail {
    const dabs: Dab[] = []
    const paint = (dab: Dab): void => void dabs.push(dab)
    const held = this.held?.fork()
    const making = { ...this.making }
    const fork = this.path.fork((point, way, share) => {
      const dab = { ...this.maker.make(making, point, share) }
      if (held === undefined) paint(dab)
      else held.push({ dab, way }, paint)
      return making.step
    })
    fork.end()
    held?.end(fork.length, paint)
    const indices = new Set<number>()
    for (const dab of dabs) {
      visitTilesOf(dab, (index) => {
        if (!this.mask.isClipped(index)) indices.add(index)
      })
    }
    return { dabs, indices, state: 'planned', isTold: false }
  }

  private paintTail(): void {
    const tail = this.currentTail()
    if (tail.state === 'painted') return
    const { memory, tailMask, brush } = this
    this.tailPainter ??= new DabPainter(memory, tailMask, brush)
    for (const dab of tail.dabs) this.tailPainter.paint(dab)
    this.tailPainter.flush()
    tail.state = 'painted'
  }
}

interface Tail {
  readonly dabs: readonly Dab[]
  readonly indices: ReadonlySet<number>
  state: 'planned' | 'painted'
  /** Whether `takeDirty` has named its tiles. */
  isTold: boolean
}

const noTail: Tail = { dabs: [], indices: new Set(), state: 'painted', isTold: true }
