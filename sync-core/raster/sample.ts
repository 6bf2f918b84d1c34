/** One pen sample: position in 1/16 px of the picture (may lie outside it), pressure 0..1023. */
export interface Sample {
  readonly x: number
  readonly y: number
  readonly pressure: number
}
