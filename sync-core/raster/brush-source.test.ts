import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tileValues } from '../kernel/tile-layout.ts'
import { newMemory, onTile } from '../testing/picture-memories.ts'
import { roundBrush } from './brush.ts'
import { type BrushSource, brushSource } from './brush-source.ts'

const brush = roundBrush({
  size: 160,
  opacity: 255,
  hardness: 255,
  color: 0xff8001,
})
const paint = brushSource(brush)
const eraser = brushSource({ ...brush, blend: 'erase' })

const memory = newMemory()

function mergeMask(pixels: Uint16Array, mask: Uint16Array, source: BrushSource): boolean {
  const { red, green, blue, alpha } = source
  const block = memory.newBlock('mask')
  memory.kernel.u16.set(mask, block.pointer / 2)
  const merge = (pointer: number): number =>
    memory.kernel.mergeFlat(pointer, block.pointer, 0, 0, red, green, blue, alpha)
  const isChanged = onTile(memory, pixels, merge) !== 0
  block.free()
  return isChanged
}

function mergeOne(pixel: readonly number[], coverage: number, source = paint): number[] {
  const pixels = new Uint16Array(tileValues)
  pixels.set(pixel)
  const mask = new Uint16Array(4096)
  mask[0] = coverage
  mergeMask(pixels, mask, source)
  return [...pixels.subarray(0, 4)]
}

const anyCoverage = fc.integer({ min: 0, max: 32768 })
const anyPixel = fc
  .tuple(
    fc.integer({ min: 0, max: 32767 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
  )
  .map(([alpha, parts]) => [...parts.map((part) => Math.floor(part * alpha)), alpha])

describe('what a brush lays down', () => {
  it('[RA2] widens 8-bit colour to 15 bits', () => {
    expect(paint).toEqual({ red: 32767, green: 16448, blue: 128, alpha: 32767 })
    expect(eraser).toEqual({ red: 0, green: 0, blue: 0, alpha: 0 })
  })

  it('[RA2] is exact at no coverage and at full coverage', () => {
    fc.assert(
      fc.property(anyPixel, (pixel) => {
        expect(mergeOne(pixel, 0)).toEqual(pixel)
        expect(mergeOne(pixel, 32768)).toEqual([32767, 16448, 128, 32767])
        expect(mergeOne(pixel, 32768, eraser)).toEqual([0, 0, 0, 0])
      }),
    )
  })

  it('[RA2] rounds to the nearest, halves towards the former value', () => {
    fc.assert(
      fc.property(anyPixel, anyCoverage, (pixel, c) => {
        const exact = (from: number, to: number): number =>
          Math.ceil((c * (to - from) - 16384) / 32768) + from
        const { red, green, blue, alpha } = paint
        const expected = [red, green, blue, alpha].map((to, channel) => exact(pixel[channel]!, to))
        expect(mergeOne(pixel, c)).toEqual(expected)
      }),
    )
  })

  it('[RA1] keeps colour within alpha', () => {
    fc.assert(
      fc.property(
        anyPixel,
        fc.array(fc.tuple(anyCoverage, fc.boolean()), { maxLength: 8 }),
        (pixel, steps) => {
          let now = pixel
          for (const [coverage, isEraser] of steps) now = mergeOne(now, coverage, isEraser ? eraser : paint)
          const [red = 0, green = 0, blue = 0, alpha = 0] = now
          expect(Math.max(red, green, blue)).toBeLessThanOrEqual(alpha)
          expect(alpha).toBeLessThanOrEqual(32767)
        },
      ),
    )
  })

  it('[RA3] says whether anything changed', () => {
    const pixels = new Uint16Array(tileValues)
    const mask = new Uint16Array(4096).fill(20000)
    expect(mergeMask(pixels, mask, eraser)).toBe(false)
    expect(mergeMask(pixels, mask, paint)).toBe(true)
    expect(mergeMask(pixels, new Uint16Array(4096), paint)).toBe(false)
  })
})
