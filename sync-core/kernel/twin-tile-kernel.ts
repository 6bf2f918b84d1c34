import type { KernelMemory } from './kernel-memory.ts'
import type { TileKernel } from './tile-kernel.ts'

export function twinTileKernel(memory: KernelMemory): TileKernel {
  return {
    copyBlock(from, to, bytes) {
      memory.u8.copyWithin(to, from, from + bytes)
    },
    zeroBlock(pointer, bytes) {
      memory.u8.fill(0, pointer, pointer + bytes)
    },
  }
}
