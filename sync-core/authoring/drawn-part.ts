/**
 * What an author lays on one tile of a layer, before it becomes bytes: coverage (4096 numbers 0..255) of the patch's colour,
 * coverage that erases, or pixels (16384 numbers of 15 bits, premultiplied RGBA) that are composed over. Arrays may be shared
 * between parts and are only read.
 */
export type DrawnPart =
  | { readonly index: number; readonly form: 'cover' | 'erase'; readonly coverage: Uint8Array }
  | { readonly index: number; readonly form: 'over'; readonly pixels: Uint16Array }

/**
 * Parts made one at a time, so that a large patch never is in memory as a whole. Each of the `steps` gives a part, or
 * undefined where nothing is to be laid; who doesn't ask on has cancelled it.
 */
export interface PartWork {
  readonly steps: number
  readonly parts: Generator<DrawnPart | undefined, void, void>
}
