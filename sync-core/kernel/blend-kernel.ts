/** What becomes of the part of a source that lies where there was nothing. */
export const composite = {
  /** It is seen. */
  over: 0,
  /** It is not: alpha stays as it was. For layers that are clipped to the one below, and for painting with locked alpha. */
  atop: 1,
} as const
export type Composite = (typeof composite)[keyof typeof composite]

/** Tiles laid on tiles. */
export interface BlendKernel {
  /**
   * Lays the pixel tile at `source` on another one at `target`, in place: opacity 0..32768, the mode's place in `blendModes`,
   * and the rule. 1 when any number changed. The formulas are at the top of twin-blend-kernel.ts.
   */
  blendTile(target: number, source: number, opacity: number, mode: number, rule: Composite): number
}
