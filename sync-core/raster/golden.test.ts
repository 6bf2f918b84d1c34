import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePenRecording, splitPenStrokes } from '../testing/pen-recording.ts'
import { encodeOperation } from './operation-codec.ts'
import { byPressure, roundBrush } from './brush.ts'
import type { Sample } from './sample.ts'
import type { Operation } from './operation.ts'
import { Timeline } from './timeline.ts'

// Changing one of these hashes changes every picture that exists: it is a new version of the format, never a repair.

const brush = roundBrush({
  size: 200,
  opacity: 210,
  hardness: 150,
  color: 0x2a6fb0,
  sizeBy: byPressure,
})

function play(timeline: Timeline, operations: Iterable<Operation>): Timeline {
  for (const operation of operations) {
    const seq = timeline.seq + 1
    timeline.apply({ seq, author: 1, clientSeq: seq, operation: encodeOperation(operation) })
  }
  return timeline
}

function* recordedOperations(): Generator<Operation> {
  const text = readFileSync(new URL('../testing/data/painting30sec.dat', import.meta.url), 'utf8')
  for (const stroke of splitPenStrokes(parsePenRecording(text))) {
    const samples = stroke.map(({ x, y, pressure }): Sample => ({
      x: Math.round(x * 16),
      y: Math.round(y * 16),
      pressure: Math.round(pressure * 1023),
    }))
    yield { kind: 'stroke-begin', brush, samples: samples.slice(0, 4) }
    for (let at = 4; at < samples.length; at += 4)
      yield { kind: 'stroke-points', samples: samples.slice(at, at + 4) }
    yield { kind: 'end' }
  }
}

describe('golden pictures', () => {
  it('[RA25] paints a few operations to the pinned hash', () => {
    const line = (x: number, y: number): Sample[] =>
      [0, 1, 2, 3].map((i) => ({ x: (x + i * 40) * 16, y: (y + (i % 2) * 30) * 16, pressure: 300 + i * 240 }))
    const picture = play(new Timeline({ width: 300, height: 200 }), [
      { kind: 'stroke-begin', brush: { ...brush, hardness: 255 }, samples: line(20, 20) },
      { kind: 'end' },
      {
        kind: 'stroke-begin',
        brush: { ...brush, size: 1600, hardness: 0, color: 0xe0a010 },
        samples: line(60, 80),
      },
      { kind: 'end' },
      {
        kind: 'stroke-begin',
        brush: { ...brush, size: 16, pressureOpacity: true, color: 0 },
        samples: line(90, 120),
      },
      { kind: 'end' },
      { kind: 'stroke-begin', brush: { ...brush, blend: 'erase', size: 400 }, samples: line(100, 60) },
      { kind: 'end' },
      { kind: 'undo', stroke: 1 },
      { kind: 'stroke-begin', brush: { ...brush, size: 16384, opacity: 12 }, samples: line(-100, 180) },
      { kind: 'end' },
    ])
    expect(picture.hash()).toBe('4baa4d13eb9c13d4')
  })

  it('[RA25] paints a recorded pen of 30 seconds to the pinned hash', () => {
    expect(play(new Timeline({ width: 900, height: 700 }), recordedOperations()).hash()).toBe(
      'b5a5d765c310e26e',
    )
  })
})
