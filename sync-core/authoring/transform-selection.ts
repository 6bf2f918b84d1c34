import { type Affine, identity } from './affine.ts'
import type { CoverageMask } from './coverage-mask.ts'
import type { PartWork } from './drawn-part.ts'
import { type FloatingPixels, layPlaced } from './floating-pixels.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { transformPixels } from './transform-pixels.ts'

/**
 * The parts of a patch that take what is selected from where it was (unless a copy is made) and lay it down where the map
 * says. A map that changes nothing gives no parts, as taking half-selected px away and laying them down again would thin
 * them.
 */
export function transformSelection(
  floating: FloatingPixels,
  selection: CoverageMask,
  map: Affine,
  leave: 'hole' | 'original',
): PartWork | Refusal {
  const isSame = (Object.keys(identity) as (keyof Affine)[]).every((key) => map[key] === identity[key])
  if (isSame && leave === 'hole') return layPlaced({ indices: [], pixelsAt: () => undefined })
  const placed = transformPixels(floating, map)
  if (isRefusal(placed)) return placed
  const touched = new Map([...selection].filter(([index]) => floating.tiles.has(index)))
  return layPlaced(placed, leave === 'hole' ? touched : new Map())
}
