// The profile of a dab, 0..32768 (1.0), from the squared distance d² of a pixel to the dab's centre (or to its spine,
// ./dab-shape.ts), in whole numbers that fit lanes of 16 bits from v on, so that SIMD computes 8 pixels at once.
//
//   profile           inner² = core that is fully covered (hardness of the radius, but at least one px of soft edge)
//   1 ┤─────╮         outer² = r² + r·1px   nothing beyond; with inner² = r² − r·1px the edge of a hard dab
//     │      ╲                              is half covered exactly at r (a radius below 1 px: 2r² and 0)
//   0 ┼───────╰───    between them (1 + 3y/2 − y³/2) / 2, where y falls from 1 to −1 with d²
//         inner r outer
//
//   half      h = outer² − inner², shifted down (by cut) or up (by lift) to 16384..32767
//   stretch   s = ceil((32768 − h)·2^15 / h)
//   v         outer² + inner² − 2·d², shifted as h: v >= h in the core, v <= −h outside
//   y         clamp(v + ((v·s + 16383) >> 15), −32768, 32767) | 1
//   p         16384 + ((y·k + 16384) >> 15), with k = 24576 − ((y² + 16384) >> 17), that is 3/4 − y²/4
//
// Exact at both ends: h + h·s/2^15 >= 32768, so v >= h gives y = 32767 and p = 32768, and v <= −h gives y = −32767 and p = 0.
// Monotone: y is odd; from one to the next k changes by 1 at most, and 2·k >= 32770 > |y|, so y·k never falls. Between, p is
// within 3 of 32768 of the curve. Rejected: c²·(3 − 2c) with c = 0..1 (its numbers need 32 bits, up to 1.7 × as long, and
// rounding makes it fall by 1 here and there), stamp caches and tables (slower).

/** The numbers that depend on inner² and outer² alone. */
export interface Falloff {
  /** outer² + inner². */
  readonly sum: number
  readonly cut: number
  /** 0 but for thin nibs whose length makes units coarse. */
  readonly lift: number
  /** What is h above, before it is lifted. */
  readonly half: number
  readonly stretch: number
}

export function falloffOf(outer: number, inner: number): Falloff {
  const range = outer - inner
  const cut = Math.max(0, 17 - Math.clz32(range))
  const lift = Math.max(0, Math.clz32(range) - 17)
  const half = range >> cut
  const stretch = Math.ceil(((32768 - (half << lift)) * 32768) / (half << lift))
  return { sum: outer + inner, cut, lift, half, stretch }
}

/** The profile where `sum` − 2·d² is `above`. */
export function profileOf(above: number, { cut, lift, half, stretch }: Falloff): number {
  const v = above >> cut
  if (v <= -half) return 0
  if (v >= half) return 32768
  const fine = v << lift
  const y = Math.max(-32768, Math.min(32767, fine + ((Math.imul(fine, stretch) + 16383) >> 15))) | 1
  const slope = 24576 - ((Math.imul(y, y) + 16384) >> 17)
  return 16384 + ((Math.imul(y, slope) + 16384) >> 15)
}
