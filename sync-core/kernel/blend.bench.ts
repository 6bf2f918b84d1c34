import { Prng } from '../base/prng.ts'
import { type KernelFigure, measureKernels } from '../testing/measure-kernels.ts'
import { randomPixels } from '../testing/random-pixels.ts'
import { composite } from './blend-kernel.ts'
import { blendModes } from './blend-mode.ts'
import { gradientShapes } from './gradient-kernel.ts'
import type { Kernel } from './kernel.ts'
import {
  channelOne,
  coverageOne,
  ownerPointer,
  pixelTileBytes,
  tilePixels,
  tileSidePx,
  tileValues,
} from './tile-layout.ts'

/** How many layers a flattened tile has. */
export const stackHeights = [2, 8, 32] as const

/**
 * Blending in millions of pixels a second: stacks of layers flattened to a tile (each layer's pixels count), every mode between two
 * tiles without an empty or opaque run at partial opacity, which is the slowest way, and gradients.
 */
export function measureBlending(): KernelFigure[] {
  const pixels = tilePixels / 1e6
  const stacks = stackHeights.map((height) =>
    measureKernels(`flatten-${height}`, 'Mpx/s', height * pixels, (kernel) => {
      const layers = Array.from({ length: height }, (_, n) => put(kernel, n + 1, paintedLayer(n)))
      return () => {
        kernel.zeroBlock(ownerPointer, pixelTileBytes)
        for (const layer of layers) kernel.blendTile(ownerPointer, layer, coverageOne, 0, composite.over)
      }
    }),
  )
  const modes = blendModes.map((name, mode) =>
    measureKernels(`blend-${name}`, 'Mpx/s', pixels, (kernel) => {
      const prng = new Prng(mode)
      const backdrop = put(kernel, 0, randomPixels(prng))
      const source = put(kernel, 1, randomPixels(prng))
      return () => void kernel.blendTile(backdrop, source, 20_000, mode, composite.over)
    }),
  )
  const gradients = gradientShapes.map((name, shape) =>
    measureKernels(`gradient-${name}`, 'Mpx/s', pixels, (kernel) => {
      const out = put(kernel, 0, new Uint16Array(tileValues))
      return () => kernel.gradientTile(out, shape, 512, 512, 8000, 7000, 9000, 9500, 0x2040ff80, 0xff8000ff)
    }),
  )
  return [...stacks, ...modes, ...gradients]
}

/** As layers are: the lowest opaque, the others with an opaque shape, its soft rim, and nothing around it. */
function paintedLayer(n: number): Uint16Array {
  const pixels = new Uint16Array(tileValues)
  for (let i = 0; i < tilePixels; i++) {
    const x = (i % tileSidePx) - ((n * 23) % tileSidePx)
    const y = Math.floor(i / tileSidePx) - ((n * 37) % tileSidePx)
    const inside = Math.max(0, Math.min(1, (24 - Math.hypot(x, y)) / 12))
    const alpha = n === 0 ? channelOne : Math.round(inside * channelOne)
    pixels.set([alpha >> 1, alpha >> 2, alpha, alpha], i * 4)
  }
  return pixels
}

function put(kernel: Kernel, place: number, pixels: Uint16Array): number {
  const pointer = ownerPointer + place * pixelTileBytes
  kernel.grow(pointer + pixelTileBytes)
  kernel.u16.set(pixels, pointer / 2)
  return pointer
}
