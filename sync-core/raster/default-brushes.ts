import { type Brush, roundBrush } from './brush.ts'

/** A brush that everybody has from the start. Colour and seed are chosen for each stroke. */
export interface BrushPreset {
  readonly name: 'ink' | 'pencil' | 'marker' | 'airbrush' | 'eraser' | 'smudge'
  readonly brush: Brush
}

/** From nothing to the whole quickly, so that a light hand gets a line of some weight. */
const lightHand: readonly number[] = [24, 80, 120, 152, 180, 204, 224, 240, 255]
/** A pencil marks the paper as soon as it touches it. */
const softLead: readonly number[] = [60, 116, 150, 176, 198, 216, 231, 244, 255]
const firmHand: readonly number[] = [0, 10, 28, 54, 86, 124, 166, 210, 255]

export const defaultBrushes: readonly BrushPreset[] = [
  {
    name: 'ink',
    brush: roundBrush({
      size: 16 * 12,
      hardness: 235,
      sizeBy: { curve: lightHand, tilt: 0, speed: 0 },
      taperStart: 10,
      taperEnd: 24,
    }),
  },
  {
    name: 'pencil',
    brush: roundBrush({
      size: 16 * 6,
      hardness: 130,
      flow: 215,
      opacity: 235,
      tip: 'paper',
      sizeBy: { curve: [150, 166, 182, 196, 210, 222, 234, 245, 255], tilt: 60, speed: 0 },
      opacityBy: { curve: softLead, tilt: -40, speed: 0 },
      flowBy: { curve: softLead, tilt: -30, speed: 0 },
    }),
  },
  {
    name: 'marker',
    brush: roundBrush({
      size: 16 * 28,
      opacity: 170,
      hardness: 215,
      roundness: 90,
      angle: 96,
      sizeBy: { curve: [190, 200, 210, 220, 228, 236, 243, 250, 255], tilt: 0, speed: 0 },
    }),
  },
  {
    name: 'airbrush',
    brush: roundBrush({
      size: 16 * 90,
      hardness: 0,
      mode: 'build-up',
      flow: 14,
      spacing: 5,
      flowBy: { curve: firmHand, tilt: 0, speed: 0 },
    }),
  },
  {
    name: 'eraser',
    brush: roundBrush({
      blend: 'erase',
      size: 16 * 40,
      hardness: 60,
      sizeBy: { curve: [120, 140, 160, 180, 198, 214, 230, 244, 255], tilt: 0, speed: 0 },
      opacityBy: { curve: lightHand, tilt: 0, speed: 0 },
    }),
  },
  {
    name: 'smudge',
    brush: roundBrush({
      size: 16 * 32,
      hardness: 60,
      mode: 'build-up',
      flow: 110,
      spacing: 5,
      smudge: 255,
      flowBy: { curve: lightHand, tilt: 0, speed: 0 },
    }),
  },
]
