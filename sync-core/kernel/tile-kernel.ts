/** What is done to a whole tile without looking at any other. */
export interface TileKernel {
  copyBlock(from: number, to: number, bytes: number): void
  zeroBlock(pointer: number, bytes: number): void
}
