// The pen recording as a window would hand it to a client: whole strokes, their segments as a live client cuts them, and
// any number of them at varying places and with varying brushes. The cuts depend on time alone, so they are found once.

import { readFileSync } from 'node:fs'
import { byPressure, firstLayer, limits, Prng, roundBrush, steady } from '../../sync-core/index.ts'
import type { Brush, CanvasSize, Sample } from '../../sync-core/index.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Operation } from '../../sync-core/raster/operation.ts'
import { fromOffsets } from '../../sync-core/raster/sample-offsets.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { StrokeSegmenter } from '../../sync-core/replica/stroke-segmenter.ts'
import {
  parsePenRecording,
  splitPenStrokes,
  type PenSample,
} from '../../sync-core/authoring/pen-recording.ts'
import { SimulatedClock } from '../../sync-core/testing/simulated-clock.ts'

/** A sample and when the pen reported it, in milliseconds since the recording's start. */
export interface TimedSample {
  readonly atMs: number
  readonly sample: Sample
}

/** The encoded operations of one stroke, in order. */
export type EncodedStroke = readonly Uint8Array[]

const recordingFile = new URL('../../sync-core/testing/data/painting30sec.dat', import.meta.url)

/** Every stroke of the 30 s recording, in the units of the wire and, like a window's, without samples that repeat the one before. */
export function recordedStrokes(): TimedSample[][] {
  return splitPenStrokes(parsePenRecording(readFileSync(recordingFile, 'utf8'))).map((stroke) =>
    stroke.map(toTimedSample).filter(({ sample }, i, all) => i === 0 || !isSame(sample, all[i - 1]!.sample)),
  )
}

function toTimedSample({ seconds, x, y, pressure }: PenSample): TimedSample {
  const sample = {
    x: Math.round(x * 16),
    y: Math.round(y * 16),
    pressure: Math.round(Math.min(1, pressure) * limits.pressureMax),
  }
  return { atMs: seconds * 1000, sample }
}

function isSame(a: Sample, b: Sample): boolean {
  return a.x === b.x && a.y === b.y && a.pressure === b.pressure
}

/** The operations of each recorded stroke as a client cuts them at the recording's own rate. */
export async function segmentStrokes(
  strokes: readonly (readonly TimedSample[])[],
  brush: Brush,
): Promise<Operation[][]> {
  const clock = new SimulatedClock()
  const segmented: Operation[][] = []
  const segmenter = new StrokeSegmenter(clock, limits, (operations) => segmented.at(-1)!.push(...operations))
  for (const stroke of strokes) {
    segmented.push([])
    for (const [i, { atMs, sample }] of stroke.entries()) {
      await clock.run(Math.max(0, atMs - clock.elapsedMs()))
      if (i === 0) segmenter.begin({ layer: firstLayer, alphaLock: false, selected: false }, brush, [sample])
      else segmenter.add([sample])
    }
    segmenter.end()
  }
  return segmented
}

/** Exactly `updates` operations: the recording again and again at varying places of a picture, brushes varied too. */
export async function repeatStrokes(
  size: CanvasSize,
  updates: number,
  seed: number,
  brushOf: (prng: Prng) => Brush = anyBrush,
): Promise<EncodedStroke[]> {
  const prng = new Prng(seed)
  const segmented = await segmentStrokes(recordedStrokes(), brushOf(prng))
  const repeated: EncodedStroke[] = []
  let missing = updates
  for (let at = 0; missing > 0; at++) {
    const stroke = segmented[at % segmented.length]!.slice(0, missing)
    const place = placeOf(stroke, size, prng)
    const brush = brushOf(prng)
    repeated.push(stroke.map((operation) => encodeOperation(moveOperation(operation, place, brush))))
    missing -= stroke.length
  }
  return repeated
}

/** From a fine liner to a soft broad brush, as somebody paints who changes the tool now and then. */
function anyBrush(prng: Prng): Brush {
  const diameterPx = [4, 8, 16, 32, 64][prng.below(5)]!
  return roundBrush({
    blend: prng.chance(0.1) ? 'erase' : 'normal',
    size: diameterPx * 16,
    opacity: 64 + prng.below(192),
    hardness: prng.below(256),
    color: prng.below(0x1000000),
    sizeBy: byPressure,
    opacityBy: prng.chance(0.5) ? byPressure : steady,
  })
}

/** Somewhere inside the picture, as far as the stroke fits. */
function placeOf(stroke: readonly Operation[], size: CanvasSize, prng: Prng): { dx: number; dy: number } {
  const { frame } = createStructure(size)
  const samples = samplesOf(stroke)
  const shift = (values: readonly number[], fromPx: number, sidePx: number): number => {
    const least = Math.min(...values)
    const room = sidePx * 16 - (Math.max(...values) - least)
    return fromPx * 16 + prng.below(Math.max(1, room)) - least
  }
  return {
    dx: shift(
      samples.map(({ x }) => x),
      frame.x,
      frame.width,
    ),
    dy: shift(
      samples.map(({ y }) => y),
      frame.y,
      frame.height,
    ),
  }
}

/** Where the pen was: later operations of a stroke say only how far it went on. */
function samplesOf(stroke: readonly Operation[]): Sample[] {
  const samples: Sample[] = []
  for (const operation of stroke) {
    if (operation.kind === 'stroke-begin') samples.push(...operation.samples)
    if (operation.kind === 'stroke-points') samples.push(...fromOffsets(samples.at(-1)!, operation.samples))
  }
  return samples
}

function moveOperation(
  operation: Operation,
  { dx, dy }: { dx: number; dy: number },
  brush: Brush,
): Operation {
  if (operation.kind !== 'stroke-begin') return operation
  const samples = operation.samples.map((sample) => ({ ...sample, x: sample.x + dx, y: sample.y + dy }))
  return { ...operation, brush, samples }
}
