import { assert } from '../base/assert.ts'
import { OutOfMemoryError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { maskBytes, ownerPointer, pageBytes, pixelTileBytes, selectionBytes } from './tile-layout.ts'

// Blocks of three sizes out of one kernel's memory. It is cut into spans of 32 KiB, each of which is free, or one pixel tile,
// or 4 masks, or 8 selections. A span whose parts are all free is free for any kind again, so an hour of filling leaves no
// holes that only masks fit into.
//
//   │ scratch │ span 0: pixels │ span 1: mask · mask · – · – │ span 2: free │ span 3: pixels │ …
//   0         64 KiB           96 KiB                         128 KiB
//
// For each kind, spans with some parts free form a doubly linked list, so taking and giving back cost the same at any size.
// Memory never shrinks (WebAssembly can't): it goes when the kernel is forgotten.

/** How many blocks of a kind one span has. */
const parts = { pixels: 1, mask: 4, selection: 8 } as const
export type BlockKind = keyof typeof parts

const spanBytes = pixelTileBytes
const kinds: readonly BlockKind[] = ['pixels', 'mask', 'selection']
const none = -1

assert(
  spanBytes === maskBytes * parts.mask && spanBytes === selectionBytes * parts.selection,
  'spans have whole blocks',
)

/** How many blocks of each kind will be wanted. */
export type BlockCounts = { readonly [Kind in BlockKind]?: number }

interface Span {
  kind: BlockKind | 'free'
  /** One bit for each part that is free. */
  free: number
  /** Neighbours among the spans of this kind with free parts. */
  previous: number
  next: number
}

export class BlockArena {
  private readonly memory: KernelMemory
  private readonly bytesMax: number
  private readonly spans: Span[] = []
  private readonly freeSpans: number[] = []
  private readonly partlyFree: Record<BlockKind, number> = { pixels: none, mask: none, selection: none }
  private readonly freeParts: Record<BlockKind, number> = { pixels: 0, mask: 0, selection: 0 }
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
    if (this.freeParts[kind] === 0) this.open(kind)
    const number = this.partlyFree[kind]
    const span = this.spans[number]!
    const part = 31 - Math.clz32(span.free & -span.free)
    span.free &= span.free - 1
    if (span.free === 0) this.unlink(kind, number)
    this.freeParts[kind]--
    const bytes = spanBytes / parts[kind]
    this.used += bytes
    return ownerPointer + number * spanBytes + part * bytes
  }

  /** Gives back a block that was taken as this kind. */
  give(kind: BlockKind, pointer: number): void {
    const bytes = spanBytes / parts[kind]
    const number = Math.floor((pointer - ownerPointer) / spanBytes)
    const bit = 1 << ((pointer - ownerPointer - number * spanBytes) / bytes)
    const span = this.spans[number]
    assert(span?.kind === kind, `a block is given back as what it was taken, at ${pointer}`)
    assert((span.free & bit) === 0, `a block is given back once, at ${pointer}`)
    if (span.free === 0) this.link(kind, number)
    span.free |= bit
    this.freeParts[kind]++
    this.used -= bytes
    if (span.free !== (1 << parts[kind]) - 1) return
    this.unlink(kind, number)
    this.freeParts[kind] -= parts[kind]
    span.kind = 'free'
    this.freeSpans.push(number)
  }

  /** Throws OutOfMemoryError unless all of these blocks can be taken now. */
  reserve(counts: BlockCounts): void {
    let spans = 0
    for (const kind of kinds) {
      const missing = (counts[kind] ?? 0) - this.freeParts[kind]
      if (missing > 0) spans += Math.ceil(missing / parts[kind])
    }
    this.makeSpans(spans)
  }

  private open(kind: BlockKind): void {
    this.makeSpans(1)
    const number = this.freeSpans.pop()!
    const span = this.spans[number]!
    span.kind = kind
    span.free = (1 << parts[kind]) - 1
    this.freeParts[kind] += parts[kind]
    this.link(kind, number)
  }

  /** Makes at least so many spans free. */
  private makeSpans(count: number): void {
    const missing = count - this.freeSpans.length
    if (missing <= 0) return
    const now = this.memory.u8.length
    const needed = ownerPointer + (this.spans.length + missing) * spanBytes
    if (needed > now) {
      const roomy = Math.min(
        this.bytesMax,
        Math.max(needed, now + Math.max(limits.memoryGrowBytesMin, now >> 3)),
      )
      const grows = needed <= this.bytesMax && (this.memory.grow(roomy) || this.memory.grow(needed))
      if (!grows) {
        const asked = Math.ceil(needed / pageBytes / 16)
        throw new OutOfMemoryError(`This picture needs ${asked} MB of memory, and there is no more.`)
      }
    }
    for (let n = 0; n < missing; n++) {
      this.freeSpans.push(this.spans.length)
      this.spans.push({ kind: 'free', free: 0, previous: none, next: none })
    }
  }

  private link(kind: BlockKind, number: number): void {
    const next = this.partlyFree[kind]
    const span = this.spans[number]!
    span.previous = none
    span.next = next
    if (next !== none) this.spans[next]!.previous = number
    this.partlyFree[kind] = number
  }

  private unlink(kind: BlockKind, number: number): void {
    const { previous, next } = this.spans[number]!
    if (previous === none) this.partlyFree[kind] = next
    else this.spans[previous]!.next = next
    if (next !== none) this.spans[next]!.previous = previous
  }
}
