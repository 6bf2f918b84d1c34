import { Prng } from '../base/prng.ts'

const extremes = [0, 1, 2, 126, 127, 128, 129, 253, 254, 255]

/** Straight RGBA of 8 bits each; half of all numbers are ones at which rounding and limits show. */
export function randomColors(seed: number, count: number, alpha: 'any' | 'opaque'): number[] {
  const prng = new Prng(seed)
  return Array.from({ length: count * 4 }, (_, i) => {
    if (i % 4 === 3 && alpha === 'opaque') return 255
    return prng.chance(0.5) ? prng.pick(extremes) : prng.below(256)
  })
}
