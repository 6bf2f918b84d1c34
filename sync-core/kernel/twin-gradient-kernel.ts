import { type GradientKernel, gradientShapes } from './gradient-kernel.ts'
import type { KernelMemory } from './kernel-memory.ts'
import { share } from './share.ts'
import { channelOne, tileSidePx, tileValues } from './tile-layout.ts'
import { widen } from './widen.ts'

// Every pixel of a gradient is a mix of two premultiplied colours, by its way t = 0..32768 from the first to the last:
//
//   colour = first + (last − first)·t       linear: t = (p − from)·(to − from) / |to − from|²      p is the pixel's middle
//                                           radial: t = |p − from| / |to − from|
//
// Whole numbers only, below 2^53, each quotient rounded once. Squares of lengths reach 2^41, and a quotient in 1/32768 needs
// another 16 bits: so lengths beyond 8192 px are counted in coarser units. A linear way is counted from the nearer
// end, which makes a gradient and its reverse the same pixels. A radial one is the quotient of two roots, of squares that are
// first brought into 2^46..2^48, so that their last bits are a hundred times finer than t however small the circle.
//
// From a point to the same point everything is beyond the end. Rejected: steps from pixel to pixel (the remainder to carry
// makes rows depend on each other, and a division is cheaper than to be sure), dithering (15 bits are finer than any screen).

const wayOne = 32768
const dividendBits = 34
const squareMin = 2 ** 46

/** The middle of a pixel, in 1/16 px. */
function middle(px: number): number {
  return px * 16 + 8
}

/** t of a pixel whose way from the first point is (x, y), in 1/16 px. */
type Way = (x: number, y: number) => number

function linearWay(dx: number, dy: number): Way {
  const whole = dx * dx + dy * dy
  let coarse = 1
  while (whole / coarse >= 2 ** dividendBits) coarse *= 2
  const divisor = Math.floor(whole / coarse)
  const part = (length: number): number =>
    Math.floor((2 * wayOne * Math.floor(length / coarse) + divisor) / (2 * divisor))
  return (x, y) => {
    const length = x * dx + y * dy
    if (length >= whole) return wayOne
    if (length <= 0) return 0
    return 2 * length > whole ? wayOne - part(whole - length) : part(length)
  }
}

function radialWay(dx: number, dy: number): Way {
  const whole = dx * dx + dy * dy
  let fine = 1
  while (whole > 0 && whole * fine < squareMin) fine *= 4
  const radius = wholeRoot(whole * fine)
  return (x, y) => {
    const square = x * x + y * y
    if (square >= whole) return wayOne
    return Math.floor((2 * wayOne * wholeRoot(square * fine) + radius) / (2 * radius))
  }
}

/** The largest whole number whose square is at most `value`, up to 2^50. */
function wholeRoot(value: number): number {
  let root = Math.floor(Math.sqrt(value))
  while (root * root > value) root--
  while ((root + 1) * (root + 1) <= value) root++
  return root
}

/** 0xRRGGBBAA as a pixel. */
function premultiplied(color: number): readonly number[] {
  const [red, green, blue, alpha] = [24, 16, 8, 0].map((shift) => widen((color >>> shift) & 0xff, channelOne))
  return [share(red!, alpha!), share(green!, alpha!), share(blue!, alpha!), alpha!]
}

export function twinGradientKernel(memory: KernelMemory): GradientKernel {
  return {
    gradientTile(out, shape, x, y, fromX, fromY, toX, toY, start, stop) {
      const pixels = memory.u16.subarray(out / 2, out / 2 + tileValues)
      const wayTo = gradientShapes[shape] === 'linear' ? linearWay : radialWay
      const way = wayTo(toX - fromX, toY - fromY)
      const first = premultiplied(start)
      const last = premultiplied(stop)
      for (let at = 0; at < tileValues; at += 4) {
        const column = (at / 4) % tileSidePx
        const row = Math.floor(at / 4 / tileSidePx)
        const t = way(middle(x + column) - fromX, middle(y + row) - fromY)
        for (let channel = 0; channel < 4; channel++) {
          const [from, to] = [first[channel]!, last[channel]!]
          pixels[at + channel] = from + ((Math.imul(to - from, t) + 16384) >> 15)
        }
      }
    },
  }
}
