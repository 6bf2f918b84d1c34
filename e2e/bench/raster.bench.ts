// Painting, a stroke's dabs and merges, by the kernel: beside its twin in TypeScript, beside two engines that others paint with,
// and beside the same kernel with 8 bits a channel.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gradientShapes } from '../../sync-core/kernel/gradient-kernel.ts'
import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { coverageOne, tilePixels } from '../../sync-core/kernel/tile-layout.ts'
import { benchDabs, paintDabs } from './bench-dabs.ts'
import { bitDabFigures, bitMergeFigures } from './eight-bit/paint-figures.ts'
import { type Figure, floorOf } from './figure.ts'
import { onBothKernels, ratesInTurns, type Run } from './measure.ts'
import { openLibmypaint, openSkia } from './paint-engines.ts'

/** Radius in px, how many dabs, and how many times as fast as each peer the kernel has to be (RASTER.md). */
const dabSizes: readonly DabSize[] = [
  { radius: 2, count: 40_000, floors: { twin: 2, libmypaint: 1.5 } },
  { radius: 8, count: 12_000, floors: { twin: 3, libmypaint: 1.5 } },
  { radius: 32, count: 1_500, floors: { twin: 4.5, libmypaint: 1.5, skia: 2 } },
  { radius: 128, count: 150, floors: { twin: 6, libmypaint: 1.5, skia: 1 } },
]

interface DabSize {
  readonly radius: number
  readonly count: number
  readonly floors: Readonly<Record<string, number>>
}

const peers = {
  twin: 'the TypeScript twin',
  skia: 'Skia, filling with a radial gradient',
  libmypaint: 'libmypaint, its own dab',
}
const tilesPerRun = 200

export async function bench(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gesso-bench-'))
  try {
    const libmypaint = openLibmypaint(folder)
    if (libmypaint === undefined) {
      console.error(
        'libmypaint is missing, and with it its figures: install libmypaint-dev and a C compiler.',
      )
    }
    const figures: Figure[] = []
    for (const size of dabSizes) figures.push(...(await dabFigures(size, libmypaint)))
    return [...figures, ...(await tileFigures()), ...(await depthFigures())]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function dabFigures(
  { radius, count, floors }: DabSize,
  libmypaint: ReturnType<typeof openLibmypaint>,
): Promise<Figure[]> {
  const dabs = benchDabs(radius, count)
  const rates = await ratesInTurns(count, {
    ...onBothKernels((kernel) => paintDabs(kernel, radius, dabs)),
    skia: openSkia(radius, dabs),
  })
  const all = libmypaint === undefined ? rates : { ...rates, libmypaint: libmypaint(radius, dabs) }
  return Object.entries(peers).flatMap(([name, against]) => {
    const peer = (all as Record<string, number>)[name]
    if (peer === undefined) return []
    const figure = { name: `dabs-r${radius}-${name}`, value: all.wasm, unit: 'dabs/s', peer, against }
    const floor = floors[name]
    return floor === undefined ? [figure] : [figure, floorOf(figure, floor)]
  })
}

async function tileFigures(): Promise<Figure[]> {
  const begins: Record<string, (kernel: Kernel) => Run> = {
    merge: onTiles((kernel, tile, _, mask) =>
      kernel.mergeFlat(tile, mask, 0, 0, 20_000, 9_000, 32_767, 32_767),
    ),
    'merge-colors': onTiles((kernel, tile, other, mask) => kernel.mergeColors(tile, other, mask, 0, 0)),
  }
  for (const [shape, name] of gradientShapes.entries()) {
    begins[`gradient-${name}`] = onTiles((kernel, _, other) =>
      kernel.gradientTile(other, shape, 512, 512, 8000, 7000, 9000, 9500, 0x2040ff80, 0xff8000ff),
    )
  }
  const figures: Figure[] = []
  for (const [name, begin] of Object.entries(begins)) {
    const { wasm, twin } = await ratesInTurns((tilesPerRun * tilePixels) / 1e6, onBothKernels(begin))
    figures.push({ name, value: wasm, unit: 'Mpx/s', peer: twin, against: peers.twin })
  }
  return figures
}

/** 15 bits beside 8: all sizes of dabs, one of them at half of the flow, and a merge. */
async function depthFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { radius, count } of dabSizes) {
    figures.push(...(await bitDabFigures(`bits-dabs-r${radius}`, radius, count)))
  }
  figures.push(...(await bitDabFigures('bits-dabs-flow-r32', 32, 1_500, coverageOne / 2)))
  return [...figures, ...(await bitMergeFigures())]
}

function onTiles(
  work: (kernel: Kernel, tile: number, other: number, mask: number) => unknown,
): (kernel: Kernel) => Run {
  return (kernel) => {
    const memory = new PictureMemory(kernel)
    const tile = memory.newPixels().writePointer
    const other = memory.newPixels().writePointer
    const mask = memory.newBlock('mask').pointer
    const { u16 } = kernel
    for (let i = 0; i < tilePixels; i++) {
      const alpha = (i * 7) & 0x7fff
      u16.set([alpha >> 1, alpha >> 2, alpha, alpha], (tile >> 1) + i * 4)
      u16[(mask >> 1) + i] = (i * 9) & 0x7fff
    }
    return () => {
      for (let n = 0; n < tilesPerRun; n++) work(kernel, tile, other, mask)
    }
  }
}
