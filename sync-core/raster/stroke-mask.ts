import { limits } from '../base/limits.ts'
import { blockBytes } from '../kernel/block-arena.ts'
import type { DabMasks } from '../kernel/dab-batch.ts'
import type { OwnedBlock } from '../kernel/owned-block.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'

export interface MaskOptions {
  /** `colored`: the dabs differ in colour, so a pixel tile of colours lies behind each tile of coverage. */
  readonly coloring: 'flat' | 'colored'
  /** Only these tiles are made; all of them belong to those that are made without it. */
  readonly clip?: ReadonlySet<number> | undefined
  readonly below?: StrokeMask
}

/**
 * The coverage of one stroke, kept only for tiles that a dab reached, and for a bounded number of them. With `clip`, a replay that
 * needs a few tiles pays for these only. A mask above another one begins as the other, tile by tile, and leaves it as it is.
 */
export class StrokeMask implements DabMasks {
  private readonly memory: PictureMemory
  readonly coloring: 'flat' | 'colored'
  private readonly clip: ReadonlySet<number> | undefined
  private readonly below: StrokeMask | undefined
  private readonly tiles = new Map<number, OwnedBlock>()
  /** Tiles that the mask below does not have. */
  private added = 0
  private dirty = new Set<number>()

  constructor(memory: PictureMemory, { coloring, clip, below }: MaskOptions) {
    this.memory = memory
    this.coloring = coloring
    this.clip = clip
    this.below = below
  }

  /** An empty mask that shows this one until a dab is painted on it. */
  above(): StrokeMask {
    const { coloring, clip } = this
    return new StrokeMask(this.memory, { coloring, clip, below: this })
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.tiles.size * blockBytes(this.kind)
  }

  /** How many tiles there are. */
  get count(): number {
    return this.tiles.size
  }

  has(index: number): boolean {
    return this.tiles.has(index)
  }

  indices(): Iterable<number> {
    return this.tiles.keys()
  }

  /** The pointer of a tile's coverage; undefined where no dab was. */
  pointerAt(index: number): number | undefined {
    return this.tiles.get(index)?.pointer
  }

  isClipped(index: number): boolean {
    return this.clip !== undefined && !this.clip.has(index)
  }

  find(index: number): number | 'closed' {
    if (this.isClipped(index)) return 'closed'
    return this.tiles.get(index)?.pointer ?? 0
  }

  reserve(count: number): void {
    this.memory.reserve({ [this.kind]: count })
  }

  make(index: number): number | 'closed' {
    const from = this.below?.tiles.get(index)
    if (from === undefined) {
      if (this.isFull) return 'closed'
      this.added++
    }
    const block = from === undefined ? this.memory.newBlock(this.kind) : this.memory.copyBlock(from)
    this.tiles.set(index, block)
    return block.pointer
  }

  reached(index: number): void {
    this.dirty.add(index)
  }

  /** Indices reached since the last call. */
  takeDirty(): Set<number> {
    const taken = this.dirty
    this.dirty = new Set()
    return taken
  }

  /** Gives the memory of all tiles back; which they were is still known. */
  free(): void {
    for (const block of this.tiles.values()) block.free()
  }

  /** Begins anew, empty. */
  clear(): void {
    this.free()
    this.tiles.clear()
    this.added = 0
    this.dirty.clear()
  }

  get kind(): 'mask' | 'colored-mask' {
    return this.coloring === 'flat' ? 'mask' : 'colored-mask'
  }

  private get isFull(): boolean {
    if (this.clip !== undefined) return false
    const { strokeTilesMax, coloredStrokeTilesMax } = limits
    const tilesMax = this.coloring === 'flat' ? strokeTilesMax : coloredStrokeTilesMax
    return this.added + (this.below?.added ?? 0) >= tilesMax
  }
}
