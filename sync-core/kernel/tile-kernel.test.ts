import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { xxh64 } from '../base/xxh64.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import type { Kernel } from './kernel.ts'
import { ownerPointer, pixelTileBytes, scratchPointer, tilePixels, tileValues } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

const pixelsAt = ownerPointer
const outAt = pixelsAt + pixelTileBytes
const backAt = outAt + pixelTileBytes
const ownedBytes = 3 * pixelTileBytes

type Kind = 'blank' | 'solid' | 'lines' | 'smooth' | 'noise' | 'broken'

/** Pixels of a kind; those of 'broken' are any bytes. */
function pixelsOf(kind: Kind, seed: number): Uint16Array {
  const random = new Prng(seed)
  const solid = [random.below(20_000), random.below(20_000), random.below(20_000), 20_000]
  const pixels = new Uint16Array(tileValues)
  for (let at = 0; at < tileValues; at += 4) {
    const x = (at >> 2) & 63
    const y = at >> 8
    const alpha = random.below(32_768)
    const pixel: Record<Kind, () => number[]> = {
      blank: () => [0, 0, 0, 0],
      solid: () => solid,
      lines: () => ((x + seed) % 17 === 0 ? solid : [0, 0, 0, 0]),
      smooth: () => [x * y, x * 100, y * 120, 10_000 + x * 3 + random.below(4)],
      noise: () => [random.below(alpha + 1), random.below(alpha + 1), alpha, alpha],
      broken: () => Array.from({ length: 4 }, () => random.below(65_536)),
    }
    pixels.set(pixel[kind](), at)
  }
  return pixels
}

const kinds: readonly Kind[] = ['blank', 'solid', 'lines', 'smooth', 'noise', 'broken']
const anyPixels = fc.tuple(fc.constantFrom(...kinds), fc.nat()).map(([kind, seed]) => pixelsOf(kind, seed))
const anyWellFormed = fc
  .tuple(fc.constantFrom(...kinds.slice(0, -1)), fc.nat())
  .map(([kind, seed]) => pixelsOf(kind, seed))

function prepare(kernel: Kernel, pixels: Uint16Array): void {
  kernel.grow(ownerPointer + ownedBytes)
  kernel.u8.fill(0xa5, scratchPointer, ownerPointer + ownedBytes)
  kernel.u16.set(pixels, pixelsAt >> 1)
}

const contentOf = (kernel: Kernel): Uint8Array =>
  kernel.u8.subarray(scratchPointer, ownerPointer + ownedBytes)

const functions: Record<string, (kernel: Kernel) => number | void> = {
  isBlank: (kernel) => kernel.isBlank(pixelsAt),
  isWellFormed: (kernel) => kernel.isWellFormed(pixelsAt),
  countRepeats: (kernel) => kernel.countRepeats(pixelsAt),
  hashBlock: (kernel) => kernel.hashBlock(pixelsAt, pixelTileBytes, scratchPointer),
  filterTile: (kernel) => kernel.filterTile(pixelsAt, outAt),
  unfilterTile: (kernel) => kernel.unfilterTile(pixelsAt, outAt),
  copyBlock: (kernel) => kernel.copyBlock(pixelsAt + 64, pixelsAt, pixelTileBytes),
  fillTile: (kernel) => kernel.fillTile(outAt, 1, 20_000, 32_767, 40_000),
  zeroBlock: (kernel) => kernel.zeroBlock(outAt + 16, 4096),
}

describe('whole tiles', () => {
  const twin = createTwinKernel()
  const wasm = createWasmKernel()

  function expectSame(pixels: Uint16Array, work: (kernel: Kernel) => number | void): void {
    prepare(twin, pixels)
    prepare(wasm, pixels)
    expect(work(wasm)).toBe(work(twin))
    expect(Buffer.compare(contentOf(wasm), contentOf(twin))).toBe(0)
  }

  it.each(Object.entries(functions))('[KE1] %s does the same in both kernels', (_, work) => {
    fc.assert(
      fc.property(anyPixels, (pixels) => expectSame(pixels, work)),
      { numRuns: 60 },
    )
  })

  it('[KE1] scaleTile does the same in both kernels', () => {
    fc.assert(
      fc.property(anyWellFormed, (pixels) =>
        expectSame(pixels, (kernel) => {
          for (let i = 0; i < tilePixels; i++) kernel.u8[backAt + i] = i * 7 + (i >> 5)
          kernel.scaleTile(pixelsAt, backAt)
        }),
      ),
      { numRuns: 60 },
    )
  })

  it.each(bothKernels)('[KE15] scales channels by 255 steps, rounded to the nearest, in %s', (_, create) => {
    const kernel = create()
    prepare(kernel, new Uint16Array(tileValues))
    kernel.fillTile(pixelsAt, 3, 16_384, 32_766, 32_767)
    expect([...kernel.u16.subarray(pixelsAt / 2 + tileValues - 4, pixelsAt / 2 + tileValues)]).toEqual([
      3, 16_384, 32_766, 32_767,
    ])
    for (let i = 0; i < tilePixels; i++) kernel.u8[outAt + i] = i
    kernel.scaleTile(pixelsAt, outAt)
    for (let step = 0; step < 256; step++) {
      const part = Math.floor((step * 32_767 + 127) / 255)
      const expected = [3, 16_384, 32_766, 32_767].map((value) => Math.round((value * part) / 32_767))
      const at = pixelsAt / 2 + step * 4
      expect([...kernel.u16.subarray(at, at + 4)]).toEqual(expected)
    }
    expect(kernel.isWellFormed(pixelsAt)).toBe(1)
  })

  it('[KE1] showTile does the same in both kernels', () => {
    fc.assert(
      fc.property(anyWellFormed, (pixels) =>
        expectSame(pixels, (kernel) => kernel.showTile(pixelsAt, outAt)),
      ),
      { numRuns: 60 },
    )
  })

  it.each(bothKernels)('[KE7] shows every value over white paper, rounded, in %s', (_, create) => {
    const kernel = create()
    for (let from = 0; from < 32_768; from += tilePixels) {
      const pixels = new Uint16Array(tileValues)
      for (let i = 0; i < tilePixels; i++) pixels.set([from + i, 0, (from + i) >> 1, from + i], i * 4)
      prepare(kernel, pixels)
      kernel.showTile(pixelsAt, outAt)
      for (let i = 0; i < tilePixels; i += 97) {
        const over = (color: number): number => Math.floor(((color + 32767 - from - i) * 255 + 16384) / 32768)
        const shown = [...kernel.u8.subarray(outAt + i * 4, outAt + i * 4 + 4)]
        expect(shown).toEqual([over(from + i), over(0), over((from + i) >> 1), 255])
      }
    }
  })

  it.each(bothKernels)(
    '[KE7] finds a single pixel that is not blank, or not well formed, in %s',
    (_, create) => {
      const kernel = create()
      fc.assert(
        fc.property(fc.nat({ max: tilePixels - 1 }), fc.nat({ max: 3 }), (i, channel) => {
          const pixels = new Uint16Array(tileValues)
          prepare(kernel, pixels)
          expect(kernel.isBlank(pixelsAt)).toBe(1)
          expect(kernel.isWellFormed(pixelsAt)).toBe(1)
          kernel.u16[(pixelsAt >> 1) + i * 4 + 3] = 1
          expect(kernel.isBlank(pixelsAt)).toBe(0)
          kernel.u16[(pixelsAt >> 1) + i * 4 + channel] = 1
          expect(kernel.isWellFormed(pixelsAt)).toBe(1)
          kernel.u16[(pixelsAt >> 1) + i * 4 + channel] = channel === 3 ? 32_768 : 2
          expect(kernel.isWellFormed(pixelsAt)).toBe(0)
        }),
      )
    },
  )

  it.each(bothKernels)('[KE8] hashes as XXH64 does, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 40 }), (seed, stripes) => {
        prepare(kernel, pixelsOf('broken', seed))
        kernel.hashBlock(pixelsAt, stripes * 32, scratchPointer)
        const expected = xxh64(kernel.u8.slice(pixelsAt, pixelsAt + stripes * 32))
        expect(kernel.i32[scratchPointer >> 2]! >>> 0).toBe(expected.lo)
        expect(kernel.i32[(scratchPointer >> 2) + 1]! >>> 0).toBe(expected.hi)
      }),
      { numRuns: 40 },
    )
  })

  it.each(bothKernels)(
    '[KE9] takes the filter back for any numbers, and counts repeats, in %s',
    (_, create) => {
      const kernel = create()
      fc.assert(
        fc.property(anyPixels, (pixels) => {
          prepare(kernel, pixels)
          kernel.filterTile(pixelsAt, outAt)
          kernel.unfilterTile(outAt, backAt)
          expect(kernel.u16.slice(backAt >> 1, (backAt + pixelTileBytes) >> 1)).toEqual(pixels)
          const whole = (i: number): string => pixels.subarray(i * 4, i * 4 + 4).join()
          let repeats = 0
          for (let i = 1; i < tilePixels; i++) if (whole(i) === whole(i - 1)) repeats++
          expect(kernel.countRepeats(pixelsAt)).toBe(repeats)
        }),
        { numRuns: 30 },
      )
    },
  )

  it.each(bothKernels)('[KE9] puts low bytes before high ones, channel by channel, in %s', (_, create) => {
    const kernel = create()
    prepare(kernel, new Uint16Array(tileValues).fill(5))
    kernel.u16.set([0x0102, 0x0304, 0x0506, 0x0708], (pixelsAt >> 1) + 64 * 4)
    kernel.filterTile(pixelsAt, outAt)
    const plane = (n: number): number[] => [
      ...kernel.u8.subarray(outAt + n * 4096 + 63, outAt + n * 4096 + 66),
    ]
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(plane)).toEqual([
      [5, 0xfd, 0],
      [5, 0xff, 0],
      [5, 0x01, 0],
      [5, 0x03, 0],
      [0, 0x00, 0],
      [0, 0x02, 0],
      [0, 0x05, 0],
      [0, 0x07, 0],
    ])
  })
})
