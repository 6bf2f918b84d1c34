import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Prng } from '../base/prng.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import { expectSame } from '../testing/expect-same.ts'
import { extremeChannels, meetingPixels, randomPixels } from '../testing/random-pixels.ts'
import { realAlpha, realColor } from '../testing/real-blending.ts'
import { type Composite, composite } from './blend-kernel.ts'
import { type BlendMode, blendModes } from './blend-mode.ts'
import type { Kernel } from './kernel.ts'
import { channelOne, coverageOne, ownerPointer, pixelTileBytes, tileValues } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

interface How {
  readonly mode: BlendMode
  readonly rule: Composite
  readonly opacity: number
}

const target = ownerPointer
const source = ownerPointer + pixelTileBytes
const twin = createTwinKernel()
const wasm = createWasmKernel()

const seeds = fc.integer().map((seed) => new Prng(seed))
const anyMode = fc.constantFrom(...blendModes)
const anyRule = fc.constantFrom(composite.over, composite.atop)
const anyOpacity = fc.oneof(
  fc.constantFrom(0, 1, 16384, coverageOne - 1, coverageOne),
  fc.integer({ min: 0, max: coverageOne }),
)
const anyHow: fc.Arbitrary<How> = fc.record({ mode: anyMode, rule: anyRule, opacity: anyOpacity })
const everyHow = blendModes.flatMap((mode) => [
  { mode, rule: composite.over, name: `${mode} over` },
  { mode, rule: composite.atop, name: `${mode} atop` },
])

/** The backdrop after a blend, and what the blend said. */
interface Blended {
  readonly result: Uint16Array
  readonly said: number
}

function blend(
  kernel: Kernel,
  backdrop: Uint16Array,
  pixels: Uint16Array,
  { mode, rule, opacity }: How,
): Blended {
  kernel.grow(source + pixelTileBytes)
  kernel.u16.set(backdrop, target / 2)
  kernel.u16.set(pixels, source / 2)
  const said = kernel.blendTile(target, source, opacity, blendModes.indexOf(mode), rule)
  expectSame(kernel.u16.subarray(source / 2, source / 2 + tileValues), pixels)
  return { result: kernel.u16.slice(target / 2, target / 2 + tileValues), said }
}

function expectSameBlend(backdrop: Uint16Array, pixels: Uint16Array, how: How): void {
  const [actual, expected] = [blend(wasm, backdrop, pixels, how), blend(twin, backdrop, pixels, how)]
  expectSame(actual.result, expected.result)
  expect(actual.said).toBe(expected.said)
}

const alphasOf = (pixels: Uint16Array): Uint16Array => pixels.filter((_, i) => i % 4 === 3)

/** The largest difference from the formula in real numbers, in 1/32767. */
function worstError(backdrop: Uint16Array, pixels: Uint16Array, how: How): number {
  const { result } = blend(twin, backdrop, pixels, how)
  const real = { ...how, opacity: how.opacity / coverageOne }
  const at = (tile: Uint16Array, i: number): number => tile[i]! / channelOne
  let worst = 0
  for (let i = 0; i < tileValues; i++) {
    const [a, b] = [at(pixels, i | 3), at(backdrop, i | 3)]
    const exact = i % 4 === 3 ? realAlpha(real, a, b) : realColor(real, at(pixels, i), a, at(backdrop, i), b)
    worst = Math.max(worst, Math.abs(result[i]! - exact * channelOne))
  }
  return worst
}

const opaque = (pixels: Uint16Array): Uint16Array =>
  pixels.map((value, i) => (i % 4 === 3 ? channelOne : value))
const faint = Array.from({ length: 10 }, (_, value) => value)

describe('blending', () => {
  it.each(everyHow)('[BL1] $name is within 2/32767 of the formula', ({ mode, rule }) => {
    const prng = new Prng(1)
    const [extremeBackdrop, extremeSource] = meetingPixels(extremeChannels)
    const [faintBackdrop, faintSource] = meetingPixels(faint)
    for (const opacity of [0, 1, 9999, 16384, coverageOne - 1, coverageOne]) {
      const how = { mode, rule, opacity }
      expect(worstError(extremeBackdrop, extremeSource, how)).toBeLessThan(2)
      expect(worstError(faintBackdrop, faintSource, how)).toBeLessThan(2)
      expect(worstError(randomPixels(prng), randomPixels(prng), how)).toBeLessThan(2)
    }
  })

  it('[BL1] gives exact values', () => {
    const backdrop = new Uint16Array(tileValues)
    const pixels = new Uint16Array(tileValues)
    backdrop.set([4000, 12000, 24000, 32767])
    pixels.set([4000, 8000, 16000, 16000])
    const first = (mode: BlendMode): number[] => {
      const { result } = blend(twin, backdrop, pixels, { mode, rule: composite.over, opacity: coverageOne })
      return [...result.subarray(0, 4)]
    }
    expect(Object.fromEntries(blendModes.map((mode) => [mode, first(mode)]))).toEqual({
      normal: [6047, 14140, 28281, 32767],
      multiply: [2535, 9070, 24000, 32767],
      screen: [7512, 17070, 28281, 32767],
      overlay: [3023, 12000, 28281, 32767],
      darken: [4000, 12000, 24000, 32767],
      lighten: [6047, 14140, 28281, 32767],
      'color-dodge': [4651, 17860, 28281, 32767],
      'color-burn': [2047, 6140, 24000, 32767],
      'hard-light': [3023, 12000, 28281, 32767],
      'soft-light': [3143, 12000, 25974, 32767],
      difference: [4094, 8280, 16562, 32767],
      add: [8000, 20000, 32767, 32767],
    })
  })

  it.each(bothKernels)('[BL2] opacity 0 and an empty source change nothing in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(seeds, anyHow, (prng, how) => {
        const backdrop = randomPixels(prng)
        const hidden = blend(kernel, backdrop, randomPixels(prng), { ...how, opacity: 0 })
        const empty = blend(kernel, backdrop, new Uint16Array(tileValues), how)
        for (const { result, said } of [hidden, empty]) {
          expectSame(result, backdrop)
          expect(said).toBe(0)
        }
      }),
      { numRuns: 40 },
    )
  })

  it.each(bothKernels)('[BL2] what is laid on nothing, or covers all, is the source in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(seeds, anyMode, (prng, mode) => {
        const pixels = randomPixels(prng)
        const whole = { rule: composite.over, opacity: coverageOne }
        const onNothing = blend(kernel, new Uint16Array(tileValues), pixels, { mode, ...whole })
        expectSame(onNothing.result, pixels)
        const covered = blend(kernel, randomPixels(prng), opaque(pixels), { mode: 'normal', ...whole })
        expectSame(covered.result, opaque(pixels))
      }),
      { numRuns: 40 },
    )
  })

  it('[BL3] keeps colour within alpha, and alpha the same in every mode', () => {
    fc.assert(
      fc.property(seeds, anyHow, (prng, how) => {
        const [backdrop, pixels] = [randomPixels(prng), randomPixels(prng)]
        const { result } = blend(twin, backdrop, pixels, how)
        const plain = blend(twin, backdrop, pixels, { ...how, mode: 'normal' }).result
        let isWithin = true
        for (let i = 0; i < tileValues; i++) isWithin &&= result[i]! <= result[i | 3]!
        expect(isWithin).toBe(true)
        if (how.mode === 'add') return
        expectSame(alphasOf(result), alphasOf(plain))
      }),
    )
  })

  it('[BL4] atop keeps alpha', () => {
    fc.assert(
      fc.property(seeds, anyHow, (prng, how) => {
        const backdrop = randomPixels(prng)
        const { result } = blend(twin, backdrop, randomPixels(prng), { ...how, rule: composite.atop })
        expectSame(alphasOf(result), alphasOf(backdrop))
        const onNothing = blend(twin, new Uint16Array(tileValues), backdrop, { ...how, rule: composite.atop })
        expectSame(onNothing.result, new Uint16Array(tileValues))
        expect(onNothing.said).toBe(0)
      }),
    )
  })

  it.each(bothKernels)('[BL5] %s says whether any number changed', (_, create) => {
    const kernel = create()
    const whole: How = { mode: 'normal', rule: composite.over, opacity: coverageOne }
    const backdrop = opaque(new Uint16Array(tileValues))
    for (const at of [0, 5, tileValues / 2 + 2, tileValues - 2]) {
      const pixels = new Uint16Array(tileValues)
      pixels[at | 3] = 20000
      expect(blend(kernel, backdrop, pixels, whole).said).toBe(0)
      pixels[at] = 20000
      expect(blend(kernel, backdrop, pixels, whole).said).toBe(1)
    }
  })

  it.each(everyHow)('[BL6] $name is the same in both kernels', ({ mode, rule }) => {
    const runs = [meetingPixels(extremeChannels), meetingPixels(faint)].flatMap(([a, b]) =>
      [0, 1, 16384, coverageOne - 1, coverageOne].map((opacity) => [a, b, opacity] as const),
    )
    for (const [backdrop, pixels, opacity] of runs) {
      expectSameBlend(backdrop, pixels, { mode, rule, opacity })
    }
    fc.assert(
      fc.property(seeds, anyOpacity, (prng, opacity) => {
        expectSameBlend(randomPixels(prng), randomPixels(prng), { mode, rule, opacity })
      }),
      { numRuns: 25 },
    )
  })

  it('[BL6] opaque, empty and translucent runs are the same in both kernels', () => {
    fc.assert(
      fc.property(seeds, anyHow, fc.integer({ min: 1, max: 12 }), (prng, how, run) => {
        const pixels = randomPixels(prng)
        const alphas = Array.from({ length: 4096 }, (_, i) => (i % run === 0 ? prng.below(3) : undefined))
        let kind = 0
        alphas.forEach((change, pixel) => {
          kind = change ?? kind
          if (kind === 0) pixels.fill(0, pixel * 4, pixel * 4 + 4)
          if (kind === 1) pixels[pixel * 4 + 3] = channelOne
        })
        expectSameBlend(randomPixels(prng), pixels, how)
      }),
    )
  })
})
