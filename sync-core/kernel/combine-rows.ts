// How a dab's profile p changes the coverage c of a stroke's mask, with limit L and flow f (all 0..32768):
//
//   wash       T = (p·L + 16384) >> 15; where T > c: c += ((T − c)·f + 16384) >> 15       f = 1.0 gives the maximum: no beads
//   build-up   a = (p·(L·f >> 15) + 16384) >> 15;    c += ((32768 − c)·a + 16384) >> 15
//   colours    as build-up, and beside it the colours S, premultiplied, move towards the dab's by a as a merge does
//
// Each function takes the profiles of a row, and where the row begins in the coverages (and the colours).

const full = 32768

export function washRow(
  coverage: Uint16Array,
  at: number,
  profiles: Uint16Array,
  count: number,
  limit: number,
  flow: number,
): void {
  for (let i = 0; i < count; i++) {
    const more = ((Math.imul(profiles[i]!, limit) + 16384) >> 15) - coverage[at + i]!
    if (more > 0) coverage[at + i]! += (Math.imul(more, flow) + 16384) >> 15
  }
}

/** `weight` is L·f >> 15. */
export function buildUpRow(
  coverage: Uint16Array,
  at: number,
  profiles: Uint16Array,
  count: number,
  weight: number,
): void {
  for (let i = 0; i < count; i++) {
    const a = (Math.imul(profiles[i]!, weight) + 16384) >> 15
    coverage[at + i]! += (Math.imul(full - coverage[at + i]!, a) + 16384) >> 15
  }
}

export function colorRow(
  coverage: Uint16Array,
  at: number,
  colors: Uint16Array,
  colorsAt: number,
  profiles: Uint16Array,
  count: number,
  weight: number,
  red: number,
  green: number,
  blue: number,
  alpha: number,
): void {
  for (let i = 0; i < count; i++) {
    const a = (Math.imul(profiles[i]!, weight) + 16384) >> 15
    if (a === 0) continue
    const p = at + i
    coverage[p]! += (Math.imul(full - coverage[p]!, a) + 16384) >> 15
    const q = colorsAt + 4 * i
    colors[q]! -= (16384 - Math.imul(a, red - colors[q]!)) >> 15
    colors[q + 1]! -= (16384 - Math.imul(a, green - colors[q + 1]!)) >> 15
    colors[q + 2]! -= (16384 - Math.imul(a, blue - colors[q + 2]!)) >> 15
    colors[q + 3]! -= (16384 - Math.imul(a, alpha - colors[q + 3]!)) >> 15
  }
}
