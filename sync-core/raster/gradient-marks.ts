import type { PictureMemory } from '../kernel/picture-memory.ts'
import { scratchPointer, tileSidePx } from '../kernel/tile-layout.ts'
import { drawGradient } from './draw-gradient.ts'
import { layOver } from './lay-parts.ts'
import type { Marks } from './marks.ts'
import type { Gradient } from './operation.ts'
import { tileIndexOf, tileLeft, tileTop } from './plane.ts'
import type { SelectedTiles } from './encoded-selection.ts'
import type { LayerId } from './structure.ts'

const opaque = 255

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

  /** Where it is opaque and covers the whole tile. */
  hides(index: number): boolean {
    const { area, start, stop, alphaLock } = this.gradient
    const isOpaque = start.alpha === opaque && stop.alpha === opaque
    if (!isOpaque || alphaLock || this.selection !== undefined) return false
    const [left, top] = [tileLeft(index), tileTop(index)]
    const [right, bottom] = [left + tileSidePx, top + tileSidePx]
    return area.x <= left && area.y <= top && area.x + area.width >= right && area.y + area.height >= bottom
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
