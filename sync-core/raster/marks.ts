/**
 * What an action lays on the tiles of one layer: a stroke, a patch, a gradient. Open marks are shown above their layer and ended
 * ones merged into it by the same function, so nothing jumps when an action ends.
 */
export interface Marks {
  readonly layer: number
  /** Whether the tile may look different with these marks. */
  has(index: number): boolean
  /** Every index for which `has` is true. */
  indices(): Iterable<number>
  /** Lays the marks on the pixels of this tile (16384 numbers), in place; says whether any number changed. */
  layOn(index: number, pixels: Uint16Array): boolean
}
