// Undo of one stroke under later updates of somebody else: as many as the product's bounds leave (limits.ts), and 50 000, by when
// these would have folded the stroke into the base. Here the horizon stays, for what is measured adds updates; the code is
// the same.
//
//   undo-under-…   beside replaying all that is later, which undo must not do
//   undo-apart     a stroke where nobody else painted, under 50 000 updates beside the same under 1000: it costs what lies
//                  on its tiles, however much was painted elsewhere, and being painted again: its mask is long forgotten

import { limits } from '../../sync-core/base/limits.ts'
import { byPressure, firstLayer, roundBrush, steady } from '../../sync-core/index.ts'
import { PictureMemory } from '../../sync-core/kernel/picture-memory.ts'
import { createWasmKernel } from '../../sync-core/kernel/wasm-kernel.ts'
import { blankBase } from '../../sync-core/raster/base.ts'
import type { HorizonLimits } from '../../sync-core/raster/next-horizon.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { Timeline } from '../../sync-core/raster/timeline.ts'
import type { Figure } from './figure.ts'
import { measureInTurns, type Run } from './measure.ts'
import { type EncodedStroke, repeatStrokes } from './recorded-strokes.ts'
import { applyAll } from './replay-timeline.ts'

const size = { width: 4096, height: 4096 }
const productUpdates = limits.pendingUpdatesHardMax
const manyUpdates = 50_000
const fewUpdates = 1000
const foldsNothing: HorizonLimits = { ...limits, pendingUpdatesMax: Infinity, pendingBytesMax: Infinity }
const turns = 5

export async function bench(): Promise<Figure[]> {
  const [stroke, ...others] = await repeatStrokes(size, manyUpdates + 1000, 3)
  const later = others.flat().slice(0, manyUpdates)
  return [
    await underFigure(stroke!, later.slice(0, productUpdates)),
    await underFigure(stroke!, later),
    await apartFigure(later),
  ]
}

async function underFigure(stroke: EncodedStroke, later: EncodedStroke): Promise<Figure> {
  const { both, replay } = await measureInTurns(
    {
      both: undoAndRedo(stroke, later),
      replay: () => applyAll(newTimeline(), later),
    },
    turns,
  )
  const name = `undo-under-${later.length}`
  const against = `replaying ${later.length} updates`
  return { name, value: (both / 2) * 1000, unit: 'ms', peer: replay * 1000, against }
}

async function apartFigure(later: EncodedStroke): Promise<Figure> {
  const stroke = strokeBesideThePicture()
  const { many, few } = await measureInTurns(
    {
      many: undoAndRedo(stroke, later),
      few: undoAndRedo(stroke, later.slice(0, fewUpdates)),
    },
    turns,
  )
  const against = `the same under ${fewUpdates} updates`
  return { name: 'undo-apart', value: (many / 2) * 1000, unit: 'ms', peer: (few / 2) * 1000, against }
}

function newTimeline(): Timeline {
  const memory = new PictureMemory(createWasmKernel())
  return new Timeline(blankBase(size), { memory, horizonLimits: foldsNothing })
}

/** Paints the stroke, what is later, and then takes the stroke back and brings it again with each run. */
function undoAndRedo(stroke: EncodedStroke, later: EncodedStroke): Run {
  const timeline = newTimeline()
  applyAll(timeline, stroke, 1)
  applyAll(timeline, later, 2)
  const painted = timeline.hash()
  const say = (kind: 'undo' | 'redo'): void =>
    void applyAll(timeline, [encodeOperation({ kind, action: 1 })], 1)
  say('undo')
  if (timeline.hash() === painted) throw new Error('the stroke can be undone no more')
  say('redo')
  if (timeline.hash() !== painted) throw new Error('undone and redone, it is another picture')
  return () => {
    say('undo')
    say('redo')
  }
}

/** A pen's line of 160 px outside of the picture's frame, where it is kept like any other. */
function strokeBesideThePicture(): EncodedStroke {
  const { frame } = createStructure(size)
  const samples = Array.from({ length: 20 }, (_, n) => ({
    x: (frame.x - 512 + n * 8) * 16,
    y: (frame.y + 256) * 16,
    pressure: 700,
  }))
  const brush = roundBrush({ size: 16 * 16, sizeBy: byPressure, opacityBy: steady })
  return [
    encodeOperation({
      kind: 'stroke-begin',
      layer: firstLayer,
      alphaLock: false,
      selected: false,
      brush,
      samples,
    }),
    encodeOperation({ kind: 'end' }),
  ]
}
