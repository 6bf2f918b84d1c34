import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tileClosed, tileReached } from './dab-kernel.ts'
import type { Kernel } from './kernel.ts'
import { colorRule, tipHeaderBytes } from './shaped-dab-kernel.ts'
import { reliefSide, reliefStride } from './texture-row.ts'
import { maskBytes, ownerPointer, pixelTileBytes, scratchPointer } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'
import { createWasmKernel } from './wasm-kernel.ts'

const across = 3
const down = 2
const table = scratchPointer
const dabsAt = scratchPointer + 1024
const tipAt = ownerPointer
const tipBytes = tipHeaderBytes + reliefSide * reliefStride * 2
const tilesAt = ownerPointer + tipBytes
const tileBytes = maskBytes + pixelTileBytes
const ownedBytes = tipBytes + across * down * tileBytes

interface Tip {
  readonly lies: number
  readonly gain: number
  readonly seed: number
}

function prepare(kernel: Kernel, entries: readonly number[], noise: number, tip: Tip): void {
  kernel.grow(ownerPointer + ownedBytes)
  for (let n = 0; n < across * down; n++) {
    const mask = (tilesAt + n * tileBytes) >> 1
    for (let i = 0; i < 4096; i++) kernel.u16[mask + i] = ((i * 7919 + n) * noise) % 32769
    for (let i = 0; i < 16384; i++) kernel.u16[mask + 4096 + i] = ((i * 104_729 + n) * noise) % 32768
  }
  kernel.i32[tipAt >> 2] = tip.lies
  kernel.i32[(tipAt >> 2) + 1] = tip.gain
  const heights = (tipAt + tipHeaderBytes) >> 1
  for (let y = 0; y < reliefSide; y++) {
    for (let x = 0; x < reliefStride; x++) {
      const at = y * reliefSide + (x % reliefSide)
      kernel.u16[heights + y * reliefStride + x] = (Math.imul(at + 1, tip.seed) >>> 8) % 32769
    }
  }
  entries.forEach((flags, n) => {
    kernel.i32[(table >> 2) + n] = flags < 0 ? 0 : (tilesAt + n * tileBytes) | flags
  })
}

const contentOf = (kernel: Kernel): Uint8Array =>
  kernel.u8.subarray(scratchPointer, ownerPointer + ownedBytes)

const twin = createTwinKernel()
const wasm = createWasmKernel()

const full = fc.oneof(fc.constant(32768), fc.integer({ min: 0, max: 32768 }))
const channel = fc.integer({ min: 0, max: 32767 })
const anyDab = fc
  .record({
    x: fc.integer({ min: -40 * 256, max: 240 * 256 }),
    y: fc.integer({ min: -40 * 256, max: 170 * 256 }),
    radius: fc.oneof(fc.integer({ min: 128, max: 3000 }), fc.integer({ min: 128, max: 131_072 })),
    hardness: fc.nat({ max: 255 }),
    limit: full,
    flow: full,
    flat: fc.oneof(fc.constant(0), fc.nat({ max: 5000 }), fc.nat({ max: 131_072 - 128 })),
    turn: fc.nat({ max: 359 }),
    grainX: fc.nat({ max: 127 }),
    grainY: fc.nat({ max: 127 }),
    color: fc.tuple(channel, channel, channel, channel),
  })
  .map(({ x, y, radius, hardness, limit, flow, flat, turn, grainX, grainY, color }) => [
    x,
    y,
    Math.min(radius, 131_072 - flat),
    hardness,
    limit,
    flow,
    flat,
    Math.round(16384 * Math.cos((turn * Math.PI) / 180)),
    Math.round(16384 * Math.sin((turn * Math.PI) / 180)),
    grainX,
    grainY,
    ...color,
    0,
  ])

describe('paintShapedDabs', () => {
  it('[BR22] WebAssembly paints the bytes of the twin, and stops where it stops', () => {
    const entry = fc.constantFrom(0, 0, 0, 0, 0, 0, -1, tileClosed, tileReached)
    const anyTip = fc.record({
      lies: fc.constantFrom(0, 1, 2),
      gain: fc.integer({ min: 1, max: 16 }),
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
    })
    fc.assert(
      fc.property(
        fc.array(anyDab, { minLength: 1, maxLength: 6 }),
        fc.array(entry, { minLength: across * down, maxLength: across * down }),
        fc.constantFrom(0, 1, colorRule),
        anyTip,
        fc.boolean(),
        fc.nat({ max: 1000 }),
        (dabs, entries, rule, tip, hasTip, noise) => {
          const painted = [twin, wasm].map((kernel) => {
            prepare(kernel, entries, noise, tip)
            kernel.i32.set(dabs.flat(), dabsAt >> 2)
            return kernel.paintShapedDabs(
              dabsAt,
              dabs.length,
              table,
              0,
              0,
              across,
              down,
              rule,
              hasTip ? tipAt : 0,
            )
          })
          expect(painted[1]).toBe(painted[0])
          expect(Buffer.compare(contentOf(wasm), contentOf(twin))).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('[BR22] a round dab without a tip gives the bytes of paintDabs', () => {
    const noTip = { lies: 0, gain: 1, seed: 1 }
    const open = Array<number>(across * down).fill(0)
    fc.assert(
      fc.property(fc.array(anyDab, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 1), (all, rule) => {
        const dabs = all.map((dab) => [...dab.slice(0, 6), 0, ...dab.slice(7)])
        prepare(wasm, open, 1, noTip)
        wasm.i32.set(dabs.flat(), dabsAt >> 2)
        wasm.paintShapedDabs(dabsAt, dabs.length, table, 0, 0, across, down, rule, 0)
        prepare(twin, open, 1, noTip)
        twin.i32.set(
          dabs.flatMap((dab) => dab.slice(0, 6)),
          dabsAt >> 2,
        )
        twin.paintDabs(dabsAt, dabs.length, table, 0, 0, across, down, rule, 0)
        const tilesOf = (kernel: Kernel): Uint8Array => kernel.u8.subarray(tilesAt, ownerPointer + ownedBytes)
        expect(Buffer.compare(tilesOf(wasm), tilesOf(twin))).toBe(0)
      }),
      { numRuns: 150 },
    )
  })
})
