import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothKernels } from '../testing/both-kernels.ts'
import { exactProfile } from '../testing/exact-profile.ts'
import {
  buildUpRule,
  type DabRule,
  tileClosed,
  tilePointerMask,
  tileReached,
  washRule,
} from './dab-kernel.ts'
import type { Kernel } from './kernel.ts'
import { maskBytes, ownerPointer, scratchPointer, selectionBytes } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

interface Dab {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly hardness: number
  readonly limit: number
  readonly flow: number
}

const across = 3
const down = 2
const table = scratchPointer
const dabsAt = scratchPointer + 1024
const grainAt = ownerPointer
const masksAt = ownerPointer + selectionBytes
const ownedBytes = selectionBytes + across * down * maskBytes

/** A window of 3 × 2 tiles with masks full of `noise`, in that one kernel. */
function prepare(kernel: Kernel, noise: Uint16Array, entries: readonly number[]): void {
  kernel.grow(ownerPointer + ownedBytes)
  kernel.u16.set(noise, masksAt >> 1)
  for (let i = 0; i < selectionBytes; i++) kernel.u8[grainAt + i] = (i * 7919) >> 3
  entries.forEach(
    (flags, n) => (kernel.i32[(table >> 2) + n] = flags < 0 ? 0 : (masksAt + n * maskBytes) | flags),
  )
}

function paint(
  kernel: Kernel,
  dabs: readonly Dab[],
  rule: DabRule,
  grain: number,
  tileX = 0,
  tileY = 0,
): number {
  const numbers = dabs.flatMap(({ x, y, radius, hardness, limit, flow }) => [
    x,
    y,
    radius,
    hardness,
    limit,
    flow,
  ])
  kernel.i32.set(numbers, dabsAt >> 2)
  return kernel.paintDabs(dabsAt, dabs.length, table, tileX, tileY, across, down, rule, grain)
}

const contentOf = (kernel: Kernel): Uint8Array =>
  kernel.u8.subarray(scratchPointer, ownerPointer + ownedBytes)

/** The formula of twin-dab-kernel.ts for one pixel at full flow, without any shortcut. */
function coverageAt(px: number, py: number, dab: Dab, grain: number): number {
  const profile = exactProfile(px, py, { ...dab, flat: 0, cos: 16384, sin: 0 })
  const grained = Math.floor((profile * (grain + 1) + 128) / 256)
  return Math.floor((grained * dab.limit + 16384) / 32768)
}

const anyLimit = fc.oneof(
  fc.constantFrom(0, 1, 2, 16383, 16384, 32767, 32768),
  fc.integer({ min: 0, max: 32768 }),
)
const anyDab: fc.Arbitrary<Dab> = fc
  .record({
    x: fc.integer({ min: -60 * 256, max: 260 * 256 }),
    y: fc.integer({ min: -60 * 256, max: 190 * 256 }),
    onGrid: fc.boolean(),
    radius: fc.oneof(
      fc.constantFrom(128, 129, 255, 256, 512, 513, 16_000, 16_255, 16_256, 65_408, 131_071, 131_072),
      fc.integer({ min: 128, max: 2000 }),
      fc.integer({ min: 128, max: 40_000 }),
      fc.integer({ min: 128, max: 131_072 }),
    ),
    hardness: fc.oneof(fc.constantFrom(0, 1, 254, 255), fc.nat({ max: 255 })),
    limit: anyLimit,
    flow: fc.oneof(fc.constant(32768), anyLimit),
  })
  .map(({ onGrid, x, y, ...dab }) => (onGrid ? { x: x & ~127, y: y & ~127, ...dab } : { x, y, ...dab }))

const anyNoise = fc
  .record({ seed: fc.nat(), level: fc.constantFrom(0, 1, 100, 20_000, 32_768) })
  .map(({ seed, level }) => {
    let state = seed | 1
    return Uint16Array.from({ length: across * down * 4096 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return level === 0 ? 0 : Math.min(32768, (state >>> 8) % (level + 40))
    })
  })

// -1: no mask.
const anyEntries = fc.array(fc.constantFrom(0, 0, 0, 0, tileReached, tileClosed, -1), {
  minLength: across * down,
  maxLength: across * down,
})

describe('paintDabs', () => {
  const twin = createTwinKernel()
  const wasm = createWasmKernel()

  it('[KE1][KE3] leaves the same bytes and says the same, in both kernels', () => {
    const anyRule = fc.constantFrom<DabRule>(washRule, buildUpRule)
    const anyGrain = fc.constantFrom(0, 0, grainAt)
    const dabs = fc.array(anyDab, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(dabs, anyNoise, anyEntries, anyRule, anyGrain, (dabs, noise, entries, rule, grain) => {
        for (const kernel of [twin, wasm]) prepare(kernel, noise, entries)
        expect(paint(wasm, dabs, rule, grain)).toBe(paint(twin, dabs, rule, grain))
        expect(Buffer.compare(contentOf(wasm), contentOf(twin))).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  it('[KE1][KE3] takes a window anywhere in the plane', () => {
    fc.assert(
      fc.property(
        fc.array(anyDab, { minLength: 1, maxLength: 3 }),
        anyNoise,
        fc.integer({ min: 0, max: 253 }),
        fc.integer({ min: 0, max: 254 }),
        (dabs, noise, tileX, tileY) => {
          const there = dabs.map((dab) => ({ ...dab, x: dab.x + tileX * 16384, y: dab.y + tileY * 16384 }))
          const entries = [0, 0, 0, 0, 0, 0]
          prepare(twin, noise, entries)
          prepare(wasm, noise, entries)
          paint(twin, dabs, washRule, 0)
          expect(paint(wasm, there, washRule, 0, tileX, tileY)).toBe(dabs.length)
          expect(Buffer.compare(contentOf(wasm).subarray(2048), contentOf(twin).subarray(2048))).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(bothKernels)('[KE3] gives every pixel the coverage of the formula, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(anyDab, fc.boolean(), (some, isGrained) => {
        const dab = { ...some, flow: 32768 }
        prepare(kernel, new Uint16Array(across * down * 4096), [0, 0, 0, 0, 0, 0])
        paint(kernel, [dab], washRule, isGrained ? grainAt : 0)
        let wrong = ''
        for (let at = 0; at < across * down * 4096; at++) {
          const px = ((at >> 12) % across) * 64 + (at & 63)
          const py = (at >> 12 >= across ? 64 : 0) + ((at >> 6) & 63)
          const grain = isGrained ? kernel.u8[grainAt + (at & 4095)]! : 255
          const expected = coverageAt(px, py, dab, grain)
          const actual = kernel.u16[(masksAt >> 1) + at]!
          if (actual !== expected) wrong ||= `${px},${py}: ${actual}, not ${expected}`
        }
        expect(wrong).toBe('')
      }),
      { numRuns: 50 },
    )
  })

  it.each([512, 1280, 25_600, 131_072])(
    '[KE3] covers the edge of a hard dab of radius %i by half',
    (radius) => {
      const dab = { x: 128, y: 128, radius, hardness: 255, limit: 32768, flow: 32768 }
      const at = (px: number): number => coverageAt(px, 0, dab, 255)
      expect([0, Math.max(0, (radius >> 8) - 2)].map(at)).toEqual([32768, 32768])
      expect(at((radius >> 8) - 1)).toBeGreaterThan(32000)
      expect(Math.abs(at(radius >> 8) - 16384)).toBeLessThanOrEqual(1)
      expect(at((radius >> 8) + 1)).toBeLessThan(700)
      expect([2, 3, 60].map((px) => at((radius >> 8) + px))).toEqual([0, 0, 0])
    },
  )

  it.each(bothKernels)('[KE3] never covers more further out, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(fc.integer({ min: 128, max: 45_000 }), fc.nat({ max: 255 }), (radius, hardness) => {
        prepare(kernel, new Uint16Array(across * down * 4096), [0, 0, 0, 0, 0, 0])
        paint(kernel, [{ x: 128, y: 128, radius, hardness, limit: 32768, flow: 32768 }], washRule, 0)
        const row = Array.from(
          { length: across * 64 },
          (_none, px) => kernel.u16[(masksAt >> 1) + (px >> 6) * 4096 + (px & 63)]!,
        )
        expect(row[0]).toBe(radius < 256 ? row[0] : 32768)
        expect(row).toEqual([...row].sort((one, other) => other - one))
      }),
      { numRuns: 300 },
    )
  })

  it.each(bothKernels)('[KE4] stops before a dab that reaches a tile without a mask, in %s', (_, create) => {
    const kernel = create()
    prepare(kernel, new Uint16Array(across * down * 4096), [0, -1, tileClosed, -1, 0, 0])
    const dab = { y: 8192, radius: 1024, hardness: 255, limit: 32768, flow: 32768 }
    const dabs = [
      { ...dab, x: 8192 },
      { ...dab, x: 2.5 * 16384 },
      { ...dab, x: 16384 },
      { ...dab, x: 8192, radius: 512 },
    ]
    expect(paint(kernel, dabs, washRule, 0)).toBe(2)
    const entries = Array.from({ length: 6 }, (_none, n) => kernel.i32[(table >> 2) + n]!)
    expect(entries.map((entry) => entry & ~tilePointerMask)).toEqual([1, 1, 2, 0, 0, 0])
    expect(entries[1]).toBe(tileReached)
    expect(kernel.u16[(masksAt >> 1) + 32 * 64 + 32]).toBe(32768)
    expect(kernel.u16[(masksAt >> 1) + 32 * 64 + 63]).toBe(0)
    kernel.i32[(table >> 2) + 1]! |= masksAt + maskBytes
    expect(paint(kernel, dabs.slice(2), washRule, 0)).toBe(2)
    expect(kernel.u16[(masksAt >> 1) + 32 * 64 + 63]).toBe(32768)
    expect(kernel.u16[(masksAt >> 1) + 4096 + 32 * 64]).toBe(32768)
  })

  it.each(bothKernels)('[KE5] raises coverage as the rule says, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(anyLimit, anyLimit, anyLimit, fc.nat({ max: 255 }), (before, limit, flow, grainByte) => {
        for (const grain of [0, grainAt]) {
          for (const rule of [washRule, buildUpRule] as const) {
            prepare(kernel, new Uint16Array(across * down * 4096).fill(before), [0, 0, 0, 0, 0, 0])
            kernel.u8.fill(grainByte, grainAt, grainAt + selectionBytes)
            paint(kernel, [{ x: 8192, y: 8192, radius: 5000, hardness: 255, limit, flow }], rule, grain)
            const p = grain === 0 ? 32768 : 128 * (grainByte + 1)
            const strength = Math.floor((limit * flow) / 32768)
            const a = Math.floor((p * strength + 16384) / 32768)
            const t = Math.floor((p * limit + 16384) / 32768)
            const expected =
              rule === buildUpRule
                ? before + Math.floor(((32768 - before) * a + 16384) / 32768)
                : before + Math.max(0, Math.floor(((t - before) * flow + 16384) / 32768))
            expect(kernel.u16[(masksAt >> 1) + 32 * 64 + 32]).toBe(expected)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(bothKernels)('[KE5] never leaves 0..32768, in %s', (_, create) => {
    const kernel = create()
    fc.assert(
      fc.property(
        fc.array(anyDab, { minLength: 1, maxLength: 8 }),
        anyNoise,
        fc.boolean(),
        (dabs, noise, isWash) => {
          prepare(kernel, noise, [0, 0, 0, 0, 0, 0])
          paint(kernel, dabs, isWash ? washRule : buildUpRule, 0)
          const after = kernel.u16.subarray(masksAt >> 1, (masksAt >> 1) + noise.length)
          expect(after.every((c, at) => c >= noise[at]! && c <= 32768)).toBe(true)
        },
      ),
      { numRuns: 100 },
    )
  })
})
