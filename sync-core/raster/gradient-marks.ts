import type { PictureMemory } from '../kernel/picture-memory.ts'
import { scratchPointer } from '../kernel/tile-layout.ts'
import { drawGradient } from './draw-gradient.ts'
import { layOver } from './lay-parts.ts'
import type { Marks } from './marks.ts'
import type { Gradient } from './operation.ts'
import { tileIndexOf } from './plane.ts'
import type { SelectedTiles } from './encoded-selection.ts'
import type { LayerId } from './structure.ts'

/** A gradient over its area, or over what was selected of it. It is computed tile by tile when it is laid on. */
export class GradientMarks implements Marks {
  readonly layer: LayerId
  readonly bytes = 0
  private readonly memory: PictureMemory
  private readonly gradient: Gradient
  private readonly selection: SelectedTiles | undefined
  private readonly touched: ReadonlySet<number>

  constructor(memory: PictureMemory, gradient: Gradient, selection: SelectedTiles | undefined) {
    this.memory = memory
    this.layer = gradient.layer
    this.gradient = gradient
    this.selection = gradient.selected ? selection : undefined
    this.touched = this.tilesOf(gradient)
  }

  has(index: number): boolean {
    return this.touched.has(index)
  }

  indices(): Iterable<number> {
    return this.touched
  }

  layOn(index: number, pixels: number): boolean {
    const { memory, gradient, selection } = this
    drawGradient(memory.kernel, gradient, index, scratchPointer)
    return layOver(memory, pixels, scratchPointer, gradient.alphaLock, selection?.get(index))
  }

  free(): void {
    // It is computed when it is laid on.
  }

  private tilesOf({ area }: Gradient): ReadonlySet<number> {
    const touched = new Set<number>()
    if (area.width === 0 || area.height === 0) return touched
    for (let ty = area.y >> 6; ty <= (area.y + area.height - 1) >> 6 && ty < 256; ty++) {
      for (let tx = area.x >> 6; tx <= (area.x + area.width - 1) >> 6 && tx < 256; tx++) {
        const index = tileIndexOf(tx, ty)
        if (this.selection === undefined || this.selection.has(index)) touched.add(index)
      }
    }
    return touched
  }
}
