// The one way to measure a computation: CPU time of this process, everything that is compared in turns, and the median of the
// turns. On a busy machine only the ratio says anything, and only of what ran side by side.

import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { createTwinKernel } from '../../sync-core/kernel/twin-kernel.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { median } from './figure.ts'

export const turns = 7
/** Shorter turns leave one run's garbage to the next. */
const turnMicrosMin = 100_000

export type Run = () => unknown

/** Seconds of CPU time of one call of each, which may be asynchronous. */
export async function measureInTurns<Name extends string>(
  runs: Readonly<Record<Name, Run>>,
  turnCount = turns,
): Promise<Record<Name, number>> {
  const entries = (Object.entries(runs) as [Name, Run][]).map(([name, run]) => ({
    name,
    run,
    seconds: [] as number[],
  }))
  for (let turn = 0; turn < turnCount; turn++) {
    for (const { run, seconds } of entries) seconds.push(await cpuSeconds(run))
  }
  return Object.fromEntries(entries.map(({ name, seconds }) => [name, median(seconds)])) as Record<
    Name,
    number
  >
}

/** As measureInTurns, but how much `work` is done in a second. */
export async function ratesInTurns<Name extends string>(
  work: number,
  runs: Readonly<Record<Name, Run>>,
): Promise<Record<Name, number>> {
  const seconds = await measureInTurns(runs)
  const rates = (Object.keys(seconds) as Name[]).map((name) => [name, work / seconds[name]])
  return Object.fromEntries(rates) as Record<Name, number>
}

/** What `begin` makes for the kernel, and for its twin. */
export function onBothKernels(begin: (kernel: Kernel) => Run): { wasm: Run; twin: Run } {
  return { wasm: begin(createWasmKernel()), twin: begin(createTwinKernel()) }
}

/** Of so many calls that the clock can tell. */
async function cpuSeconds(run: Run): Promise<number> {
  const begun = process.cpuUsage()
  for (let calls = 1; ; calls++) {
    const result = run()
    if (result instanceof Promise) await result
    const { user, system } = process.cpuUsage(begun)
    if (user + system > turnMicrosMin) return (user + system) / 1e6 / calls
  }
}
