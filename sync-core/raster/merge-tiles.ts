import { blendModes } from '../kernel/blend-mode.ts'
import { composite } from '../kernel/blend-kernel.ts'
import { coverageOne } from '../kernel/tile-layout.ts'
import type { LayerOperation } from './layer-operation.ts'
import { layTile } from './scratch-tiles.ts'

/** Lays a tile of one layer on that of another for good; says whether any number changed. */
export function mergeTiles(
  below: Uint16Array,
  top: Uint16Array,
  { opacity, blend, clipped }: Extract<LayerOperation, { kind: 'layer-merge' }>,
): boolean {
  const rule = clipped ? composite.atop : composite.over
  const coverage = widenOpacity(opacity)
  return layTile(below, top, (kernel, target, source) =>
    kernel.blendTile(target, source, coverage, blendModes.indexOf(blend), rule),
  )
}

/** 0..255 as coverage 0..32768. */
export function widenOpacity(opacity: number): number {
  return Math.floor((opacity * coverageOne + 127) / 255)
}
