import { channelOne } from '../kernel/tile-layout.ts'
import type { PixelSource } from './pixel-source.ts'
import { PixelSum } from './pixel-sum.ts'

/**
 * The eyedropper: the mean colour (0xRRGGBB) of a square of px around a px of the plane. `shown`: as it looks over white
 * paper. `layer`: the colour that was painted, however thin; undefined where nothing was.
 */
export function pickColor(
  source: PixelSource,
  x: number,
  y: number,
  { sidePx, of }: { readonly sidePx: 1 | 3 | 5; readonly of: 'shown' | 'layer' },
): number | undefined {
  const sum = new PixelSum(source)
  const reach = (sidePx - 1) / 2
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) sum.add(x + dx, y + dy)
  }
  if (of === 'layer' && sum.alpha === 0) return undefined
  const whole = of === 'layer' ? sum.alpha : sum.count * channelOne
  const paper = of === 'layer' ? 0 : whole - sum.alpha
  const eightBits = (channel: number): number => Math.min(255, Math.round(((channel + paper) / whole) * 255))
  return (eightBits(sum.red) << 16) | (eightBits(sum.green) << 8) | eightBits(sum.blue)
}
