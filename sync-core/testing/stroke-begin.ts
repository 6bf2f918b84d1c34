import type { Brush } from '../raster/brush.ts'
import type { MarkPlace, Operation } from '../raster/operation.ts'
import type { Sample } from '../raster/sample.ts'
import { firstLayer } from '../raster/structure.ts'

/** Begins a stroke on the first layer, where anything may be painted, unless `place` says otherwise. */
export function strokeBegin(
  brush: Brush,
  samples: readonly Sample[],
  place: Partial<MarkPlace> = {},
): Operation {
  return {
    kind: 'stroke-begin',
    layer: firstLayer,
    alphaLock: false,
    selected: false,
    ...place,
    brush,
    samples,
  }
}
