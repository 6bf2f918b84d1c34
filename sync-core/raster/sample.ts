/** One pen sample: position in 1/16 px of the plane (may lie outside it), pressure 0..1023. What is left out is 0. */
export interface Sample {
  readonly x: number
  readonly y: number
  readonly pressure: number
  /** How far the pen leans to the right and to the reader, in degrees -90..90. */
  readonly tiltX?: number
  readonly tiltY?: number
  /** 0..255, computed and smoothed by the author. */
  readonly speed?: number
  /** What a smudging brush picked up here: 0xRRGGBBAA, straight alpha. */
  readonly color?: number
}

/**
 * A sample as its difference from the last one before the operation it is in: so that an operation means the same to everybody
 * who knows the stroke, and its first sample is as small as the others. Each channel of `color` is a difference modulo 256.
 */
export type SampleOffset = Sample
