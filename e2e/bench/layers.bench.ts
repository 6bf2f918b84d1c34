// From layers to a window: stacks of layers made one, each blend mode by itself, and 15 bits made 8 for the screen. Counted are
// the pixels of all layers together. Skia does it in 8 bits; a kernel's pixels lie in its own memory, a window's wherever the
// engine keeps them.

import { Prng } from '../../sync-core/base/prng.ts'
import { composite } from '../../sync-core/kernel/blend-kernel.ts'
import { blendModes } from '../../sync-core/kernel/blend-mode.ts'
import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { coverageOne, pixelTileBytes, tilePixels } from '../../sync-core/kernel/tile-layout.ts'
import { randomPixels } from '../../sync-core/testing/random-pixels.ts'
import { type BenchLayer, paintedLayer, tilesPerLayer } from './bench-layers.ts'
import { bitBlendFigures } from './eight-bit/blend-figures.ts'
import { windowStack } from './engine-calls.ts'
import { type Figure } from './figure.ts'
import { onBothKernels, ratesInTurns, type Run } from './measure.ts'
import { drawLayers } from './skia-layers.ts'

const stackHeights = [2, 8, 32]
const megapixels = (tilesPerLayer * tilePixels) / 1e6
const unit = 'Mpx/s'
const twinPeer = 'the TypeScript twin'
const skiaPeer = 'Skia, drawImage of 8 bits'

export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const height of stackHeights) figures.push(...(await stackFigures(height)))
  for (const mode of blendModes.keys()) figures.push(...(await modeFigures(mode)))
  return [...figures, ...(await mixedFigures()), ...(await showFigures()), ...(await depthFigures())]
}

/** Normal layers, by the kernel alone and as a window does it. */
async function stackFigures(height: number): Promise<Figure[]> {
  const layers = Array.from({ length: height }, (_, n) => paintedLayer(n))
  const { wasm, twin, window, skia } = await ratesInTurns(height * megapixels, {
    ...onBothKernels((kernel) => flatten(kernel, layers)),
    window: windowStack(layers).compose,
    skia: drawLayers(layers, 'nothing'),
  })
  return [
    { name: `flatten-${height}-twin`, value: wasm, unit, peer: twin, against: twinPeer },
    { name: `flatten-${height}-skia`, value: wasm, unit, peer: skia, against: skiaPeer },
    { name: `compose-${height}-kernel`, value: window, unit, peer: wasm, against: 'the kernel alone' },
    { name: `compose-${height}-skia`, value: window, unit, peer: skia, against: skiaPeer },
  ]
}

function flatten(kernel: Kernel, layers: readonly BenchLayer[]): Run {
  const memory = new PictureMemory(kernel)
  const stacks = layers.map(({ tiles }) => putTiles(memory, tiles))
  const flat = putTiles(memory, Array<undefined>(tilesPerLayer).fill(undefined))
  return () => {
    for (const [place, out] of flat.entries()) {
      kernel.zeroBlock(out, pixelTileBytes)
      for (const stack of stacks) kernel.blendTile(out, stack[place]!, coverageOne, 0, composite.over)
    }
  }
}

/** Two layers of random pixels at partial opacity: without an empty or opaque run, which is the slowest way. */
async function modeFigures(mode: number): Promise<Figure[]> {
  const blend = blendModes[mode]!
  const prng = new Prng(mode)
  const random = (): Uint16Array[] => Array.from({ length: tilesPerLayer }, () => randomPixels(prng))
  const [backdrop, source] = [random(), random()]
  const { wasm, twin, skia } = await ratesInTurns(megapixels, {
    ...onBothKernels((kernel) => {
      const memory = new PictureMemory(kernel)
      const [targets, sources] = [putTiles(memory, backdrop), putTiles(memory, source)]
      return () => {
        for (const [place, target] of targets.entries()) {
          kernel.blendTile(target, sources[place]!, 20_000, mode, composite.over)
        }
      }
    }),
    skia: drawLayers([{ tiles: source, blend, opacity: 156 }], 'kept'),
  })
  return [
    { name: `blend-${blend}-twin`, value: wasm, unit, peer: twin, against: twinPeer },
    { name: `blend-${blend}-skia`, value: wasm, unit, peer: skia, against: skiaPeer },
  ]
}

/** One layer of each mode, half of them faded: a window sees the paper. */
async function mixedFigures(): Promise<Figure[]> {
  const layers = blendModes.map((blend, n) => paintedLayer(n, blend, n % 2 === 0 ? 255 : 180))
  const { window, skia } = await ratesInTurns(layers.length * megapixels, {
    window: windowStack(layers).compose,
    skia: drawLayers(layers, 'paper'),
  })
  return [{ name: 'compose-all-modes-skia', value: window, unit, peer: skia, against: skiaPeer }]
}

/** 15 bits beside 8, in normal mode: two random layers at partial opacity, and layers as they are painted. */
async function depthFigures(): Promise<Figure[]> {
  const prng = new Prng(0)
  const random = [0, 1].map(() => ({
    tiles: Array.from({ length: tilesPerLayer }, () => randomPixels(prng)),
  }))
  const painted = Array.from({ length: 8 }, (_, n) => paintedLayer(n))
  return [
    ...(await bitBlendFigures('bits-blend-normal', random, 156)),
    ...(await bitBlendFigures('bits-flatten-8', painted, 255)),
  ]
}

/** Every pixel of a picture over white paper in 8 bits. */
async function showFigures(): Promise<Figure[]> {
  const { tiles } = paintedLayer(1)
  const stack = windowStack([paintedLayer(1)])
  void stack.compose()
  const { wasm, twin, copy, window } = await ratesInTurns(megapixels, {
    ...onBothKernels((kernel) => {
      const memory = new PictureMemory(kernel)
      const [from, to] = [putTiles(memory, tiles), putTiles(memory, tiles)]
      return () => {
        for (const [place, pixels] of from.entries()) kernel.showTile(pixels, to[place]!)
      }
    }),
    copy: copyOf(tiles),
    window: stack.show,
  })
  return [
    { name: 'show-twin', value: wasm, unit, peer: twin, against: twinPeer },
    { name: 'show-copy', value: wasm, unit, peer: copy, against: 'a plain copy of the same pixels' },
    { name: 'show-window-kernel', value: window, unit, peer: wasm, against: 'the kernel alone' },
  ]
}

function copyOf(tiles: readonly Uint16Array[]): Run {
  const out = tiles.map((pixels) => new Uint16Array(pixels.length))
  return () => {
    for (const [place, pixels] of tiles.entries()) out[place]!.set(pixels)
  }
}

function putTiles(memory: PictureMemory, tiles: readonly (Uint16Array | undefined)[]): number[] {
  memory.reserve({ pixels: tiles.length })
  return tiles.map((pixels) => {
    const pointer = memory.newPixels().writePointer
    if (pixels !== undefined) memory.kernel.u16.set(pixels, pointer / 2)
    return pointer
  })
}
