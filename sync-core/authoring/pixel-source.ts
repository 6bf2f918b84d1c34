/**
 * The pixels of a tile of the plane: 16384 numbers of 15 bits, premultiplied RGBA; undefined is a blank tile. It may be a
 * layer, or all visible layers composed. What it returns is only read, and only until it is asked again.
 */
export type PixelSource = (index: number) => Uint16Array | undefined

/** Which part of a 15-bit channel's range is one 8-bit value: the value that a screen shows for it. */
export function toEightBits(channel: number): number {
  return (channel * 255 + 16384) >> 15
}
