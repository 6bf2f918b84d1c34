import type { Kernel } from '../kernel/kernel.ts'
import { createTwinKernel } from '../kernel/twin-kernel.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'

/** For `it.each`: what holds for a kernel holds for both. */
export const bothKernels: readonly (readonly [name: string, create: () => Kernel])[] = [
  ['the twin', () => createTwinKernel()],
  ['WebAssembly', () => createWasmKernel()],
]
