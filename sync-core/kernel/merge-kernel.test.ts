import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { xxh64 } from '../base/xxh64.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import type { Kernel } from './kernel.ts'
import { maskBytes, ownerPointer, pixelTileBytes, selectionBytes, tilePixels } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { widenByte } from './twin-merge-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

const pixelsAt = ownerPointer
const colorsAt = pixelsAt + pixelTileBytes
const maskAt = colorsAt + pixelTileBytes
const selectionAt = maskAt + maskBytes
const ownedBytes = 2 * pixelTileBytes + maskBytes + selectionBytes

/** Pixels, colours, coverage and selection, with many of the extreme values. */
function fill(kernel: Kernel, seed: number, mostCoverage: number): void {
  kernel.grow(ownerPointer + ownedBytes)
  const random = new Prng(seed)
  const oneOf = (values: readonly number[], most: number): number =>
    random.below(3) === 0 ? random.below(most + 1) : values[random.below(values.length)]!
  const { u8, u16 } = kernel
  for (let i = 0; i < tilePixels; i++) {
    const c = Math.min(mostCoverage, oneOf([0, 0, 1, 16384, 32767, 32768], 32768))
    u16[(maskAt >> 1) + i] = c
    u8[selectionAt + i] = oneOf([0, 1, 127, 128, 254, 255], 255)
    const alpha = oneOf([0, 1, 16383, 16384, 32766, 32767], 32767)
    // A little above what the coverage gives, as rounding may leave it.
    const covered = c === 0 ? 0 : Math.min(32767, oneOf([c, c + 1, c >> 1], c))
    for (let channel = 0; channel < 4; channel++) {
      const isAlpha = channel === 3
      u16[(pixelsAt >> 1) + i * 4 + channel] = isAlpha ? alpha : oneOf([0, alpha], alpha)
      u16[(colorsAt >> 1) + i * 4 + channel] = isAlpha ? covered : oneOf([0, covered], covered)
    }
  }
}

const pixelOf = (kernel: Kernel, i = 0): number[] => [
  ...kernel.u16.subarray((pixelsAt >> 1) + i * 4, (pixelsAt >> 1) + i * 4 + 4),
]

/** Merges one pixel with a colour or a coloured one, in a tile that is otherwise empty. */
function mergeOne(
  kernel: Kernel,
  pixel: readonly number[],
  coverage: number,
  source: readonly number[],
  lock = 0,
  selected = -1,
): number[] {
  kernel.grow(ownerPointer + ownedBytes)
  kernel.u8.fill(0, ownerPointer, ownerPointer + ownedBytes)
  kernel.u16.set(pixel, pixelsAt >> 1)
  kernel.u16[maskAt >> 1] = coverage
  kernel.u8[selectionAt] = Math.max(0, selected)
  const [red = 0, green = 0, blue = 0, alpha = 0] = source
  const changed = kernel.mergeFlat(
    pixelsAt,
    maskAt,
    selected < 0 ? 0 : selectionAt,
    lock,
    red,
    green,
    blue,
    alpha,
  )
  const after = pixelOf(kernel)
  expect(changed).toBe(after.some((value, channel) => value !== pixel[channel]) ? 1 : 0)
  return after
}

const anyCoverage = fc.oneof(fc.constantFrom(0, 1, 32767, 32768), fc.integer({ min: 0, max: 32768 }))
const anyChannel = fc.oneof(fc.constantFrom(0, 1, 32766, 32767), fc.integer({ min: 0, max: 32767 }))
const anyPixel = fc
  .tuple(anyChannel, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }))
  .map(([alpha, parts]) => [...parts.map((part) => Math.floor(part * alpha)), alpha])
const paint = [32767, 16448, 128, 32767]
const eraser = [0, 0, 0, 0]
/** Of flat colour and colours, each plain, locked, selected, and both: what earlier versions painted. */
const pinned = [
  '4e778a59',
  '837c376',
  '-337688b8',
  '4cfb20c8',
  '37875dcc',
  '79961ce4',
  '6ff7c017',
  '-58f281c7',
]

describe('merging', () => {
  const twin = createTwinKernel()
  const wasm = createWasmKernel()
  const both = [twin, wasm]
  const ownedOf = (kernel: Kernel): Uint8Array => kernel.u8.subarray(ownerPointer, ownerPointer + ownedBytes)

  it('[KE1][KE6] gives the same bytes and answers in both kernels, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(0, 1, 32768),
        fc.boolean(),
        fc.constantFrom(0, 1),
        fc.boolean(),
        anyPixel,
        (seed, mostCoverage, isSelected, lock, isColored, source) => {
          const [red = 0, green = 0, blue = 0, alpha = 0] = source
          const selection = isSelected ? selectionAt : 0
          const answers = both.map((kernel) => {
            fill(kernel, seed, mostCoverage)
            return isColored
              ? kernel.mergeColors(pixelsAt, colorsAt, maskAt, selection, lock)
              : kernel.mergeFlat(pixelsAt, maskAt, selection, lock, red, green, blue, alpha)
          })
          expect(answers[1]).toBe(answers[0])
          expect(Buffer.compare(ownedOf(wasm), ownedOf(twin))).toBe(0)
          expect(wasm.isWellFormed(pixelsAt)).toBe(1)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(bothKernels)('[KE6] lays masks to the pinned hashes, in %s', (_, create) => {
    const kernel = create()
    const hashOf = (isColored: boolean, selection: number, lock: number): string => {
      fill(kernel, 77, 32768)
      if (isColored) kernel.mergeColors(pixelsAt, colorsAt, maskAt, selection, lock)
      else kernel.mergeFlat(pixelsAt, maskAt, selection, lock, 32767, 16448, 128, 32767)
      const { hi, lo } = xxh64(kernel.u8.subarray(pixelsAt, pixelsAt + pixelTileBytes))
      return (hi ^ lo).toString(16)
    }
    const hashes = [false, true].flatMap((isColored) =>
      [0, selectionAt].flatMap((selection) => [0, 1].map((lock) => hashOf(isColored, selection, lock))),
    )
    expect(hashes).toEqual(pinned)
  })

  it('[KE6] takes 255 steps of a selection as coverage, rounded', () => {
    for (let value = 0; value < 256; value++) {
      expect(widenByte(value)).toBe(Math.floor((value * 32768 + 127) / 255))
    }
  })

  it.each(bothKernels)('[KE6] is exact at no coverage and at full coverage, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(anyPixel, (pixel) => {
        expect(mergeOne(kernel, pixel, 0, paint)).toEqual(pixel)
        expect(mergeOne(kernel, pixel, 32768, paint)).toEqual(paint)
        expect(mergeOne(kernel, pixel, 32768, eraser)).toEqual(eraser)
        expect(mergeOne(kernel, pixel, 32768, paint, 0, 0)).toEqual(pixel)
        expect(mergeOne(kernel, pixel, 32768, paint, 0, 255)).toEqual(paint)
        const [, , , alpha = 0] = pixel
        const share = (x: number): number => Math.round((x * alpha) / 32767)
        expect(mergeOne(kernel, pixel, 32768, paint, 1)).toEqual([alpha, share(16448), share(128), alpha])
      }),
    )
  })

  it.each(bothKernels)('[KE6] rounds to the nearest, halves towards the former value, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(anyPixel, anyCoverage, fc.nat({ max: 255 }), (pixel, coverage, selected) => {
        const c = Math.floor((coverage * widenByte(selected)) / 32768)
        const expected = paint.map((to, channel) => {
          const from = pixel[channel]!
          return Math.ceil((c * (to - from) - 16384) / 32768) + from
        })
        expect(mergeOne(kernel, pixel, coverage, paint, 0, selected)).toEqual(expected)
      }),
    )
  })

  it.each(bothKernels)('[KE6] lays colours on what they leave of the pixel, in %s', (_, create) => {
    const kernel = create()
    kernel.grow(ownerPointer + ownedBytes)
    fc.assert(
      fc.property(anyPixel, anyPixel, anyCoverage, (pixel, color, c) => {
        kernel.u8.fill(0, ownerPointer, ownerPointer + ownedBytes)
        const covered = color.map((value) => Math.floor((value * c) / 32768))
        kernel.u16.set(pixel, pixelsAt >> 1)
        kernel.u16.set(covered, colorsAt >> 1)
        kernel.u16[maskAt >> 1] = c
        kernel.mergeColors(pixelsAt, colorsAt, maskAt, 0, 0)
        const kept = pixel.map((value) => value - Math.floor((value * c + 16384) / 32768))
        expect(pixelOf(kernel)).toEqual(kept.map((value, at) => Math.min(32767, value + covered[at]!)))

        kernel.u16.set(pixel, pixelsAt >> 1)
        kernel.mergeColors(pixelsAt, colorsAt, maskAt, 0, 1)
        const [, , , alpha = 0] = pixel
        const share = (x: number, y: number): number => Math.round((x * y) / 32767)
        const locked = pixel.map((value, at) =>
          Math.min(alpha, value - share(covered[3]!, value) + share(covered[at]!, alpha)),
        )
        expect(pixelOf(kernel)).toEqual(locked)
      }),
    )
  })

  it.each(bothKernels)('[KE6] says whether any number changed, in %s', (_, create) => {
    const kernel = create()
    kernel.grow(ownerPointer + ownedBytes)
    kernel.u16.fill(20_000, maskAt >> 1, (maskAt + maskBytes) >> 1)
    expect(kernel.mergeFlat(pixelsAt, maskAt, 0, 0, 0, 0, 0, 0)).toBe(0)
    expect(kernel.mergeFlat(pixelsAt, maskAt, 0, 1, 32767, 0, 0, 32767)).toBe(0)
    expect(kernel.mergeFlat(pixelsAt, maskAt, selectionAt, 0, 32767, 0, 0, 32767)).toBe(0)
    expect(kernel.mergeFlat(pixelsAt, maskAt, 0, 0, 32767, 0, 0, 32767)).toBe(1)
    // Only the last pixel is selected.
    kernel.u8[selectionAt + tilePixels - 1] = 255
    expect(kernel.mergeFlat(pixelsAt, maskAt, selectionAt, 0, 0, 0, 0, 0)).toBe(1)
    expect(pixelOf(kernel, tilePixels - 1)[3]).toBeLessThan(pixelOf(kernel, tilePixels - 2)[3]!)
  })
})
