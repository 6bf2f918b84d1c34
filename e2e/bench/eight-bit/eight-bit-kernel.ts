import type { DabKernel } from '../../../sync-core/kernel/dab-kernel.ts'
import type { KernelMemory } from '../../../sync-core/kernel/kernel-memory.ts'
import { ownerPointer, pageBytes } from '../../../sync-core/kernel/tile-layout.ts'
import type { TileKernel } from '../../../sync-core/kernel/tile-kernel.ts'

/** Our kernel's dabs, merge and normal mode, but with masks of a byte a pixel and tiles of four. */
export interface EightBitKernel extends KernelMemory, DabKernel, Pick<TileKernel, 'zeroBlock'> {
  /** As ours, for a colour and coverage of 0..255, without selection and lock. */
  mergeFlat(pixels: number, mask: number, red: number, green: number, blue: number, alpha: number): number
  /** As ours in normal mode; opacity 0..255. */
  blendNormal(target: number, source: number, opacity: number): number
}

// By address: the types of the AssemblyScript compiler, which it brings along, are not those of this project.
const compiler = new URL('../../../build/compile-assembly.mjs', import.meta.url)
const source = 'e2e/bench/eight-bit/assembly/index.ts'
const replacements = {
  'sync-core/kernel/assembly/dab-columns.ts': 'e2e/bench/eight-bit/assembly/dab-columns.ts',
}
/** More than any figure needs, so that the memory never moves. */
const memoryBytes = 64 * 1024 * 1024

export async function createEightBitKernel(): Promise<EightBitKernel> {
  const { compileAssembly } = (await import(compiler.href)) as {
    compileAssembly: (source: string, replacements: Readonly<Record<string, string>>) => Promise<BufferSource>
  }
  const { instance } = await WebAssembly.instantiate(await compileAssembly(source, replacements))
  const { memory, ...functions } = instance.exports as unknown as EightBitKernel & {
    memory: WebAssembly.Memory
  }
  memory.grow((memoryBytes - ownerPointer) / pageBytes)
  const { buffer } = memory
  return {
    ...functions,
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    grow: (bytes) => bytes <= memoryBytes,
  }
}
