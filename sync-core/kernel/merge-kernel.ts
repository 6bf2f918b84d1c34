/** How a mark is laid on the pixels of a tile, in place. Each returns 1 when any number changed, and otherwise 0. */
export interface MergeKernel {
  /**
   * Moves every pixel towards one colour (channels 0..32767; the eraser's are all 0) by the coverage of the mask. `selection`
   * is 0 or 4096 bytes by which the coverage is scaled first. `lock` 1 keeps alpha, and moves towards the colour times alpha.
   */
  mergeFlat(
    pixels: number,
    mask: number,
    selection: number,
    lock: number,
    red: number,
    green: number,
    blue: number,
    alpha: number,
  ): number
  /** The same with colours of its own for each pixel: a tile that is premultiplied and already times the coverage. */
  mergeColors(pixels: number, colors: number, mask: number, selection: number, lock: number): number
}
