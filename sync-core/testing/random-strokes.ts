import type { Prng } from '../base/prng.ts'
import { type Brush, byPressure, roundBrush, steady } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'
import type { Frame } from '../raster/structure.ts'

/** A brush of any kind; small ones are likely, so that thousands of strokes paint quickly. */
export function randomBrush(prng: Prng): Brush {
  return roundBrush({
    blend: prng.chance(0.2) ? 'erase' : 'normal',
    mode: prng.chance(0.2) ? 'build-up' : 'wash',
    size: 16 + prng.below(prng.chance(0.1) ? 16 * 48 : 16 * 10),
    opacity: 1 + prng.below(255),
    flow: prng.chance(0.7) ? 255 : 1 + prng.below(255),
    hardness: prng.below(256),
    roundness: prng.chance(0.8) ? 255 : 1 + prng.below(255),
    angle: prng.below(256),
    color: prng.below(0x1000000),
    sizeBy: prng.chance(0.5) ? byPressure : steady,
    opacityBy: prng.chance(0.3) ? byPressure : steady,
    jitter: { position: prng.chance(0.9) ? 0 : 40, size: 0, flow: 0, angle: 0 },
    taperEnd: prng.chance(0.8) ? 0 : prng.below(60),
    seed: prng.uint32(),
  })
}

/** The next samples of a pen that wanders over the picture, and sometimes a little out of it. */
export function randomSamples(prng: Prng, frame: Frame, count: number, from: Sample | undefined): Sample[] {
  const samples: Sample[] = []
  let last = from ?? {
    x: 16 * frame.x + prng.below(16 * frame.width),
    y: 16 * frame.y + prng.below(16 * frame.height),
    pressure: prng.below(1024),
  }
  for (let i = 0; i < count; i++) {
    const step = (): number => prng.below(16 * 16) - 8 * 16
    last = {
      x: clamp(last.x + step(), 16 * frame.x - 512, 16 * (frame.x + frame.width) + 512),
      y: clamp(last.y + step(), 16 * frame.y - 512, 16 * (frame.y + frame.height) + 512),
      pressure: clamp(last.pressure + prng.below(201) - 100, 0, 1023),
    }
    samples.push(last)
  }
  return samples
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value))
}
