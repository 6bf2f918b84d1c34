import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectSame } from '../testing/expect-same.ts'
import { type GradientShape, gradientShapes } from './gradient-kernel.ts'
import type { Kernel } from './kernel.ts'
import { share } from './share.ts'
import { channelOne, ownerPointer, pixelTileBytes, tileSidePx, tileValues } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

interface Point {
  readonly x: number
  readonly y: number
}

interface Gradient {
  readonly shape: GradientShape
  readonly from: Point
  readonly to: Point
  readonly start: number
  readonly stop: number
}

const twin = createTwinKernel()
const wasm = createWasmKernel()
const origin = { x: 1024, y: 2048 }
const black = 0x000000ff
const white = 0xffffffff

const farthest = [-262_144, 524_288]
const anyCoordinate = fc.oneof(fc.constantFrom(...farthest), fc.integer({ min: -262_144, max: 524_288 }))
/** Most gradients pass by the tile. */
const near = fc.integer({ min: -2000, max: 3000 })
const anyPoint = fc.oneof(
  fc.record({ x: anyCoordinate, y: anyCoordinate }),
  fc.record({ x: near.map((x) => origin.x * 16 + x), y: near.map((y) => origin.y * 16 + y) }),
)
const anyColor = fc.oneof(fc.constantFrom(0, black, white), fc.integer({ min: 0, max: 0xffffffff }))
const anyShape = fc.constantFrom(...gradientShapes)
const anyGradient: fc.Arbitrary<Gradient> = fc.record({
  shape: anyShape,
  from: anyPoint,
  to: anyPoint,
  start: anyColor,
  stop: anyColor,
})

function paint(kernel: Kernel, { shape, from, to, start, stop }: Gradient, at: Point = origin): Uint16Array {
  kernel.grow(ownerPointer + pixelTileBytes)
  kernel.u16.fill(0xffff, ownerPointer / 2)
  const number = gradientShapes.indexOf(shape)
  kernel.gradientTile(ownerPointer, number, at.x, at.y, from.x, from.y, to.x, to.y, start, stop)
  return kernel.u16.slice(ownerPointer / 2, ownerPointer / 2 + tileValues)
}

function pixelOf(color: number): number[] {
  const wide = (shift: number): number => Math.floor((((color >>> shift) & 255) * channelOne + 127) / 255)
  return [share(wide(24), wide(0)), share(wide(16), wide(0)), share(wide(8), wide(0)), wide(0)]
}

/** How far the middle of a pixel is on the way, in real numbers. */
function realWay({ shape, from, to }: Gradient, pixel: Point): number {
  const [x, y] = [pixel.x * 16 + 8 - from.x, pixel.y * 16 + 8 - from.y]
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const whole = Math.hypot(dx, dy)
  if (whole === 0) return 1
  const way = shape === 'linear' ? (x * dx + y * dy) / whole / whole : Math.hypot(x, y) / whole
  return Math.max(0, Math.min(1, way))
}

const pixelAt = (index: number): Point => ({
  x: origin.x + (index % tileSidePx),
  y: origin.y + Math.floor(index / tileSidePx),
})
const channelAt = (tile: Uint16Array, index: number): number[] => [...tile.subarray(index * 4, index * 4 + 4)]

describe('gradients', () => {
  it('[BL12] have the colours of their ends there and beyond', () => {
    const middle = { x: origin.x * 16 + 8, y: origin.y * 16 + 8 }
    const [start, stop] = [0x12345678, 0xfedcba98]
    for (const shape of gradientShapes) {
      const tile = paint(twin, {
        shape,
        from: middle,
        to: { x: middle.x + 32 * 16, y: middle.y },
        start,
        stop,
      })
      expect(channelAt(tile, 0)).toEqual(pixelOf(start))
      expect(channelAt(tile, 31)).not.toEqual(pixelOf(stop))
      expect(channelAt(tile, 32)).toEqual(pixelOf(stop))
      expect(channelAt(tile, 63)).toEqual(pixelOf(stop))
      const before = { x: middle.x + 800, y: middle.y }
      const later = paint(twin, {
        shape: 'linear',
        from: before,
        to: { x: 200_000, y: middle.y },
        start,
        stop,
      })
      expect(channelAt(later, 49)).toEqual(pixelOf(start))
    }
    expect(channelAt(paint(twin, { shape: 'linear', from: middle, to: middle, start, stop }), 0)).toEqual([
      19_456, 16_851, 14_247, 19_532,
    ])
  })

  it('[BL12] from a point to the same point are the last colour', () => {
    fc.assert(
      fc.property(anyGradient, (gradient) => {
        const tile = paint(twin, { ...gradient, to: gradient.from })
        const expected = pixelOf(gradient.stop)
        expect(tile.every((value, i) => value === expected[i % 4])).toBe(true)
      }),
    )
  })

  it('[BL13] are within 2/32767 of the formula, colour within alpha', () => {
    fc.assert(
      fc.property(anyGradient, (gradient) => {
        const tile = paint(twin, gradient)
        const [first, last] = [pixelOf(gradient.start), pixelOf(gradient.stop)]
        let worst = 0
        let isWithin = true
        for (let i = 0; i < tileValues; i++) {
          const way = realWay(gradient, pixelAt(i >> 2))
          const exact = first[i % 4]! + (last[i % 4]! - first[i % 4]!) * way
          worst = Math.max(worst, Math.abs(exact - tile[i]!))
          isWithin &&= tile[i]! <= tile[i | 3]!
        }
        expect(worst).toBeLessThan(2)
        expect(isWithin).toBe(true)
      }),
    )
  })

  it('[BL13] never turn back', () => {
    fc.assert(
      fc.property(anyShape, anyPoint, anyPoint, (shape, from, to) => {
        const tile = paint(twin, { shape, from, to, start: black, stop: white })
        const ways = Array.from({ length: tileValues / 4 }, (_, index) => ({
          way: realWay({ shape, from, to, start: black, stop: white }, pixelAt(index)),
          value: tile[index * 4]!,
        })).sort((a, b) => a.way - b.way)
        // Of ways that differ by less than doubles can tell, either may come first.
        const turns = ways.filter(
          ({ way, value }, i) => i > 0 && value < ways[i - 1]!.value && way - ways[i - 1]!.way > 1e-9,
        )
        expect(turns).toEqual([])
      }),
    )
  })

  it('[BL14] a linear one and its reverse are the same', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, anyColor, anyColor, (from, to, start, stop) => {
        fc.pre(from.x !== to.x || from.y !== to.y)
        const forth = paint(twin, { shape: 'linear', from, to, start, stop })
        expectSame(paint(twin, { shape: 'linear', from: to, to: from, start: stop, stop: start }), forth)
      }),
    )
  })

  it('[BL14] one that is mirrored within the tile is the mirrored one', () => {
    const mirror = ({ x, y }: Point): Point => ({ x: (2 * origin.x + tileSidePx) * 16 - x, y })
    fc.assert(
      fc.property(anyGradient, (gradient) => {
        const from = mirror(gradient.from)
        const to = mirror(gradient.to)
        const tile = paint(twin, gradient)
        const mirrored = tile.map((_, i) => tile[((i >> 2) ^ 63) * 4 + (i % 4)]!)
        expectSame(paint(twin, { ...gradient, from, to }), mirrored)
      }),
    )
  })

  it('[BL14] tiles fit together', () => {
    fc.assert(
      fc.property(anyGradient, fc.nat(63), fc.nat(63), (gradient, dx, dy) => {
        const tile = paint(twin, gradient)
        const shifted = paint(twin, gradient, { x: origin.x + dx, y: origin.y + dy })
        for (let y = 0; y < tileSidePx - dy; y++) {
          const row = shifted.subarray(y * tileSidePx * 4, (y * tileSidePx + tileSidePx - dx) * 4)
          const start = ((y + dy) * tileSidePx + dx) * 4
          expectSame(row, tile.subarray(start, start + row.length))
        }
      }),
    )
  })

  it('[BL15][BL16] are the same in both kernels, at any points', () => {
    fc.assert(
      fc.property(anyGradient, (gradient) => {
        expectSame(paint(wasm, gradient), paint(twin, gradient))
      }),
      { numRuns: 300 },
    )
    for (const shape of gradientShapes) {
      for (const x of farthest) {
        for (const y of farthest) {
          for (const at of [0, 16_320]) {
            const [from, to] = [
              { x, y },
              { x: 262_144 - x, y: 262_144 - y },
            ]
            const gradient = { shape, from, to, start: 0x80ff0140, stop: 0x00ff80ff }
            expectSame(paint(wasm, gradient, { x: at, y: at }), paint(twin, gradient, { x: at, y: at }))
          }
        }
      }
    }
  })
})
