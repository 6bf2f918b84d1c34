import { DabBatch, type DabMasks } from '../../sync-core/kernel/dab-batch.ts'
import { washRule } from '../../sync-core/kernel/dab-kernel.ts'
import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import type { OwnedBlock } from '../../sync-core/kernel/owned-block.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { coverageOne } from '../../sync-core/kernel/tile-layout.ts'

/** Position in px, inside of 2048 × 2048. */
export interface BenchDab {
  readonly x: number
  readonly y: number
  /** 0..255 */
  readonly hardness: number
}

const dabsPerSegment = 24

/** Dabs along a wandering stroke, an eighth of the radius apart: a third soft, a third half soft, a third hard. */
export function benchDabs(radius: number, count: number): BenchDab[] {
  const step = Math.max(0.25, radius / 8)
  let x = 1024
  let y = 1024
  return Array.from({ length: count }, (_, n) => {
    const angle = Math.sin(n / 40) * 2 + n / 300
    x += Math.cos(angle) * step
    y += Math.sin(angle) * step
    if (x < 256 || x > 1792) x = 1024
    if (y < 256 || y > 1792) y = 1024
    return { x, y, hardness: [0, 128, 255][Math.floor(n / 50) % 3]! }
  })
}

/** How a stroke is painted where it is not as usual. */
export interface DabPainting {
  /** 0..32768, by default 1.0. */
  readonly flow?: number
  /** What holds a tile's mask; those of a byte a pixel are as large as a selection. */
  readonly mask?: 'mask' | 'selection'
}

/** Paints one stroke in segments, as a pen's samples bring them, into masks of its own, which it returns by tile index. */
export function paintDabs(
  kernel: Kernel,
  radius: number,
  dabs: readonly BenchDab[],
  { flow = coverageOne, mask = 'mask' }: DabPainting = {},
): () => ReadonlyMap<number, OwnedBlock> {
  const words = Int32Array.from(
    dabs.flatMap(({ x, y, hardness }) => [Math.round(x * 256), Math.round(y * 256), hardness]),
  )
  return () => {
    const masks = new BenchMasks(new PictureMemory(kernel), mask)
    const batch = new DabBatch(kernel, masks, { shape: 'round', rule: washRule })
    for (let at = 0; at < words.length; at += 3) {
      batch.add(words[at]!, words[at + 1]!, radius * 256, words[at + 2]!, coverageOne, flow)
      if (at % (3 * dabsPerSegment) === 0) batch.flush()
    }
    batch.flush()
    return masks.blocks
  }
}

class BenchMasks implements DabMasks {
  readonly blocks = new Map<number, OwnedBlock>()
  private readonly memory: PictureMemory
  private readonly kind: 'mask' | 'selection'

  constructor(memory: PictureMemory, kind: 'mask' | 'selection') {
    this.memory = memory
    this.kind = kind
  }

  find(index: number): number {
    return this.blocks.get(index)?.pointer ?? 0
  }

  reserve(count: number): void {
    this.memory.reserve({ [this.kind]: count })
  }

  make(index: number): number {
    const block = this.memory.newBlock(this.kind)
    this.blocks.set(index, block)
    return block.pointer
  }

  reached(): void {}
}
