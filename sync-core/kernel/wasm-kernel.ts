import { assert } from '../base/assert.ts'
import { decodeBase64 } from './decode-base64.ts'
import type { Kernel, KernelFunctions } from './kernel.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { kernelWasm } from './kernel-wasm.ts'
import { pageBytes } from './tile-layout.ts'

/** What of WebAssembly is used here; the core has no types of an environment, and every one of ours has this. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: KernelFunctions & { memory: EngineMemory } }
}

interface EngineMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

let compiled: object | undefined

/**
 * A kernel in WebAssembly with a memory of its own, which goes when the kernel is forgotten. Synchronous: not for the main
 * thread of a window, where old Chromium refuses modules of this size; pictures are painted in workers.
 */
export function createWasmKernel(): Kernel {
  const engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly
  compiled ??= new engine.Module(decodeBase64(kernelWasm))
  const { memory, ...functions } = new engine.Instance(compiled).exports
  return Object.assign(new WasmMemory(memory), functions)
}

class WasmMemory implements KernelMemory {
  u8 = new Uint8Array(0)
  u16 = new Uint16Array(0)
  i32 = new Int32Array(0)
  private readonly memory: EngineMemory

  constructor(memory: EngineMemory) {
    this.memory = memory
    this.look()
  }

  grow(bytes: number): boolean {
    const missing = Math.ceil((bytes - this.u8.length) / pageBytes)
    if (missing <= 0) return true
    try {
      this.memory.grow(missing)
    } catch {
      // The engine's way to say that there is no more; the memory is as it was.
      return false
    }
    this.look()
    assert(this.u8.length >= bytes, 'memory that grew is as long as was asked')
    return true
  }

  private look(): void {
    const { buffer } = this.memory
    this.u8 = new Uint8Array(buffer)
    this.u16 = new Uint16Array(buffer)
    this.i32 = new Int32Array(buffer)
  }
}
