import fc from 'fast-check'
import { limits } from '../base/limits.ts'
import { angleOrigins, type Brush, brushBlends, brushModes, curvePoints, tipNames } from '../raster/brush.ts'
import { type Dynamics, linearCurve, noJitter, steady } from '../raster/brush.ts'
import type { Sample } from '../raster/sample.ts'

// Brushes and samples as fast-check arbitraries. Plain values are as likely as odd ones, as codec and engine treat them apart.

const byte = fc.nat({ max: 255 })

const anyDynamics: fc.Arbitrary<Dynamics> = fc.oneof(
  fc.constant(steady),
  fc.record(
    {
      curve: fc.oneof(
        fc.constant(linearCurve),
        fc.array(byte, { minLength: curvePoints, maxLength: curvePoints }),
      ),
      tilt: fc.oneof(fc.constant(0), fc.integer({ min: -100, max: 100 })),
      speed: fc.oneof(fc.constant(0), fc.integer({ min: -100, max: 100 })),
    },
    { requiredKeys: ['tilt', 'speed'] },
  ),
)

function brushUpTo(sizeMax: number, taperMax: number): fc.Arbitrary<Brush> {
  const taper = fc.oneof(fc.constant(0), fc.nat({ max: taperMax }))
  return fc.record({
    blend: fc.constantFrom(...brushBlends),
    mode: fc.constantFrom(...brushModes),
    size: fc.integer({ min: limits.brushSizeMin, max: sizeMax }),
    opacity: fc.oneof(fc.constant(255), fc.integer({ min: 1, max: 255 })),
    flow: fc.oneof(fc.constant(255), fc.integer({ min: 1, max: 255 })),
    hardness: byte,
    spacing: fc.oneof(fc.constant(4), fc.integer({ min: 1, max: 255 })),
    roundness: fc.oneof(fc.constant(255), fc.integer({ min: 1, max: 255 })),
    angle: byte,
    angleFrom: fc.constantFrom(...angleOrigins),
    tip: fc.constantFrom('round' as const, ...tipNames),
    color: fc.nat({ max: 0xffffff }),
    sizeBy: anyDynamics,
    opacityBy: anyDynamics,
    flowBy: anyDynamics,
    jitter: fc.oneof(
      fc.constant(noJitter),
      fc.record({ position: byte, size: byte, flow: byte, angle: byte }),
    ),
    smudge: fc.oneof(fc.constant(0), byte),
    taperStart: taper,
    taperEnd: taper,
    seed: fc.oneof(fc.constant(0), fc.nat({ max: 0xffffffff })),
  })
}

/** Everything that a brush can be. */
export const anyBrush = brushUpTo(limits.brushSizeMax, limits.brushTaperPxMax)
/** Up to 40 px, so that many strokes paint quickly. */
export const anySmallBrush = brushUpTo(16 * 40, 100)
/** Up to 8 px, unless the pen's tilt or speed makes it larger: for whole sessions of strokes. */
export const anyTinyBrush = brushUpTo(16 * 8, 60)

/** Samples with any of the channels, positions within these bounds (1/16 px). */
export function anySampleWithin(low: number, high: number): fc.Arbitrary<Sample> {
  const tilt = fc.integer({ min: -limits.tiltMax, max: limits.tiltMax })
  return fc.record(
    {
      x: fc.integer({ min: low, max: high }),
      y: fc.integer({ min: low, max: high }),
      pressure: fc.nat({ max: limits.pressureMax }),
      tiltX: tilt,
      tiltY: tilt,
      speed: fc.nat({ max: limits.speedMax }),
      color: fc.nat({ max: 0xffffffff }),
    },
    { requiredKeys: ['x', 'y', 'pressure'] },
  )
}

/** Samples that all have the same channels, as a pen reports them. */
export function anyStrokeWithin(low: number, high: number, lengthMax: number): fc.Arbitrary<Sample[]> {
  const channels = fc.record({ tilt: fc.boolean(), speed: fc.boolean(), color: fc.boolean() })
  const samples = fc.array(anySampleWithin(low, high), { minLength: 1, maxLength: lengthMax, size: 'max' })
  return fc.tuple(channels, samples).map(([kept, all]) =>
    all.map(({ x, y, pressure, tiltX = 0, tiltY = 0, speed = 0, color = 0 }) => ({
      x,
      y,
      pressure,
      ...(kept.tilt && { tiltX, tiltY }),
      ...(kept.speed && { speed }),
      ...(kept.color && { color }),
    })),
  )
}
