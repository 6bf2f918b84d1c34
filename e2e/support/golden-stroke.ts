import type { Prng } from '../../sync-core/index.ts'
import { type Brush, keepUsedChannels } from '../../sync-core/raster/brush.ts'
import type { MarkPlace, Operation } from '../../sync-core/raster/operation.ts'
import { toOffsets } from '../../sync-core/raster/sample-offsets.ts'
import type { Sample } from '../../sync-core/raster/sample.ts'
import type { Frame } from '../../sync-core/raster/structure.ts'
import { strokeBegin } from '../../sync-core/testing/stroke-begin.ts'

const sampleCount = 36
const samplesPerUpdate = 6
/** How far beyond the picture's edges a pen may get, and how far in one step, 1/16 px. */
const beyond = 16 * 25
const stepMax = 16 * 12

/** A whole stroke, in operations, of a pen that wanders through the frame and a little out of it. */
export function goldenStroke(
  prng: Prng,
  frame: Frame,
  brush: Brush,
  place: Partial<MarkPlace> = {},
): Operation[] {
  const samples = wander(prng, frame).map((sample) => keepUsedChannels(brush, sample))
  const operations: Operation[] = [strokeBegin(brush, samples.slice(0, samplesPerUpdate), place)]
  for (let at = samplesPerUpdate; at < samples.length; at += samplesPerUpdate) {
    const offsets = toOffsets(samples[at - 1]!, samples.slice(at, at + samplesPerUpdate))
    operations.push({ kind: 'stroke-points', samples: offsets })
  }
  return [...operations, { kind: 'end' }]
}

function wander(prng: Prng, frame: Frame): Sample[] {
  const x = new Wanderer(prng, 16 * frame.x - beyond, 16 * (frame.x + frame.width) + beyond, stepMax)
  const y = new Wanderer(prng, 16 * frame.y - beyond, 16 * (frame.y + frame.height) + beyond, stepMax)
  const pressure = new Wanderer(prng, 0, 1023, 120)
  const tiltX = new Wanderer(prng, -90, 90, 12)
  const tiltY = new Wanderer(prng, -90, 90, 12)
  const speed = new Wanderer(prng, 0, 255, 40)
  return Array.from({ length: sampleCount }, () => ({
    x: x.next(),
    y: y.next(),
    pressure: pressure.next(),
    tiltX: tiltX.next(),
    tiltY: tiltY.next(),
    speed: speed.next(),
    color: prng.uint32(),
  }))
}

/** A number that changes smoothly and turns around at its bounds. */
class Wanderer {
  private readonly prng: Prng
  private readonly min: number
  private readonly max: number
  private readonly stepMax: number
  private value: number
  private step = 0

  constructor(prng: Prng, min: number, max: number, stepMax: number) {
    this.prng = prng
    this.min = min
    this.max = max
    this.stepMax = stepMax
    this.value = min + prng.below(max - min + 1)
  }

  next(): number {
    const { prng, stepMax } = this
    const step = this.step + prng.below(stepMax + 1) - (stepMax >> 1)
    this.step = Math.max(-stepMax, Math.min(stepMax, step))
    this.value += this.step
    if (this.value < this.min || this.value > this.max) {
      this.step = -this.step
      this.value = Math.max(this.min, Math.min(this.max, this.value))
    }
    return this.value
  }
}
