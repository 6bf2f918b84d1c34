import type { Kernel } from '../kernel/kernel.ts'
import { scratchPointer, tileValues } from '../kernel/tile-layout.ts'

/** Writes a pixel tile over white paper into `out` (16384 bytes RGBA, alpha 255); the tile at 0 is blank. */
export function showTile(kernel: Kernel, pixels: number, out: Uint8ClampedArray | Uint8Array): void {
  if (pixels === 0) {
    out.fill(255, 0, tileValues)
    return
  }
  kernel.showTile(pixels, scratchPointer)
  out.set(kernel.u8.subarray(scratchPointer, scratchPointer + tileValues))
}
