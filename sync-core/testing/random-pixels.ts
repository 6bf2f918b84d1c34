import type { Prng } from '../base/prng.ts'
import { channelOne, tileValues } from '../kernel/tile-layout.ts'

/** Numbers at which rounding and limits show. */
export const extremeChannels = [0, 1, 2, 8191, 16383, 16384, 16385, 32766, channelOne]

/** A tile of premultiplied pixels: some anywhere, many at the limits or next to them. */
export function randomPixels(prng: Prng): Uint16Array {
  const pixels = new Uint16Array(tileValues)
  for (let i = 0; i < tileValues; i += 4) {
    const alpha = randomChannel(prng, channelOne)
    for (let channel = 0; channel < 3; channel++) pixels[i + channel] = randomChannel(prng, alpha)
    pixels[i + 3] = alpha
  }
  return pixels
}

function randomChannel(prng: Prng, max: number): number {
  const kind = prng.below(4)
  if (kind === 0) return Math.min(max, prng.pick(extremeChannels))
  if (kind === 1) return Math.max(0, max - prng.below(3))
  return prng.below(max + 1)
}

/**
 * Two tiles, in which every pair of (alpha, colour) of these numbers, colour within alpha, meets every other pair. At
 * most 64 pairs fit.
 */
export function meetingPixels(numbers: readonly number[]): [Uint16Array, Uint16Array] {
  const pairs = numbers.flatMap((alpha) =>
    numbers.filter((color) => color <= alpha).map((color) => [alpha, color] as const),
  )
  const tiles: [Uint16Array, Uint16Array] = [new Uint16Array(tileValues), new Uint16Array(tileValues)]
  let at = 0
  for (const first of pairs) {
    for (const second of pairs) {
      for (const [n, [alpha, color]] of [first, second].entries()) {
        tiles[n]!.set([color, alpha - color, alpha, alpha], at)
      }
      at += 4
    }
  }
  return tiles
}
