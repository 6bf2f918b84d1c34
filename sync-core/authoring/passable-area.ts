import { channelOne } from '../kernel/tile-layout.ts'
import { type CoverageMask, fullCoverage } from './coverage-mask.ts'
import type { Frame } from '../raster/structure.ts'
import { type PixelSource, toEightBits } from './pixel-source.ts'
import {
  type BitSource,
  bothBits,
  coveredBits,
  frameBits,
  normalBits,
  rememberBits,
  type TileBits,
  tileWords,
} from './tile-bits.ts'

/** Where a fill may go: a frame, and in it a selection when there is one. */
export interface Bounds {
  readonly frame: Frame
  readonly selection: CoverageMask | undefined
}

/** The px of a tile that lie in the frame and are selected at all. */
export function boundsBits({ frame, selection }: Bounds, index: number): TileBits | undefined {
  const inFrame = frameBits(frame, index)
  if (inFrame === undefined || selection === undefined) return inFrame
  const coverage = selection.get(index)
  if (coverage === undefined) return undefined
  return coverage === fullCoverage ? inFrame : bothBits(inFrame, coveredBits(coverage, 1))
}

/**
 * The px inside of the bounds whose colour (four channels of 15 bits) is `color`, each channel (alpha too, premultiplied, in
 * 8 bits) at most `tolerance` away. Each tile of the source is asked for and compared once, when it is first needed.
 */
export function passableArea(
  source: PixelSource,
  bounds: Bounds,
  color: ArrayLike<number>,
  tolerance: number,
): BitSource {
  const channels = [0, 1, 2, 3].map((channel) => toEightBits(color[channel]!))
  const range = {
    lows: channels.map((value) => firstChannelOf(value - tolerance)),
    highs: channels.map((value) => firstChannelOf(value + tolerance + 1) - 1),
  }
  const isBlankPassable = channels.every((value) => value <= tolerance)
  return rememberBits((index) => {
    const inside = boundsBits(bounds, index)
    if (inside === undefined) return undefined
    const pixels = source(index)
    if (pixels === undefined) return isBlankPassable ? inside : undefined
    return bothBits(inside, pixelsInRange(pixels, range))
  })
}

/** For each channel its smallest and largest number of 15 bits: so no px needs to be converted. */
interface ColorRange {
  readonly lows: readonly number[]
  readonly highs: readonly number[]
}

function pixelsInRange(pixels: Uint16Array, { lows, highs }: ColorRange): TileBits | undefined {
  const [lowR = 0, lowG = 0, lowB = 0, lowA = 0] = lows
  const [highR = 0, highG = 0, highB = 0, highA = 0] = highs
  const bits = new Int32Array(tileWords)
  for (let word = 0, at = 0; word < tileWords; word++) {
    let value = 0
    for (let bit = 0; bit < 32; bit++, at += 4) {
      const red = pixels[at]!
      const green = pixels[at + 1]!
      const blue = pixels[at + 2]!
      const alpha = pixels[at + 3]!
      // Negative when any channel is out of its range: no branch, as lines and paper can't be foretold.
      const off =
        (red - lowR) |
        (highR - red) |
        (green - lowG) |
        (highG - green) |
        (blue - lowB) |
        (highB - blue) |
        (alpha - lowA) |
        (highA - alpha)
      value |= (~off >>> 31) << bit
    }
    bits[word] = value
  }
  return normalBits(bits)
}

/** The smallest 15-bit number that is shown as `value` (0..255) or more; above 255, the first beyond the range. */
function firstChannelOf(value: number): number {
  if (value <= 0) return 0
  if (value > 255) return channelOne + 1
  let channel = Math.floor((value * 32768 - 16384) / 255)
  while (toEightBits(channel) < value) channel++
  return channel
}
