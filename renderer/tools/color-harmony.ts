// Colours that go together: the same saturation and brightness at hues that stand in a fixed angle to each other.

import type { Hsv } from './color.ts'

const turns = {
  none: [],
  complementary: [180],
  analogous: [-30, 30],
  triad: [-120, 120],
  split: [-150, 150],
  tetrad: [90, 180, 270],
} as const

export type Harmony = keyof typeof turns
export const harmonies = Object.keys(turns) as readonly Harmony[]

/** The other colours of a harmony, without the one that it starts from. */
export function harmonyOf(harmony: Harmony, hsv: Hsv): Hsv[] {
  return turns[harmony].map((degrees) => ({ ...hsv, hue: (hsv.hue + degrees + 360) % 360 }))
}

/** The hue of a place on the ring, given from its middle, y downwards. */
export function hueAt(x: number, y: number): number {
  return ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360
}
