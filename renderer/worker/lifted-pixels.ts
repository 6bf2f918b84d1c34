// Pixels that were lifted off a layer and are not laid down yet. The layer still has them, here and everywhere: this window
// alone shows the picture without them, as the person moves them about above it.

import type { Affine, Client, CoverageMask, FloatingPixels, LayerId } from '../../sync-core/index.ts'

export interface LiftedPixels {
  readonly layer: LayerId
  readonly floating: FloatingPixels
  /** What of the layer was lifted. */
  readonly mask: CoverageMask
  /** Whether the mask was the selection, which then goes where the pixels go. */
  readonly isSelection: boolean
}

/** Writes a tile as the picture looks without what was lifted; false when nothing was lifted there. */
export function renderWithout(
  lifted: LiftedPixels,
  client: Client,
  index: number,
  shown: Uint8ClampedArray | Uint8Array,
): boolean {
  const coverage = lifted.mask.get(index)
  if (coverage === undefined || !lifted.floating.tiles.has(index)) return false
  client.renderTile(index, shown, { layer: lifted.layer, coverage })
  return true
}

/** Whether the map leaves everything where it is. */
export function isIdentity({ a, b, c, d, e, f }: Affine): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0
}
