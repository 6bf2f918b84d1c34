/** One stamp of the nib. Distances in 1/256 px. */
export interface Dab {
  readonly x: number
  readonly y: number
  /** Half of the smaller diameter, at least 128 (below half a px a dab gets fainter instead of smaller). */
  readonly radius: number
  /** How much longer the nib is on either side than `radius`; 0 when it is round. */
  readonly flat: number
  /** Where its longer diameter points: a vector of length 16384. */
  readonly cos: number
  readonly sin: number
  /** 0..255 */
  readonly hardness: number
  /** The greatest coverage, and how much of it is laid down: 0..32768. */
  readonly limit: number
  readonly flow: number
  /** How far the tip's grain is moved, in px; 0 where the grain belongs to the paper. */
  readonly grainX: number
  readonly grainY: number
  /** Premultiplied 0..32767; only of a stroke whose dabs differ in colour. */
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

export const dabRadiusMin = 128
export const dabRadiusMax = 131_072

/** The limit of a dab whose nib is thinner than the thinnest that is drawn. */
export function fadeThin(limit: number, radius: number): number {
  return radius < dabRadiusMin ? (limit * radius) >> 7 : limit
}
