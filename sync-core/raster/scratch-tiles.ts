import { assert } from '../base/assert.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { ownerPointer, pixelTileBytes } from '../kernel/tile-layout.ts'
import { tileValues } from './tile.ts'

let kernel: Kernel | undefined

/**
 * Lets the kernel lay one tile on another: `target` and `source` (16384 numbers each) are copied into its memory, and the
 * target back. `lay` says 1 when it changed any number.
 */
export function layTile(
  target: Uint16Array,
  source: Uint16Array,
  lay: (kernel: Kernel, target: number, source: number) => number,
): boolean {
  kernel ??= openKernel()
  const targetPointer = ownerPointer
  const sourcePointer = ownerPointer + pixelTileBytes
  const words = kernel.u16
  words.set(target, targetPointer >> 1)
  words.set(source, sourcePointer >> 1)
  if (lay(kernel, targetPointer, sourcePointer) === 0) return false
  target.set(words.subarray(targetPointer >> 1, (targetPointer >> 1) + tileValues))
  return true
}

function openKernel(): Kernel {
  const opened = createWasmKernel()
  assert(opened.grow(ownerPointer + 2 * pixelTileBytes), 'two tiles of memory are there')
  return opened
}
