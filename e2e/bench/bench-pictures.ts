// Pictures of three kinds as people paint them, from the recorded pen: dense soft painting, line art, and flat colours with
// hard edges.

import { type Brush, byPressure, firstLayer, type Prng, roundBrush } from '../../sync-core/index.ts'
import { encodeOperation } from '../../sync-core/raster/operation-codec.ts'
import type { Operation } from '../../sync-core/raster/operation.ts'
import { createStructure } from '../../sync-core/raster/structure.ts'
import { repeatStrokes } from './recorded-strokes.ts'

export const benchPictureSize = { width: 2048, height: 2048 }

const palette = [0x1b3a5c, 0xe8c15a, 0xb5432f, 0x6f9e6b, 0xf4ead8, 0x24211f, 0x8a5fa0, 0x3f88a8]

const brushes = {
  dense: (prng: Prng) =>
    roundBrush({
      size: 16 * (32 + prng.below(160)),
      hardness: prng.below(128),
      opacity: 60 + prng.below(140),
      color: prng.below(0x1000000),
      sizeBy: byPressure,
      opacityBy: byPressure,
    }),
  lines: (prng: Prng) =>
    roundBrush({ size: 16 * (3 + prng.below(6)), hardness: 235, color: 0x24211f, sizeBy: byPressure }),
  flat: (prng: Prng) => roundBrush({ size: 16 * (40 + prng.below(120)), color: prng.pick(palette) }),
} as const satisfies Record<string, (prng: Prng) => Brush>

export type PictureKind = keyof typeof brushes

const updates: Readonly<Record<PictureKind, number>> = { dense: 24_000, lines: 3000, flat: 1500 }

/** The encoded operations that paint it. */
export async function operationsOf(kind: PictureKind): Promise<Uint8Array[]> {
  const strokes = await repeatStrokes(benchPictureSize, updates[kind], 1, brushes[kind])
  const ground = kind === 'flat' ? [encodeOperation(flatGround())] : []
  return [...ground, ...strokes.flat()]
}

function flatGround(): Operation {
  const { frame: area } = createStructure(benchPictureSize)
  const at = { x: area.x * 16, y: area.y * 16 }
  const color = { red: 0xd8, green: 0xe6, blue: 0xee, alpha: 255 }
  const mark = { layer: firstLayer, alphaLock: false, selected: false }
  return { kind: 'gradient', ...mark, shape: 'linear', area, from: at, to: at, start: color, stop: color }
}
