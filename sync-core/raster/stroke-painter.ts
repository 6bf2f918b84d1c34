import { assert } from '../base/assert.ts'
import type { CanvasSize } from './canvas-size.ts'
import { type BrushSource, brushSource, coverageOne } from './merge-mask.ts'
import type { Brush } from './brush.ts'
import type { Sample } from './sample.ts'
import { paintDab } from './paint-dab.ts'
import { StrokeMask } from './stroke-mask.ts'
import { pressureOne, StrokePath } from './stroke-path.ts'

// A stroke paints into a mask of its own and is merged into the layer once, when it ends. Until then the mask is shown
// above the layer. So each pixel is blended exactly once a stroke, a stroke is what undo takes back, and somebody's own
// stroke looks the same whatever others do meanwhile. Rejected: blending dab by dab into the layer (slower, builds up at
// turns, and what is blended would depend on how the updates of several people interleave).

/** The thinnest a pen can paint: below half a px of radius a dab gets fainter instead of smaller. */
const radiusFloor = 16
const radiusDrawn = 128
const spacingMin = 64

/** Something shown above the layer: what to lay down, and where. */
export interface Overlay {
  readonly source: BrushSource
  /** Tile index → 4096 coverages 0..32768. */
  readonly tiles: ReadonlyMap<number, Uint16Array>
}

/**
 * Paints one stroke. The mask depends on the brush and the samples alone, not on how `add` splits them. `clip` limits the
 * work to a set of tiles.
 */
export class StrokePainter implements Overlay {
  readonly brush: Brush
  readonly source: BrushSource
  private readonly mask: StrokeMask
  private readonly path: StrokePath
  private readonly radius: number
  private readonly alpha: number
  private state: 'painting' | 'ended' = 'painting'

  constructor(size: CanvasSize, brush: Brush, clip?: ReadonlySet<number>) {
    this.brush = brush
    this.source = brushSource(brush)
    this.mask = new StrokeMask(size, clip)
    // Diameter in 1/16 px → radius in 1/256 px.
    this.radius = brush.size * 8
    this.alpha = ((brush.opacity * coverageOne + 127) / 255) | 0
    const pressureMatters = brush.pressureSize || brush.pressureOpacity
    const reach = { pressure: pressureMatters ? this.radius : 0, turn: this.radius }
    this.path = new StrokePath((x, y, p) => this.placeDab(x, y, p), reach)
  }

  get tiles(): ReadonlyMap<number, Uint16Array> {
    return this.mask.tiles
  }

  add(samples: readonly Sample[]): void {
    assert(this.state === 'painting', 'an ended stroke takes no more samples')
    for (const sample of samples) this.path.add(sample)
  }

  /** Paints up to the last sample; the mask does not change any more. */
  end(): void {
    assert(this.state === 'painting', 'a stroke ends once')
    this.path.end()
    this.state = 'ended'
  }

  /** Indices of tiles that changed since the last call. */
  takeDirty(): Set<number> {
    return this.mask.takeDirty()
  }

  private placeDab(x: number, y: number, pressure: number): number {
    const { brush } = this
    let radius = this.radius
    let alpha = this.alpha
    if (brush.pressureSize) radius = Math.max(radiusFloor, Math.floor((radius * pressure) / pressureOne))
    if (brush.pressureOpacity) alpha = Math.floor((alpha * pressure) / pressureOne)
    const spacing = Math.max(spacingMin, radius >> 3)
    if (radius < radiusDrawn) {
      alpha = (alpha * radius) >> 7
      radius = radiusDrawn
    }
    paintDab(this.mask, x, y, radius, brush.hardness, alpha)
    return spacing
  }
}
