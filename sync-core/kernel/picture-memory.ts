import { assert } from '../base/assert.ts'
import { limits } from '../base/limits.ts'
import { BlockArena, blockBytes, type BlockCounts, type BlockKind } from './block-arena.ts'
import type { Kernel } from './kernel.ts'
import { OwnedBlock } from './owned-block.ts'
import { PixelBlock } from './pixel-block.ts'
import { ownerPointer, pageBytes, pagesMax, pixelTileBytes } from './tile-layout.ts'

// The memory of one picture, in one kernel: pixels, masks and selections, so that the kernel's functions reach all of them.
//
// Masks and selections have one owner each, who frees them. Pixels are shared by layers, snapshots, undo and whoever looks;
// counting their holders would put a `release` into every corner of the engine, and each forgotten one would leak. Instead
// they are swept, like a garbage collector does: holders say at any time what they hold (`addRoot`), and `collect` frees the
// rest. It is called at safe points only, between two operations, so nothing on the stack needs a root.
//
//   newPixels ─▶ written ─▶ freeze ─▶ frozen ─▶ (no root marks it in a sweep) ─▶ freed: any use asserts
//
// A forgotten root is therefore a crash with a sentence at the next use, and never a wrong picture. Rejected: reference
// counts; FinalizationRegistry (frees when the engine likes, which may be never); copying out of WebAssembly for keeping
// (a picture of 16384² is 2 GiB, and a copy for every stroke).

export interface PictureMemoryOptions {
  /** All memory that the picture may take; at most, and by default, what 32-bit pointers reach. */
  readonly bytesMax?: number
  readonly sweepBytesMin?: number
}

/** More of all memory than this is taken: it is scarce. The rest is what one more action may take. */
const scarceShare = 7 / 8

/** Says what it holds: calls `mark` with each block. It must not take memory. */
export type PixelRoot = (mark: (block: PixelBlock) => void) => void

export class PictureMemory {
  readonly kernel: Kernel
  private readonly arena: BlockArena
  private readonly bytesMax: number
  private readonly sweepBytesMin: number
  private readonly roots = new Set<{ readonly root: PixelRoot; readonly letGo: (() => void) | undefined }>()
  private readonly lastingBlocks = new Map<string, number>()
  private blocks: PixelBlock[] = []
  private sweep = 0
  private state: 'ready' | 'sweeping' = 'ready'
  private takenBytes = 0
  private keptBytes = 0

  /** Takes over the kernel's memory from `ownerPointer` on. */
  constructor(kernel: Kernel, options: PictureMemoryOptions = {}) {
    this.kernel = kernel
    this.bytesMax = options.bytesMax ?? pagesMax * pageBytes
    this.sweepBytesMin = options.sweepBytesMin ?? limits.sweepBytesMin
    this.arena = new BlockArena(kernel, this.bytesMax)
  }

  /** Bytes of everything that is taken now, swept or not. */
  get usedBytes(): number {
    return this.arena.usedBytes
  }

  /** Throws OutOfMemoryError unless all of these can be taken now: asked before something is changed that can't stop halfway. */
  reserve(counts: BlockCounts): void {
    this.arena.reserve(counts)
  }

  /** Blank pixels to write to. OutOfMemoryError when there is no memory, like all that take some. */
  newPixels(): PixelBlock {
    const block = this.takePixels()
    this.kernel.zeroBlock(block.pointer, pixelTileBytes)
    return block
  }

  /** A copy to write to. */
  copyPixels(from: PixelBlock): PixelBlock {
    assert(from.memory === this, 'pixels are copied inside of one memory')
    const block = this.takePixels()
    this.kernel.copyBlock(from.pointer, block.pointer, pixelTileBytes)
    return block
  }

  /** A mask that covers nothing, or a tile of a selection with nothing selected. */
  newBlock(kind: BlockKind): OwnedBlock {
    const block = new OwnedBlock(this.arena, kind, this.arena.take(kind))
    this.kernel.zeroBlock(block.pointer, blockBytes(kind))
    return block
  }

  /** A block of the same kind and content. */
  copyBlock(from: OwnedBlock): OwnedBlock {
    const block = new OwnedBlock(this.arena, from.kind, this.arena.take(from.kind))
    this.kernel.copyBlock(from.pointer, block.pointer, blockBytes(from.kind))
    return block
  }

  /**
   * A block that stays as long as the memory, made and filled when its name is first asked for: the relief of a tip, a tile to work
   * on from one call to the next.
   */
  lasting(name: string, kind: BlockKind, fill?: (pointer: number) => void): number {
    const known = this.lastingBlocks.get(name)
    if (known !== undefined) return known
    const { pointer } = this.newBlock(kind)
    fill?.(pointer)
    this.lastingBlocks.set(name, pointer)
    return pointer
  }

  /**
   * From now on, `root` is asked at every sweep what it holds. The result takes it away. One that brings `letGo` is told to do so
   * when memory gets scarce: the picture comes first.
   */
  addRoot(root: PixelRoot, letGo?: () => void): () => void {
    const entry = { root, letGo }
    this.roots.add(entry)
    return () => {
      this.roots.delete(entry)
    }
  }

  /**
   * Whether so much was taken since the last sweep that the next one pays: as much as was kept then, or what `sweepBytesMin`
   * says; less when memory gets scarce.
   */
  get wantsCollect(): boolean {
    const enough = Math.max(this.sweepBytesMin, this.keptBytes)
    return this.takenBytes > Math.min(enough, (this.bytesMax - this.keptBytes) / 2)
  }

  /** `collect`, when it pays, or when memory is scarce and somebody can let go of some. */
  collectWhenDue(): void {
    const isScarce = this.usedBytes > (this.bytesMax - ownerPointer) * scarceShare
    const spare = isScarce ? [...this.roots].flatMap(({ letGo }) => letGo ?? []) : []
    for (const letGo of spare) letGo()
    if (spare.length > 0 || this.wantsCollect) this.collect()
  }

  /** Frees the pixels that no root holds. Only at a point where nobody uses pixels that are not held by a root. */
  collect(): void {
    assert(this.state === 'ready', 'a root takes no memory and starts no sweep')
    this.state = 'sweeping'
    try {
      const sweep = ++this.sweep
      const mark = (block: PixelBlock): void => {
        assert(block.memory === this, 'a root marks pixels of its own picture')
        block.markIn(sweep)
      }
      for (const { root } of this.roots) root(mark)
      const kept: PixelBlock[] = []
      for (const block of this.blocks) {
        if (block.isMarkedIn(sweep)) kept.push(block)
        else this.arena.give('pixels', block.release())
      }
      this.blocks = kept
      this.keptBytes = kept.length * pixelTileBytes
      this.takenBytes = 0
    } finally {
      this.state = 'ready'
    }
  }

  private takePixels(): PixelBlock {
    assert(this.state === 'ready', 'a root takes no memory and starts no sweep')
    const block = new PixelBlock(this, this.arena.take('pixels'))
    this.blocks.push(block)
    this.takenBytes += pixelTileBytes
    return block
  }
}
