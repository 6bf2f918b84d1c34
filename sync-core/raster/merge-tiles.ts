import { composite } from '../kernel/blend-kernel.ts'
import { blendModes } from '../kernel/blend-mode.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { coverageOne } from '../kernel/tile-layout.ts'
import { widen } from '../kernel/widen.ts'
import type { LayerOperation } from './layer-operation.ts'

/** Lays a tile of one layer on that of another for good; says whether any number changed. */
export function mergeTiles(
  kernel: Kernel,
  below: number,
  top: number,
  { opacity, blend, clipped }: Extract<LayerOperation, { kind: 'layer-merge' }>,
): boolean {
  const rule = clipped ? composite.atop : composite.over
  return kernel.blendTile(below, top, widenOpacity(opacity), blendModes.indexOf(blend), rule) !== 0
}

/** 0..255 as coverage 0..32768. */
export function widenOpacity(opacity: number): number {
  return widen(opacity, coverageOne)
}
