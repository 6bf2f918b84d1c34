// What is run in every engine, to be compared: bundled for browsers (run-in-worker.ts), and as it is in Node.

import { createTwinKernel } from '../../sync-core/kernel/twin-kernel.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { digestKernel } from './golden-kernel.ts'
import { type GoldenChapter, paintGoldenPictures } from './golden-picture.ts'

export interface GoldenResult {
  /** Digests by kernel, then by function. */
  readonly kernels: Readonly<Record<'wasm' | 'twin', Readonly<Record<string, string>>>>
  /** By way to paint them, then by chapter. */
  readonly pictures: Readonly<Record<string, Readonly<Record<string, GoldenChapter>>>>
}

export function runGoldenProgram(): GoldenResult {
  return {
    kernels: { wasm: digestKernel(createWasmKernel()), twin: digestKernel(createTwinKernel()) },
    pictures: paintGoldenPictures(),
  }
}
