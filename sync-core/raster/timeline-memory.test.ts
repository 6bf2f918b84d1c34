import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, OutOfMemoryError } from '../base/errors.ts'
import { ownerPointer } from '../kernel/tile-layout.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { createWasmKernel } from '../kernel/wasm-kernel.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import { anyScript } from '../testing/painting-script.ts'
import { newTimeline } from '../testing/picture-memories.ts'
import { blank, horizonLimits, stateOf } from '../testing/timeline-script.ts'
import { firstLayer } from './structure.ts'
import { Timeline } from './timeline.ts'

const spanBytes = 32 * 1024

describe('the memory of a Timeline', () => {
  it('[RA37] gives the same pictures in both kernels, however often it is swept', () => {
    fc.assert(
      fc.property(anyScript(70), fc.integer({ min: 1, max: 9 }), (script, every) => {
        const [wasm, twin] = bothKernels.map(([, create]) => {
          const memory = new PictureMemory(create())
          return new Timeline(blank, { memory, horizonLimits })
        })
        script.forEach((update, i) => {
          for (const timeline of [wasm!, twin!]) timeline.apply(update)
          if (i % every === 0) wasm!.memory.collect()
        })
        expect(stateOf(wasm!)).toEqual(stateOf(twin!))
      }),
      { numRuns: 40 },
    )
  })

  it('[RA38] gives back everything but its tiles, and those when it is disposed of', () => {
    fc.assert(
      fc.property(anyScript(60), (script) => {
        const timeline = newTimeline(blank, { horizonLimits })
        const { memory } = timeline
        for (const update of script) timeline.apply(update)
        stateOf(timeline)
        timeline.dispose()
        memory.collect()
        // What stays is what the engine works on: four reliefs of tips, and the bristles that were used.
        expect(memory.usedBytes).toBeLessThanOrEqual(10 * spanBytes)
      }),
      { numRuns: 40 },
    )
  })

  it('[RA36] is as it was, or used no more, when an update needs more memory than there is', () => {
    fc.assert(
      fc.property(anyScript(60), fc.integer({ min: 4, max: 40 }), (script, spans) => {
        const memory = new PictureMemory(createWasmKernel(), { bytesMax: ownerPointer + spans * spanBytes })
        const timeline = newTimeline(blank, { memory, horizonLimits })
        const twin = newTimeline(blank, { horizonLimits })
        for (const update of script) {
          try {
            timeline.apply(update)
          } catch (error) {
            expect(error).toBeInstanceOf(OutOfMemoryError)
            if (timeline.isSound) {
              expect(timeline.hash()).toBe(twin.hash())
              expect(timeline.seq).toBe(twin.seq)
              expect(timeline.pending()).toEqual(twin.pending())
            } else {
              expect(() => timeline.tile(firstLayer, 0)).toThrow(AssertionError)
              expect(() => timeline.hash()).toThrow(AssertionError)
              expect(() => timeline.base()).toThrow(AssertionError)
              expect(() => timeline.apply(update)).toThrow(AssertionError)
            }
            return
          }
          twin.apply(update)
          memory.collectWhenDue()
        }
        expect(timeline.hash()).toBe(twin.hash())
      }),
      { numRuns: 100 },
    )
  })
})
