import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePenRecording, splitPenStrokes } from '../authoring/pen-recording.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import { blankBase } from './base.ts'
import { type Brush, byPressure, roundBrush } from './brush.ts'
import type { CanvasSize } from './canvas-size.ts'
import { encodeOperation } from './operation-codec.ts'
import type { Operation } from './operation.ts'
import type { Sample } from './sample.ts'
import { toOffsets } from './sample-offsets.ts'
import { createStructure, firstLayer } from './structure.ts'
import type { Timeline } from './timeline.ts'
import { newTimeline } from '../testing/picture-memories.ts'

// Changing one of these hashes changes every picture that exists: it is a new version of the format, never a repair.

const brush = roundBrush({ size: 200, opacity: 210, hardness: 150, color: 0x2a6fb0, sizeBy: byPressure })

function play(kernel: Kernel, size: CanvasSize, operations: Iterable<Operation>): Timeline {
  const timeline = newTimeline(blankBase(size), { memory: new PictureMemory(kernel) })
  for (const operation of operations) {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) })
  }
  return timeline
}

/** A stroke in segments of four samples, whose places are px of the picture. */
function* stroke(size: CanvasSize, change: Partial<Brush>, places: readonly Sample[]): Generator<Operation> {
  const { frame } = createStructure(size)
  const samples = places.map(({ x, y, pressure }) => ({ x: x + frame.x * 16, y: y + frame.y * 16, pressure }))
  const place = { layer: firstLayer, alphaLock: false, selected: false }
  yield { kind: 'stroke-begin', ...place, brush: { ...brush, ...change }, samples: samples.slice(0, 4) }
  for (let at = 4; at < samples.length; at += 4) {
    yield { kind: 'stroke-points', samples: toOffsets(samples[at - 1]!, samples.slice(at, at + 4)) }
  }
  yield { kind: 'end' }
}

function* recordedOperations(size: CanvasSize): Generator<Operation> {
  const text = readFileSync(new URL('../testing/data/painting30sec.dat', import.meta.url), 'utf8')
  for (const recorded of splitPenStrokes(parsePenRecording(text))) {
    const samples = recorded.map(({ x, y, pressure }): Sample => ({
      x: Math.round(x * 16),
      y: Math.round(y * 16),
      pressure: Math.round(pressure * 1023),
    }))
    yield* stroke(size, {}, samples)
  }
}

describe.each(bothKernels)('golden pictures in %s', (_, create) => {
  it('[RA25] paints a few operations to the pinned hash', () => {
    const size = { width: 300, height: 200 }
    const line = (x: number, y: number): Sample[] =>
      [0, 1, 2, 3].map((i) => ({ x: (x + i * 40) * 16, y: (y + (i % 2) * 30) * 16, pressure: 300 + i * 240 }))
    const picture = play(create(), size, [
      ...stroke(size, { hardness: 255 }, line(20, 20)),
      ...stroke(size, { size: 1600, hardness: 0, color: 0xe0a010 }, line(60, 80)),
      ...stroke(size, { size: 16, opacityBy: byPressure, color: 0 }, line(90, 120)),
      ...stroke(size, { blend: 'erase', size: 400 }, line(100, 60)),
      { kind: 'undo', action: 1 },
      ...stroke(size, { size: 16384, opacity: 12 }, line(-100, 180)),
    ])
    expect(picture.hash()).toBe('46e1c4a251ae08ab')
  })

  it('[RA25] paints a recorded pen of 30 seconds to the pinned hash', () => {
    const size = { width: 900, height: 700 }
    expect(play(create(), size, recordedOperations(size)).hash()).toBe('26a93a2c883d5081')
  })
})
