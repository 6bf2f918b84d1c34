// How fast the kernel is, and its twin in the same run: only the ratio says anything on a busy machine. Measured is the CPU
// time of this process, both in turns, and the median is taken.

import type { Kernel } from '../kernel/kernel.ts'
import { createTwinKernel } from '../kernel/twin-kernel.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'

/** Work done in a second of CPU time. */
export interface KernelFigure {
  readonly name: string
  readonly unit: string
  readonly wasm: number
  readonly twin: number
}

const turns = 7
const turnUsMin = 20_000

/** What `begin` returns does so much `work` (in the unit, without the second) with that kernel. */
export function measureKernels(
  name: string,
  unit: string,
  work: number,
  begin: (kernel: Kernel) => () => void,
): KernelFigure {
  const runs = { wasm: begin(createWasmKernel()), twin: begin(createTwinKernel()) }
  const seconds: { wasm: number[]; twin: number[] } = { wasm: [], twin: [] }
  for (let turn = 0; turn < turns; turn++) {
    seconds.wasm.push(cpuSeconds(runs.wasm))
    seconds.twin.push(cpuSeconds(runs.twin))
  }
  return { name, unit, wasm: work / median(seconds.wasm), twin: work / median(seconds.twin) }
}

/** CPU time of one call, of so many calls that the clock can tell. */
function cpuSeconds(run: () => void): number {
  const begun = process.cpuUsage()
  for (let calls = 1; ; calls++) {
    run()
    const { user, system } = process.cpuUsage(begun)
    if (user + system > turnUsMin) return (user + system) / 1e6 / calls
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}
