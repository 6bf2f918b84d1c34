import { channelOne } from '../kernel/tile-layout.ts'
import type { PixelSource } from './pixel-source.ts'
import { PixelSum } from './pixel-sum.ts'

// What a smudging brush has in its hairs. At each sample the mean of what lies under the dab is picked up and mixed with
// what is there already (MyPaint's way: bucket = bucket · length + picked · (1 - length)); the sample carries that colour.
// So only the author reads pixels, and the stroke is the same for everybody whatever happens below it.

/** Px read for one dab to each side of its middle: more show no difference, and the largest dab has 800 000. */
const readRadiusMax = 12

export class SmudgePicker {
  private readonly source: PixelSource
  private readonly length: number
  private bucket: [number, number, number, number] | undefined

  /** `length` 0..255: how long colour stays in the brush; at 255 it keeps what it picked up first. */
  constructor(source: PixelSource, length: number) {
    this.source = source
    this.length = length / 255
  }

  /**
   * The colour for a sample at x, y (1/16 px of the plane) of a brush of `radiusPx`: 0xRRGGBBAA, straight. Where nothing but
   * blank px were picked up, 0.
   */
  pick(x: number, y: number, radiusPx: number): number {
    const sum = this.sumUnder(Math.floor(x / 16), Math.floor(y / 16), radiusPx)
    const picked = [sum.red, sum.green, sum.blue, sum.alpha].map((value) => value / sum.count) as [
      number,
      number,
      number,
      number,
    ]
    const { bucket, length } = this
    // A fresh brush is dipped into what it finds.
    this.bucket = picked.map((value, i) =>
      bucket === undefined ? value : bucket[i]! * length + value * (1 - length),
    ) as typeof picked
    return packStraight(this.bucket)
  }

  private sumUnder(x: number, y: number, radiusPx: number): PixelSum {
    const sum = new PixelSum(eachTileOnce(this.source))
    const step = Math.max(1, Math.ceil(radiusPx / readRadiusMax))
    const reach = Math.floor(radiusPx / step)
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if ((dx * dx + dy * dy) * step * step <= radiusPx * radiusPx) sum.add(x + dx * step, y + dy * step)
      }
    }
    return sum
  }
}

/** A dab on a corner of tiles goes to and fro between them. */
function eachTileOnce(source: PixelSource): PixelSource {
  const known = new Map<number, Uint16Array | undefined>()
  return (index) => {
    if (!known.has(index)) known.set(index, source(index)?.slice())
    return known.get(index)
  }
}

/** Premultiplied channels as 0xRRGGBBAA, straight, 8 bits each. */
function packStraight([red, green, blue, alpha]: readonly number[]): number {
  const opacity = Math.round((alpha! / channelOne) * 255)
  if (opacity === 0) return 0
  const straight = (channel: number): number => Math.min(255, Math.round((channel / alpha!) * 255))
  return ((straight(red!) << 24) | (straight(green!) << 16) | (straight(blue!) << 8) | opacity) >>> 0
}
