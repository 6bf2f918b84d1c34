import { composite } from '../kernel/blend-kernel.ts'
import type { PictureMemory } from '../kernel/picture-memory.ts'
import { coverageOne, pixelTileBytes, scratchPointer, selectionBytes } from '../kernel/tile-layout.ts'
import { brushSource } from './brush-source.ts'

// What patches and gradients lay on a tile, in place. Each says whether any number changed. Everything becomes a tile of
// pixels that is laid over, so that a fill, an image and a layer follow the same formula; only erasing is a merge of its own.

const normal = 0
/** Where pixels and coverage are put for a call. */
const sourcePointer = scratchPointer
const coveragePointer = scratchPointer + pixelTileBytes

/** Lays a colour (0xRRGGBB) where the coverage (4096 of 0..255) says. */
export function layCover(
  memory: PictureMemory,
  pixels: number,
  coverage: Uint8Array,
  color: number,
  alphaLock: boolean,
): boolean {
  const { red, green, blue, alpha } = brushSource({ blend: 'normal', color })
  memory.kernel.fillTile(sourcePointer, red, green, blue, alpha)
  return layOver(memory, pixels, sourcePointer, alphaLock, coverage)
}

/** Takes away what the coverage says. */
export function layErase(memory: PictureMemory, pixels: number, coverage: Uint8Array): boolean {
  const { kernel } = memory
  const everything = memory.lasting('full mask', 'mask', (pointer) => {
    kernel.u16.fill(coverageOne, pointer / 2, pointer / 2 + selectionBytes)
  })
  kernel.u8.set(coverage, coveragePointer)
  return kernel.mergeFlat(pixels, everything, coveragePointer, 0, 0, 0, 0, 0) !== 0
}

/** Lays the pixels at `above` over; where there is a selection (4096 of 0..255), only as much as it says, and `above` is spent. */
export function layOver(
  { kernel }: PictureMemory,
  pixels: number,
  above: number,
  alphaLock: boolean,
  selection?: Uint8Array,
): boolean {
  if (selection !== undefined) {
    kernel.u8.set(selection, coveragePointer)
    kernel.scaleTile(above, coveragePointer)
  }
  const rule = alphaLock ? composite.atop : composite.over
  return kernel.blendTile(pixels, above, coverageOne, normal, rule) !== 0
}
