/**
 * What an action lays on the tiles of one layer: a stroke, a patch, a gradient. Open marks are shown above their layer and ended
 * ones merged into it by the same function, so nothing jumps when an action ends.
 */
export interface Marks {
  readonly layer: number
  /** Bytes that they take of the picture's memory. */
  readonly bytes: number
  /** Whether the tile may look different with these marks. */
  has(index: number): boolean
  /** Every index for which `has` is true. */
  indices(): Iterable<number>
  /** Whether nothing of what the layer had on the tile can be seen through them; in doubt no, as always without this. */
  hides?(index: number): boolean
  /** Lays the marks on the pixel tile at this pointer, in place; says whether any number changed. */
  layOn(index: number, pixels: number): boolean
  /** Gives the memory back; they are laid on nothing any more. */
  free(): void
}
