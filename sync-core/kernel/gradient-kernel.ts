/** The place of a shape in this list is its number. */
export const gradientShapes = ['linear', 'radial'] as const
export type GradientShape = (typeof gradientShapes)[number]

/** Tiles full of a gradient. */
export interface GradientKernel {
  /**
   * Fills the pixel tile at `out`, whose first pixel is the plane's (x, y) px, with a gradient between two points in 1/16 px,
   * each -262144..524288: linear across the line between them, or radial around the first with the second on its rim. Colours
   * are 0xRRGGBBAA, alpha straight. The formulas are at the top of twin-gradient-kernel.ts.
   */
  gradientTile(
    out: number,
    shape: number,
    x: number,
    y: number,
    fromX: number,
    fromY: number,
    toX: number,
    toY: number,
    start: number,
    stop: number,
  ): void
}
