import { assert } from '../base/assert.ts'
import type { Brush } from './brush.ts'
import { tipOf } from './brush-tips.ts'
import type { Dab } from './dab.ts'
import { DabMaker, type MakerState } from './dab-maker.ts'
import { layMask, type LayStyle } from './lay-mask.ts'
import type { Marks } from './marks.ts'
import { brushSource } from './merge-mask.ts'
import { type DabStyle, firstHairOf, paintDab, visitTilesOf } from './paint-dab.ts'
import type { Sample } from './sample.ts'
import { StrokeMask } from './stroke-mask.ts'
import { StrokePath } from './stroke-path.ts'
import { type PlacedDab, StrokeTaper } from './stroke-taper.ts'

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
  /** Coverage 0..255 by tile index, 4096 a tile; a tile that is missing is not selected. Undefined: everything is. */
  readonly selection?: ReadonlyMap<number, Uint8Array> | undefined
  /** Only these tiles are painted. */
  readonly clip?: ReadonlySet<number> | undefined
}

/** Paints one stroke. What it lays on a tile depends on the options and the samples alone, not on how `add` splits them. */
export class StrokePainter implements Marks {
  readonly layer: number
  readonly brush: Brush
  private readonly selection: ReadonlyMap<number, Uint8Array> | undefined
  private readonly layStyle: LayStyle
  private readonly dabStyle: DabStyle
  private readonly mask: StrokeMask
  private readonly maker: DabMaker
  private readonly making: MakerState
  private readonly path: StrokePath
  private readonly taper: StrokeTaper
  private held: PlacedDab[] = []
  private before: PlacedDab | undefined
  private newest: Sample | undefined
  private state: 'painting' | 'ended' = 'painting'
  private tail: Tail | undefined
  private leftTail = new Set<number>()

  constructor({ layer, brush, alphaLock, selection, clip }: StrokeOptions) {
    this.layer = layer
    this.brush = brush
    this.selection = selection
    this.layStyle = { source: brushSource(brush), alphaLock, blend: brush.blend }
    this.dabStyle = { mode: brush.mode, tip: tipOf(brush.tip), firstHair: firstHairOf(brush.seed) }
    this.maker = new DabMaker(brush)
    this.making = this.maker.begin()
    this.mask = new StrokeMask(this.maker.isColored ? 'colored' : 'flat', clip)
    this.taper = new StrokeTaper(brush)
    this.path = new StrokePath((point, way, share) => {
      const dab = this.maker.make(this.making, point, share)
      if (this.taper.isNone) paintDab(this.mask, dab, this.dabStyle)
      else this.held.push({ dab, way })
      return this.making.step
    }, this.maker.reach)
  }

  /** The newest sample; offsets of what continues the stroke count from it. */
  get last(): Sample {
    assert(this.newest !== undefined, 'a stroke begins with a sample')
    return this.newest
  }

  /** Bytes of memory that the painted part takes. */
  get maskBytes(): number {
    let bytes = 0
    for (const { coverage, colors } of this.mask.tiles.values()) {
      bytes += coverage.byteLength + (colors?.byteLength ?? 0)
    }
    return bytes
  }

  add(samples: readonly Sample[]): void {
    assert(this.state === 'painting', 'an ended stroke takes no more samples')
    for (const sample of samples) {
      this.maker.takeSample(this.making)
      this.path.add(sample)
      this.newest = sample
    }
    this.paintFinal()
    this.dropTail()
  }

  /** Paints up to the last sample; the marks do not change any more. */
  end(): void {
    assert(this.state === 'painting', 'a stroke ends once')
    this.dropTail()
    this.path.end()
    for (const placed of this.held) this.paintTapered(this.mask, placed, this.path.length)
    this.held = []
    this.state = 'ended'
  }

  has(index: number): boolean {
    if (this.selection !== undefined && !this.selection.has(index)) return false
    return this.mask.tiles.has(index) || this.currentTail().indices.has(index)
  }

  indices(): Iterable<number> {
    const all = new Set([...this.mask.tiles.keys(), ...this.currentTail().indices])
    return this.selection === undefined ? all : [...all].filter((index) => this.selection!.has(index))
  }

  layOn(index: number, pixels: Uint16Array): boolean {
    const selected = this.selection?.get(index)
    if (this.selection !== undefined && selected === undefined) return false
    const tile = this.tailMask().tiles.get(index) ?? this.mask.tiles.get(index)
    return tile !== undefined && layMask(pixels, tile, this.layStyle, selected)
  }

  /** Indices of tiles that may look different since the last call. */
  takeDirty(): Set<number> {
    const dirty = this.mask.takeDirty()
    for (const index of this.leftTail) dirty.add(index)
    this.leftTail = new Set()
    if (this.tail === undefined) for (const index of this.currentTail().indices) dirty.add(index)
    return dirty
  }

  private paintFinal(): void {
    if (this.taper.isNone) return
    const { length } = this.path
    let count = 0
    for (const placed of this.held) {
      if (!this.taper.isFinal(placed.way, length)) break
      this.paintTapered(this.mask, placed, length)
      count++
    }
    if (count > 0) this.held = this.held.slice(count)
  }

  private paintTapered(mask: StrokeMask, placed: PlacedDab, length: number): void {
    for (const dab of this.taper.shape(placed, this.before, length)) paintDab(mask, dab, this.dabStyle)
    this.before = placed
  }

  private dropTail(): void {
    if (this.tail !== undefined) for (const index of this.tail.indices) this.leftTail.add(index)
    this.tail = undefined
  }

  private currentTail(): Tail {
    this.tail ??= this.state === 'ended' ? noTail : this.planTail()
    return this.tail
  }

  /** The dabs that would come if the stroke ended now, and which tiles they may reach. */
  private planTail(): Tail {
    const placed = [...this.held]
    const making = { ...this.making }
    const fork = this.path.fork((point, way, share) => {
      placed.push({ dab: this.maker.make(making, point, share), way })
      return making.step
    })
    fork.end()
    const dabs: Dab[] = []
    let { before } = this
    for (const each of placed) {
      if (this.taper.isNone) dabs.push(each.dab)
      else dabs.push(...this.taper.shape(each, before, fork.length))
      before = each
    }
    const indices = new Set<number>()
    for (const dab of dabs) {
      visitTilesOf(dab, (index) => {
        if (!this.mask.isClipped(index)) indices.add(index)
      })
    }
    return { dabs, indices, mask: undefined }
  }

  private tailMask(): StrokeMask {
    const tail = this.currentTail()
    if (tail.mask === undefined) {
      tail.mask = this.mask.above()
      for (const dab of tail.dabs) paintDab(tail.mask, dab, this.dabStyle)
    }
    return tail.mask
  }
}

interface Tail {
  readonly dabs: readonly Dab[]
  readonly indices: ReadonlySet<number>
  mask: StrokeMask | undefined
}

const noTail: Tail = { dabs: [], indices: new Set(), mask: new StrokeMask('flat') }
