import type { KernelMemory } from './kernel-memory.ts'
import type { Kernel } from './kernel.ts'
import { ownerPointer, pageBytes, pagesMax } from './tile-layout.ts'
import { twinBlendKernel } from './twin-blend-kernel.ts'
import { twinDabKernel } from './twin-dab-kernel.ts'
import { twinGradientKernel } from './twin-gradient-kernel.ts'
import { twinMergeKernel } from './twin-merge-kernel.ts'
import { twinShapedDabKernel } from './twin-shaped-dab-kernel.ts'
import { twinTileKernel } from './twin-tile-kernel.ts'

/** A kernel in plain TypeScript with a memory of its own. `bytesMax` lets tests run out of memory. */
export function createTwinKernel(bytesMax = pagesMax * pageBytes): Kernel {
  const memory = new TwinMemory(bytesMax)
  return Object.assign(
    memory,
    twinTileKernel(memory),
    twinDabKernel(memory),
    twinShapedDabKernel(memory),
    twinMergeKernel(memory),
    twinBlendKernel(memory),
    twinGradientKernel(memory),
  )
}

class TwinMemory implements KernelMemory {
  u8 = new Uint8Array(ownerPointer)
  u16 = new Uint16Array(this.u8.buffer)
  i32 = new Int32Array(this.u8.buffer)
  private readonly bytesMax: number

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  grow(bytes: number): boolean {
    if (bytes <= this.u8.length) return true
    const size = Math.ceil(bytes / pageBytes) * pageBytes
    if (size > this.bytesMax) return false
    const former = this.u8
    this.u8 = new Uint8Array(size)
    this.u8.set(former)
    this.u16 = new Uint16Array(this.u8.buffer)
    this.i32 = new Int32Array(this.u8.buffer)
    return true
  }
}
