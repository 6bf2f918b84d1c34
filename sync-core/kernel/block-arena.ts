import { assert } from '../base/assert.ts'
import { OutOfMemoryError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { maskBytes, ownerPointer, pageBytes, pixelTileBytes, selectionBytes } from './tile-layout.ts'

// Blocks of five sizes out of one kernel's memory. It is cut into spans of 32 KiB, and blocks of a kind come from groups of
// neighbouring spans:
//
//   pixels      1 span,  1 block of 32 KiB          selection      1 span,  8 blocks of  4 KiB
//   mask        1 span,  4 blocks of  8 KiB         colored-mask   5 spans, 4 blocks of 40 KiB: a mask, and a pixel tile
//   relief      2 spans, 1 block of 64 KiB          of a textured tip
//
//   │ scratch │ pixels │ mask · mask · – · – │ free │ pixels │ colored · colored · – · –         │ …
//   0         64 KiB   96 KiB                160    192      224                                 384
//
// A group whose blocks are all free is free for any kind again, so an hour of filling leaves no holes that only masks fit
// into. For each kind, groups with some blocks free form a doubly linked list, so taking and giving back cost the same at any
// size. Memory never shrinks (WebAssembly can't): it goes when the kernel is forgotten.

const spanBytes = pixelTileBytes

interface Layout {
  readonly spans: number
  readonly blocks: number
  readonly bytes: number
}

const layouts = {
  pixels: { spans: 1, blocks: 1, bytes: pixelTileBytes },
  mask: { spans: 1, blocks: 4, bytes: maskBytes },
  selection: { spans: 1, blocks: 8, bytes: selectionBytes },
  'colored-mask': { spans: 5, blocks: 4, bytes: maskBytes + pixelTileBytes },
  relief: { spans: 2, blocks: 1, bytes: 2 * pixelTileBytes },
} as const satisfies Record<string, Layout>

export type BlockKind = keyof typeof layouts

const kinds = Object.keys(layouts) as BlockKind[]
const none = -1

for (const { spans, blocks, bytes } of Object.values(layouts)) {
  assert(spans * spanBytes === blocks * bytes, 'a group is filled by its blocks')
}

export function blockBytes(kind: BlockKind): number {
  return layouts[kind].bytes
}

/** How many blocks of each kind will be wanted. */
export type BlockCounts = { readonly [Kind in BlockKind]?: number }

/** So many of both. */
export function addCounts(a: BlockCounts, b: BlockCounts): BlockCounts {
  return Object.fromEntries(kinds.map((kind) => [kind, (a[kind] ?? 0) + (b[kind] ?? 0)]))
}

interface Span {
  kind: BlockKind | 'free'
  /** The first span of the group; what follows is true of that one only. */
  first: number
  /** One bit for each block that is free. */
  free: number
  /** Neighbours among the groups of this kind with free blocks. */
  previous: number
  next: number
}

const zeroOf = (): Record<BlockKind, number> => ({
  pixels: 0,
  mask: 0,
  selection: 0,
  'colored-mask': 0,
  relief: 0,
})

export class BlockArena {
  private readonly memory: KernelMemory
  private readonly bytesMax: number
  private readonly spans: Span[] = []
  private freeSpans: number[] = []
  private readonly partlyFree: Record<BlockKind, number> = {
    pixels: none,
    mask: none,
    selection: none,
    'colored-mask': none,
    relief: none,
  }
  private readonly freeBlocks = zeroOf()
  private used = 0

  constructor(memory: KernelMemory, bytesMax: number) {
    this.memory = memory
    this.bytesMax = bytesMax
  }

  /** Bytes of all blocks that were taken and not given back. */
  get usedBytes(): number {
    return this.used
  }

  /** The pointer of a block with whatever was there before; OutOfMemoryError when there is none. */
  take(kind: BlockKind): number {
    if (this.freeBlocks[kind] === 0) this.open(kind)
    const first = this.partlyFree[kind]
    const span = this.spans[first]!
    const block = 31 - Math.clz32(span.free & -span.free)
    span.free &= span.free - 1
    if (span.free === 0) this.unlink(kind, first)
    this.freeBlocks[kind]--
    const { bytes } = layouts[kind]
    this.used += bytes
    return ownerPointer + first * spanBytes + block * bytes
  }

  /** Gives back a block that was taken as this kind. */
  give(kind: BlockKind, pointer: number): void {
    const { spans, blocks, bytes } = layouts[kind]
    const within = this.spans[Math.floor((pointer - ownerPointer) / spanBytes)]
    assert(within?.kind === kind, `a block is given back as what it was taken, at ${pointer}`)
    const { first } = within
    const span = this.spans[first]!
    const bit = 1 << ((pointer - ownerPointer - first * spanBytes) / bytes)
    assert((span.free & bit) === 0, `a block is given back once, at ${pointer}`)
    if (span.free === 0) this.link(kind, first)
    span.free |= bit
    this.freeBlocks[kind]++
    this.used -= bytes
    if (span.free !== (1 << blocks) - 1) return
    this.unlink(kind, first)
    this.freeBlocks[kind] -= blocks
    for (let number = first; number < first + spans; number++) {
      this.spans[number]!.kind = 'free'
      this.freeSpans.push(number)
    }
  }

  /** Throws OutOfMemoryError unless all of these blocks can be taken now. */
  reserve(counts: BlockCounts): void {
    let singles = 0
    let rows = 0
    for (const kind of kinds) {
      const missing = (counts[kind] ?? 0) - this.freeBlocks[kind]
      if (missing <= 0) continue
      const { spans, blocks } = layouts[kind]
      const groups = Math.ceil(missing / blocks)
      if (spans === 1) singles += groups
      else rows += groups * spans
    }
    this.ensure(Math.max(0, singles - this.freeSpans.length) + rows)
  }

  private open(kind: BlockKind): void {
    const { spans, blocks } = layouts[kind]
    const first = spans === 1 ? this.freeSpans.pop() : this.takeRow(spans)
    const from = first ?? this.cut(spans)
    for (let number = from; number < from + spans; number++) {
      this.spans[number]!.kind = kind
      this.spans[number]!.first = from
    }
    this.spans[from]!.free = (1 << blocks) - 1
    this.freeBlocks[kind] += blocks
    this.link(kind, from)
  }

  /** The first of so many free spans side by side. Looks at all of them, once for every four coloured masks. */
  private takeRow(length: number): number | undefined {
    if (this.freeSpans.length < length) return undefined
    for (let number = 0, run = 0; number < this.spans.length; number++) {
      run = this.spans[number]!.kind === 'free' ? run + 1 : 0
      if (run < length) continue
      const first = number - length + 1
      this.freeSpans = this.freeSpans.filter((free) => free < first || free > number)
      return first
    }
    return undefined
  }

  /** Cuts spans from memory that was never used, and returns the first; they are not among the free ones. */
  private cut(count: number): number {
    this.ensure(count)
    const first = this.spans.length
    for (let number = first; number < first + count; number++) {
      this.spans.push({ kind: 'free', first: number, free: 0, previous: none, next: none })
    }
    return first
  }

  /** Sees to it that so many more spans fit into the memory. */
  private ensure(count: number): void {
    const now = this.memory.u8.length
    const needed = ownerPointer + (this.spans.length + count) * spanBytes
    if (count === 0 || needed <= now) return
    // Engines count each growth as so much garbage to be collected.
    const more = Math.min(limits.memoryGrowBytesMax, Math.max(limits.memoryGrowBytesMin, Math.floor(now / 2)))
    const roomy = Math.min(this.bytesMax, Math.max(needed, now + more))
    const grows = needed <= this.bytesMax && (this.memory.grow(roomy) || this.memory.grow(needed))
    if (grows) return
    const megabytes = Math.ceil(needed / pageBytes / 16)
    throw new OutOfMemoryError(`This picture needs ${megabytes} MB of memory, and there is no more.`)
  }

  private link(kind: BlockKind, first: number): void {
    const next = this.partlyFree[kind]
    const span = this.spans[first]!
    span.previous = none
    span.next = next
    if (next !== none) this.spans[next]!.previous = first
    this.partlyFree[kind] = first
  }

  private unlink(kind: BlockKind, first: number): void {
    const { previous, next } = this.spans[first]!
    if (previous === none) this.partlyFree[kind] = next
    else this.spans[previous]!.next = next
    if (next !== none) this.spans[next]!.previous = previous
  }
}
