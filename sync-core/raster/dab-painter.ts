import { DabBatch, type DabStyle } from '../kernel/dab-batch.ts'
import { buildUpRule, washRule } from '../kernel/dab-kernel.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { colorRule } from '../kernel/shaped-dab-kernel.ts'
import type { Brush } from './brush.ts'
import { tipIn } from './brush-tips.ts'
import type { Dab } from './dab.ts'
import type { StrokeMask } from './stroke-mask.ts'

/**
 * Paints the dabs of one brush into a mask. Dabs of a wash with full flow are combined by maximum: overlapping ones leave no
 * beads, and the spacing can't be seen. They are in the mask after `flush`.
 */
export class DabPainter {
  private readonly batch: DabBatch
  private readonly shape: DabStyle['shape']

  constructor(memory: PictureMemory, mask: StrokeMask, brush: Brush) {
    const style = styleOf(memory, brush, mask.coloring)
    this.shape = style.shape
    this.batch = new DabBatch(memory.kernel, mask, style)
  }

  paint(dab: Dab): void {
    if (this.shape === 'any') return this.batch.addShaped(dab)
    const { x, y, radius, hardness, limit, flow } = dab
    this.batch.add(x, y, radius, hardness, limit, flow)
  }

  flush(): void {
    this.batch.flush()
  }

  /** Forgets what was not flushed. */
  clear(): void {
    this.batch.clear()
  }
}

function styleOf(memory: PictureMemory, brush: Brush, coloring: 'flat' | 'colored'): DabStyle {
  const plain = brush.mode === 'wash' ? washRule : buildUpRule
  const tip = tipIn(memory, brush.tip, brush.seed)
  if (coloring === 'flat' && tip === 0 && brush.roundness === 255) return { shape: 'round', rule: plain }
  return { shape: 'any', rule: coloring === 'colored' ? colorRule : plain, tip }
}
