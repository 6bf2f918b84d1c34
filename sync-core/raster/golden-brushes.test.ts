import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Kernel } from '../kernel/kernel.ts'
import { PictureMemory } from '../kernel/picture-memory.ts'
import { tileValues } from '../kernel/tile-layout.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import { encodeHex } from '../base/hex.ts'
import { parsePenRecording, splitPenStrokes } from '../authoring/pen-recording.ts'
import { layMarks, tileOf } from '../testing/picture-memories.ts'
import { defaultBrushes } from './default-brushes.ts'
import type { Sample } from './sample.ts'
import { StrokePainter } from './stroke-painter.ts'
import { isBlank } from './tile.ts'
import { hashBytes, xxh64 } from '../base/xxh64.ts'

// The recorded pen of 30 seconds, painted with every default brush over a wash of colour, so that there is something to erase and
// to smudge. A recording has no tilt, and what is picked up here is a colour that changes with the place.

const strokes = splitPenStrokes(
  parsePenRecording(readFileSync(new URL('../testing/data/painting30sec.dat', import.meta.url), 'utf8')),
).map((stroke) =>
  stroke.map(({ x, y, pressure }, i): Sample => ({
    x: Math.round(x * 16),
    y: Math.round(y * 16),
    pressure: Math.round(pressure * 1023),
    speed: (i * 7) % 256,
    color: (((Math.round(x) & 0xff) << 24) | ((Math.round(y) & 0xff) << 16) | 0x80ff) >>> 0,
  })),
)

function hashOfPainting(kernel: Kernel, name: string): string {
  const { brush } = defaultBrushes.find((preset) => preset.name === name)!
  const memory = new PictureMemory(kernel)
  const tiles = new Map<number, Uint16Array>()
  strokes.forEach((samples, seed) => {
    const painter = new StrokePainter(memory, {
      layer: 1,
      brush: { ...brush, color: 0x3060a0, seed },
      alphaLock: false,
    })
    for (let at = 0; at < samples.length; at += 4) painter.add(samples.slice(at, at + 4))
    painter.end()
    for (const index of painter.indices()) {
      let pixels = tiles.get(index)
      if (pixels === undefined) tiles.set(index, (pixels = new Uint16Array(tileValues).fill(12_000)))
      layMarks(memory, painter, index, pixels)
    }
  })
  const hashes = [...tiles]
    .filter(([, pixels]) => !isBlank(pixels))
    .sort(([a], [b]) => a - b)
    .flatMap(([index, pixels]) => [index & 0xff, index >> 8, ...hashBytes(tileOf(memory, pixels).hash)])
  return encodeHex(hashBytes(xxh64(Uint8Array.from(hashes))))
}

describe.each(bothKernels)('golden brushes in %s', (_, create) => {
  it.each([
    ['ink', '9772238d6790079b'],
    ['pencil', '4f02717ed9dd6ac4'],
    ['marker', '12724c8079599eb6'],
    ['airbrush', 'a62ab5a3b11294a1'],
    ['eraser', '7fd788583434f3ea'],
    ['smudge', 'cbc6da512d3ec72d'],
  ])('[BR21] paints the recorded pen with %s to the pinned hash', (name, hash) => {
    expect(hashOfPainting(create(), name)).toBe(hash)
  })
})
