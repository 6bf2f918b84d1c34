// The recorded pen in many places and with many brushes, replayed by a Timeline: with the kernel of the product, and beside it
// with its twin in TypeScript.

import type { Kernel } from '../../sync-core/kernel/kernel.ts'
import { type Figure, floorOf } from './figure.ts'
import { measureInTurns } from './measure.ts'
import { repeatStrokes } from './recorded-strokes.ts'
import { applyAll, blankTimeline } from './replay-timeline.ts'
import { createTwinKernel } from '../../sync-core/kernel/twin-kernel.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'

const size = { width: 4096, height: 4096 }
const updates = 100_000
const turns = 3
/** How many times as fast as the twin the design wants it. */
const floor = 2.2

export async function bench(): Promise<Figure[]> {
  const operations = (await repeatStrokes(size, updates, 7)).flat()
  const seen = new Set<string>()
  const replay = (create: () => Kernel) => (): void => {
    seen.add(applyAll(blankTimeline(size, create()), operations).hash())
  }
  const { wasm, twin } = await measureInTurns(
    { wasm: replay(createWasmKernel), twin: replay(createTwinKernel) },
    turns,
  )
  if (seen.size !== 1) throw new Error(`the replays made ${seen.size} pictures`)
  const dabs = countDabs(operations)
  const against = 'the TypeScript twin'
  const replayed = {
    name: 'replay-updates',
    value: updates / wasm,
    unit: 'updates/s',
    peer: updates / twin,
    against,
  }
  return [
    replayed,
    floorOf(replayed, floor),
    { name: 'replay-dabs', value: dabs / wasm, unit: 'dabs/s', peer: dabs / twin, against },
  ]
}

function countDabs(operations: readonly Uint8Array[]): number {
  let dabs = 0
  const kernel = createWasmKernel()
  for (const name of ['paintDabs', 'paintShapedDabs'] as const) {
    const paint = kernel[name]
    kernel[name] = (...words) => {
      const painted = paint(...words)
      dabs += painted
      return painted
    }
  }
  applyAll(blankTimeline(size, kernel), operations)
  return dabs
}
