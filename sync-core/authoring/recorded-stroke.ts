import { limits } from '../base/limits.ts'
import { type Brush, keepUsedChannels } from '../raster/brush.ts'
import type { MarkPlace, Operation } from '../raster/operation.ts'
import { toOffsets } from '../raster/sample-offsets.ts'
import type { Sample } from '../raster/sample.ts'
import type { Frame } from '../raster/structure.ts'
import type { PenSample } from './pen-recording.ts'

/** Positions of a recording on a picture: times `scale`, then from the frame's corner on. */
export interface RecordingPlace {
  readonly frame: Pick<Frame, 'x' | 'y'>
  readonly scale: number
}

/** What a sample carries besides what the pen said, for example a colour that is picked up. */
export type Enrich = (sample: Sample) => Sample

/** A recorded stroke as the operations that a window would send: a begin, points every limits.segmentMs, an end. */
export function recordedStroke(
  stroke: readonly PenSample[],
  brush: Brush,
  mark: MarkPlace,
  place: RecordingPlace,
  enrich: Enrich = (sample) => sample,
): Operation[] {
  const operations: Operation[] = []
  let last: Sample | undefined
  for (const segment of segmentsOf(stroke)) {
    const samples = segment.map((sample) => keepUsedChannels(brush, enrich(toSample(sample, place))))
    operations.push(
      last === undefined
        ? { kind: 'stroke-begin', ...mark, brush, samples }
        : { kind: 'stroke-points', samples: toOffsets(last, samples) },
    )
    last = samples.at(-1)
  }
  return [...operations, { kind: 'end' }]
}

function* segmentsOf(stroke: readonly PenSample[]): Generator<readonly PenSample[]> {
  let segment: PenSample[] = []
  for (const sample of stroke) {
    const isFull =
      segment.length === limits.samplesPerUpdateMax ||
      (segment[0] !== undefined && (sample.seconds - segment[0].seconds) * 1000 >= limits.segmentMs)
    if (isFull) {
      yield segment
      segment = []
    }
    segment.push(sample)
  }
  if (segment.length > 0) yield segment
}

function toSample({ x, y, pressure }: PenSample, { frame, scale }: RecordingPlace): Sample {
  return {
    x: Math.round((frame.x + x * scale) * 16),
    y: Math.round((frame.y + y * scale) * 16),
    pressure: Math.round(pressure * limits.pressureMax),
  }
}
