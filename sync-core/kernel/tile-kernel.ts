/** What is done to a whole tile, or a block of memory, without looking at any other. */
export interface TileKernel {
  copyBlock(from: number, to: number, bytes: number): void
  zeroBlock(pointer: number, bytes: number): void
  /** Gives every pixel this colour. */
  fillTile(pixels: number, red: number, green: number, blue: number, alpha: number): void
  /** Makes the pixels as much less as the selection (4096 bytes 0..255) says, each channel rounded to the nearest. */
  scaleTile(pixels: number, selection: number): void
  /** 1 when every pixel is transparent; as colour never exceeds alpha, alpha alone decides. */
  isBlank(pixels: number): number
  /** 1 when these 32 KiB are pixels: alpha at most 32767, and no colour above its alpha. */
  isWellFormed(pixels: number): number
  /** Writes the pixels over white paper to `out`, 16384 bytes RGBA with alpha 255. */
  showTile(pixels: number, out: number): void
  /** XXH64 with seed 0 of `bytes` (a multiple of 32, at least 32) to `out`: the low half as u32, then the high one. */
  hashBlock(pointer: number, bytes: number, out: number): void
  /** How many of the pixels 1..4095 equal the one before them. */
  countRepeats(pixels: number): number
  /** Puts the pixels into the order and form that deflates best, 32 KiB at `out`, and back. Not in place. */
  filterTile(pixels: number, out: number): void
  unfilterTile(filtered: number, out: number): void
}
