import type { Kernel } from '../../../sync-core/kernel/kernel.ts'
import { channelOne, coverageOne, tilePixels } from '../../../sync-core/kernel/tile-layout.ts'
import { benchDabs, paintDabs } from '../bench-dabs.ts'
import type { Figure } from '../figure.ts'
import { bitFigures, BothDepths } from './both-depths.ts'

const mergesPerRun = 200

/** Dabs of one size on masks of 15 and of 8 bits. */
export async function bitDabFigures(
  name: string,
  radius: number,
  count: number,
  flow = coverageOne,
): Promise<Figure[]> {
  const both = await BothDepths.create()
  const dabs = benchDabs(radius, count)
  const runs = {
    wide: paintDabs(both.wide, radius, dabs, { flow }),
    // Memory, blank blocks and dabs are all that is used of it.
    narrow: paintDabs(both.narrow as unknown as Kernel, radius, dabs, { flow, mask: 'selection' }),
  }
  const [wide, narrow] = [runs.wide(), runs.narrow()]
  if (wide.size !== narrow.size)
    throw new Error(`dabs reach ${wide.size} tiles, and ${narrow.size} in 8 bits`)
  for (const [index, { pointer }] of wide) {
    const other = narrow.get(index)!.pointer
    both.compare({ wide: pointer, narrow: other, count: tilePixels, one: coverageOne })
  }
  return bitFigures(name, 'dabs/s', count, runs)
}

/** A mask merged with a colour over a tile. */
export async function bitMergeFigures(): Promise<Figure[]> {
  const both = await BothDepths.create()
  const { wide, narrow } = both
  const alphas = Uint16Array.from({ length: tilePixels }, (_, i) => (i * 7) & 0x7fff)
  const pixels = Uint16Array.from([...alphas].flatMap((alpha) => [alpha >> 1, alpha >> 2, alpha, alpha]))
  const tile = both.put(pixels, channelOne)
  const mask = both.put(
    alphas.map((_, i) => (i * 9) & 0x7fff),
    coverageOne,
  )
  const merges = {
    wide: () => wide.mergeFlat(tile.wide, mask.wide, 0, 0, 20_000, 9_000, channelOne, channelOne),
    narrow: () => narrow.mergeFlat(tile.narrow, mask.narrow, 156, 70, 255, 255),
  }
  merges.wide()
  merges.narrow()
  both.compare(tile)
  return bitFigures('bits-merge', 'Mpx/s', (mergesPerRun * tilePixels) / 1e6, {
    wide: repeated(merges.wide),
    narrow: repeated(merges.narrow),
  })
}

function repeated(merge: () => unknown): () => void {
  return () => {
    for (let n = 0; n < mergesPerRun; n++) merge()
  }
}
