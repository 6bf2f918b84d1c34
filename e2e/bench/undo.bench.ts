// Undo of one stroke that lies under as many later updates as may be there for it, beside replaying all of these.

import { limits } from '../../sync-core/base/limits.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Figure } from './figure.ts'
import { measureInTurns } from './measure.ts'
import { repeatStrokes } from './recorded-strokes.ts'
import { applyAll, blankTimeline } from './replay-timeline.ts'

const size = { width: 4096, height: 4096 }
/** All but what undo and redo add while they are measured. */
const laterUpdates = limits.pendingUpdatesHardMax - 2000
const turns = 5

export async function bench(): Promise<Figure[]> {
  const [stroke, ...others] = await repeatStrokes(size, laterUpdates, 3)
  const later = others.flat()
  const timeline = blankTimeline(size, createWasmKernel())
  applyAll(timeline, stroke!, 1)
  applyAll(timeline, later, 2)
  const painted = timeline.hash()
  const say = (kind: 'undo' | 'redo'): void =>
    void applyAll(timeline, [encodeOperation({ kind, action: 1 })], 1)
  say('undo')
  if (timeline.hash() === painted) throw new Error('the stroke can be undone no more')
  say('redo')
  if (timeline.hash() !== painted) throw new Error('undone and redone, it is another picture')
  const { both, replay } = await measureInTurns(
    {
      both: () => {
        say('undo')
        say('redo')
      },
      replay: () => applyAll(blankTimeline(size, createWasmKernel()), later),
    },
    turns,
  )
  const against = `replaying ${later.length} updates`
  return [{ name: 'undo-one-stroke', value: (both / 2) * 1000, unit: 'ms', peer: replay * 1000, against }]
}
