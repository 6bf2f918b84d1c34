import { drawGradient } from './draw-gradient.ts'
import { layOver } from './lay-parts.ts'
import type { Marks } from './marks.ts'
import type { Gradient } from './operation.ts'
import { tileIndexOf } from './plane.ts'
import type { Selection } from './selections.ts'
import type { LayerId } from './structure.ts'
import { tileValues } from './tile.ts'

/** A gradient over its area, or over what was selected of it. It is computed tile by tile when it is laid on. */
export class GradientMarks implements Marks {
  readonly layer: LayerId
  private readonly gradient: Gradient
  private readonly selection: Selection | undefined
  private readonly touched: ReadonlySet<number>
  private readonly pixels = new Uint16Array(tileValues)

  constructor(gradient: Gradient, selection: Selection | undefined) {
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

  layOn(index: number, pixels: Uint16Array): boolean {
    drawGradient(this.gradient, index, this.pixels)
    return layOver(pixels, this.pixels, this.gradient.alphaLock, this.selection?.get(index))
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
