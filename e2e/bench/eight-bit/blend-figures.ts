import { composite } from '../../../sync-core/kernel/blend-kernel.ts'
import { channelOne, coverageOne, tilePixels } from '../../../sync-core/kernel/tile-layout.ts'
import { type BenchLayer, tilesPerLayer } from '../bench-layers.ts'
import type { Figure } from '../figure.ts'
import type { Run } from '../measure.ts'
import { bitFigures, BothDepths } from './both-depths.ts'

const megapixels = (tilesPerLayer * tilePixels) / 1e6

/** The layers above the lowest laid on it, in normal mode and with this opacity (0..255). */
export async function bitBlendFigures(
  name: string,
  layers: readonly Pick<BenchLayer, 'tiles'>[],
  opacity: number,
): Promise<Figure[]> {
  const both = await BothDepths.create()
  const { wide, narrow } = both
  const [lowest, ...others] = layers.map(({ tiles }) => tiles.map((pixels) => both.put(pixels, channelOne)))
  const onLowest =
    (depth: 'wide' | 'narrow', blend: (target: number, source: number) => unknown): Run =>
    () => {
      for (const [place, target] of lowest!.entries()) {
        for (const other of others) blend(target[depth], other[place]![depth])
      }
    }
  const wideOpacity = Math.round((opacity * coverageOne) / 255)
  const runs = {
    wide: onLowest('wide', (target, source) =>
      wide.blendTile(target, source, wideOpacity, 0, composite.over),
    ),
    narrow: onLowest('narrow', (target, source) => narrow.blendNormal(target, source, opacity)),
  }
  runs.wide()
  runs.narrow()
  for (const target of lowest!) both.compare(target)
  return bitFigures(name, 'Mpx/s', others.length * megapixels, runs)
}
