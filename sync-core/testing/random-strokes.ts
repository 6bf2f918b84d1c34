import type { Prng } from '../base/prng.ts'
import type { CanvasSize } from '../raster/canvas-size.ts'
import { type Brush, byPressure, roundBrush, steady } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'

/** A brush of any kind; small ones are likely, so that thousands of strokes paint quickly. */
export function randomBrush(prng: Prng): Brush {
  return roundBrush({
    blend: prng.chance(0.2) ? 'erase' : 'normal',
    size: 16 + prng.below(prng.chance(0.1) ? 16 * 48 : 16 * 10),
    opacity: 1 + prng.below(255),
    hardness: prng.below(256),
    color: prng.below(0x1000000),
    sizeBy: prng.chance(0.5) ? byPressure : steady,
    opacityBy: prng.chance(0.3) ? byPressure : steady,
  })
}

/** The next samples of a pen that wanders over the picture, and sometimes a little out of it. */
export function randomSamples(
  prng: Prng,
  size: CanvasSize,
  count: number,
  from: Sample | undefined,
): Sample[] {
  const samples: Sample[] = []
  let last = from ?? {
    x: prng.below(16 * size.width),
    y: prng.below(16 * size.height),
    pressure: prng.below(1024),
  }
  for (let i = 0; i < count; i++) {
    const step = (): number => prng.below(16 * 16) - 8 * 16
    last = {
      x: Math.max(-512, Math.min(16 * size.width + 512, last.x + step())),
      y: Math.max(-512, Math.min(16 * size.height + 512, last.y + step())),
      pressure: Math.max(0, Math.min(1023, last.pressure + prng.below(201) - 100)),
    }
    samples.push(last)
  }
  return samples
}
