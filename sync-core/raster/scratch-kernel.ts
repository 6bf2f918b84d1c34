import { assert } from '../base/assert.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { ownerPointer, pixelTileBytes } from '../kernel/tile-layout.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'

/** Blocks of one pixel tile each, whose bytes live as long as the call that put them there. */
export const scratchBlocks = [
  ownerPointer,
  ownerPointer + pixelTileBytes,
  ownerPointer + 2 * pixelTileBytes,
] as const

let kernel: Kernel | undefined

/** The kernel for whoever computes pixels of a tile that lies elsewhere. */
export function scratchKernel(): Kernel {
  if (kernel === undefined) {
    const opened = createWasmKernel()
    assert(
      opened.grow(ownerPointer + scratchBlocks.length * pixelTileBytes),
      'three tiles of memory are there',
    )
    kernel = opened
  }
  return kernel
}
