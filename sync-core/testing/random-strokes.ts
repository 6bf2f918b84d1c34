import type { Prng } from '../base/prng.ts'
import { type Brush, type Dynamics, linearCurve, roundBrush, steady, tipNames } from '../raster/brush.ts'
import { angleOrigins, curvePoints } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import type { Frame } from '../raster/structure.ts'

/** A brush of any kind; small ones are likely, and each feature is seldom, so that thousands of strokes paint quickly. */
export function randomBrush(prng: Prng): Brush {
  const isLarge = prng.chance(0.07)
  const seldom = (value: () => number, plain: number): number => (prng.chance(0.15) ? value() : plain)
  const byte = (): number => 1 + prng.below(255)
  const maybeByte = (): number => seldom(byte, 0)
  return roundBrush({
    blend: prng.chance(0.2) ? 'erase' : 'normal',
    mode: prng.chance(0.2) ? 'build-up' : 'wash',
    size: 16 + prng.below(isLarge ? 16 * 48 : 16 * 10),
    opacity: byte(),
    flow: prng.chance(0.7) ? 255 : byte(),
    hardness: prng.below(256),
    spacing: seldom(byte, 4),
    roundness: prng.chance(0.8) ? 255 : byte(),
    angle: prng.below(256),
    angleFrom: prng.chance(0.7) ? 'fixed' : prng.pick(angleOrigins),
    tip: prng.chance(0.7) ? 'round' : prng.pick(tipNames),
    color: prng.below(0x1000000),
    // What makes a large brush larger still would paint the whole picture.
    sizeBy: randomDynamics(prng, isLarge ? 0 : 40),
    opacityBy: randomDynamics(prng, 100),
    flowBy: randomDynamics(prng, 100),
    jitter: prng.chance(0.8)
      ? { position: 0, size: 0, flow: 0, angle: 0 }
      : { position: seldom(() => prng.below(60), 0), size: byte(), flow: maybeByte(), angle: byte() },
    smudge: maybeByte(),
    taperStart: seldom(() => prng.below(60), 0),
    taperEnd: seldom(() => prng.below(60), 0),
    seed: prng.uint32(),
  })
}

function randomDynamics(prng: Prng, partMax: number): Dynamics {
  if (prng.chance(0.5)) return steady
  const part = (): number => (prng.chance(0.7) ? 0 : prng.below(101 + partMax) - 100)
  const curve = prng.chance(0.7) ? linearCurve : Array.from({ length: curvePoints }, () => prng.below(256))
  return { ...(prng.chance(0.8) && { curve }), tilt: part(), speed: part() }
}

/**
 * The next samples of a pen that leans, hurries, picks up colours and wanders over the picture, and sometimes a little out of it.
 */
export function randomSamples(prng: Prng, frame: Frame, count: number, from: Sample | undefined): Sample[] {
  const samples: Sample[] = []
  let last: Required<Sample> = {
    x: 16 * frame.x + prng.below(16 * frame.width),
    y: 16 * frame.y + prng.below(16 * frame.height),
    pressure: prng.below(1024),
    tiltX: 0,
    tiltY: 0,
    speed: 0,
    color: prng.uint32(),
    ...from,
  }
  for (let i = 0; i < count; i++) {
    const step = (): number => prng.below(16 * 16) - 8 * 16
    last = {
      x: clamp(last.x + step(), 16 * frame.x - 512, 16 * (frame.x + frame.width) + 512),
      y: clamp(last.y + step(), 16 * frame.y - 512, 16 * (frame.y + frame.height) + 512),
      pressure: clamp(last.pressure + prng.below(201) - 100, 0, 1023),
      tiltX: clamp(last.tiltX + prng.below(21) - 10, -90, 90),
      tiltY: clamp(last.tiltY + prng.below(21) - 10, -90, 90),
      speed: clamp(last.speed + prng.below(61) - 30, 0, 255),
      color: prng.chance(0.5) ? last.color : prng.uint32(),
    }
    samples.push(last)
  }
  return samples
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value))
}
