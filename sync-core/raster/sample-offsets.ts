import { limits } from '../base/limits.ts'
import type { Sample, SampleOffset } from './sample.ts'

/** Samples as offsets from the stroke's last sample before them. */
export function toOffsets(last: Sample, samples: readonly Sample[]): SampleOffset[] {
  return samples.map((sample) => ({
    x: sample.x - last.x,
    y: sample.y - last.y,
    pressure: sample.pressure - last.pressure,
    ...combine('tiltX', sample, last, (a, b) => a - b),
    ...combine('tiltY', sample, last, (a, b) => a - b),
    ...combine('speed', sample, last, (a, b) => a - b),
    ...combine('color', sample, last, (a, b) => combineBytes(a, b, -1)),
  }))
}

/** The samples that are meant; a sum out of range becomes the nearest value in range. */
export function fromOffsets(last: Sample, offsets: readonly SampleOffset[]): Sample[] {
  return offsets.map((offset) => fromOffset(last, offset))
}

function fromOffset(last: Sample, offset: SampleOffset): Sample {
  const { samplePositionMin, samplePositionMax, pressureMax, tiltMax, speedMax } = limits
  const sample = {
    x: clamp(last.x + offset.x, samplePositionMin, samplePositionMax),
    y: clamp(last.y + offset.y, samplePositionMin, samplePositionMax),
    pressure: clamp(last.pressure + offset.pressure, 0, pressureMax),
  }
  // Most pens say no more, and all of them are replayed.
  if (isPlain(last) && isPlain(offset)) return sample
  return {
    ...sample,
    ...combine('tiltX', last, offset, (a, b) => clamp(a + b, -tiltMax, tiltMax)),
    ...combine('tiltY', last, offset, (a, b) => clamp(a + b, -tiltMax, tiltMax)),
    ...combine('speed', last, offset, (a, b) => clamp(a + b, 0, speedMax)),
    ...combine('color', last, offset, (a, b) => combineBytes(a, b, 1)),
  }
}

function isPlain({ tiltX, tiltY, speed, color }: Sample): boolean {
  return tiltX === undefined && tiltY === undefined && speed === undefined && color === undefined
}

type Channel = 'tiltX' | 'tiltY' | 'speed' | 'color'

/** The channel of both together, or nothing when neither has it. */
function combine(
  channel: Channel,
  a: SampleOffset,
  b: SampleOffset,
  operate: (a: number, b: number) => number,
): Partial<Record<Channel, number>> {
  const [one, other] = [a[channel], b[channel]]
  return one === undefined && other === undefined ? {} : { [channel]: operate(one ?? 0, other ?? 0) }
}

/** Adds (sign 1) or subtracts (-1) each of the four bytes on its own. */
export function combineBytes(a: number, b: number, sign: 1 | -1): number {
  const at = (shift: number): number => (((a >>> shift) + sign * (b >>> shift)) & 0xff) << shift
  return (at(24) | at(16) | at(8) | at(0)) >>> 0
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
