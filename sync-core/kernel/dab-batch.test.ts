import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bothKernels } from '../testing/both-kernels.ts'
import { DabBatch, type DabMasks } from './dab-batch.ts'
import { washRule } from './dab-kernel.ts'
import type { Kernel } from './kernel.ts'
import { colorRule } from './shaped-dab-kernel.ts'
import { maskBytes, ownerPointer, pixelTileBytes, planeTiles } from './tile-layout.ts'

/** Room for colours behind each mask. */
const blockBytes = maskBytes + pixelTileBytes

class ListedMasks implements DabMasks {
  readonly pointers = new Map<number, number>()
  readonly touched = new Set<number>()
  readonly kernel: Kernel
  asked = 0
  private readonly closed: ReadonlySet<number>

  constructor(kernel: Kernel, closed: ReadonlySet<number> = new Set()) {
    this.kernel = kernel
    this.closed = closed
  }

  find(index: number): number | 'closed' {
    return this.closed.has(index) ? 'closed' : (this.pointers.get(index) ?? 0)
  }

  reserve(count: number): void {
    this.asked = count
  }

  make(index: number): number | 'closed' {
    const pointer = ownerPointer + this.pointers.size * blockBytes
    if (pointer + blockBytes > this.kernel.u8.length) this.kernel.grow(pointer + 16 * blockBytes)
    this.pointers.set(index, pointer)
    return pointer
  }

  reached(index: number): void {
    this.touched.add(index)
  }

  bytes(index: number): Uint8Array {
    const at = this.pointers.get(index)!
    return this.kernel.u8.slice(at, at + blockBytes)
  }
}

const anyDab = fc.record({
  x: fc.integer({ min: 100 * 16384 - 30_000, max: 106 * 16384 }),
  y: fc.integer({ min: 255 * 16384 - 30_000, max: 256 * 16384 + 5000 }),
  radius: fc.oneof(fc.integer({ min: 128, max: 3000 }), fc.integer({ min: 128, max: 60_000 })),
  limit: fc.constantFrom(0, 9000, 32768),
})

describe('DabBatch', () => {
  it.each(bothKernels)('[KE4] paints the same however the dabs are split, in %s', (_, create) => {
    const dabs = fc.array(fc.tuple(anyDab, fc.boolean()), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(dabs, fc.boolean(), (dabs, isClipped) => {
        const closed = new Set(isClipped ? [255 * planeTiles + 101, 254 * planeTiles + 103] : [])
        const whole = new ListedMasks(create(), closed)
        const parts = new ListedMasks(create(), closed)
        for (const masks of [whole, parts]) {
          const batch = new DabBatch(masks.kernel, masks, { shape: 'round', rule: washRule })
          for (const [{ x, y, radius, limit }, flushes] of dabs) {
            batch.add(x, y, radius, 200, limit, 20_000)
            if (flushes && masks === parts) batch.flush()
          }
          batch.flush()
        }
        expect(parts.touched).toEqual(whole.touched)
        expect(whole.touched).toEqual(new Set(whole.pointers.keys()))
        for (const index of whole.touched) {
          expect(closed.has(index)).toBe(false)
          expect(Buffer.compare(parts.bytes(index), whole.bytes(index))).toBe(0)
        }
      }),
      { numRuns: 40 },
    )
  })

  it.each(bothKernels)('[KE4] paints more dabs, wider than one window, in %s', (_, create) => {
    const masks = new ListedMasks(create())
    const batch = new DabBatch(masks.kernel, masks, { shape: 'round', rule: washRule })
    for (let n = 0; n < 2000; n++) batch.add(n * 2048 + 128, n * 2048 + 128, 256, 255, 32768, 32768)
    batch.flush()
    batch.flush()
    for (let n = 0; n < 2000; n++) {
      const px = (n * 2048 + 128) >> 8
      const at = masks.pointers.get((px >> 6) * (planeTiles + 1))! >> 1
      expect(masks.kernel.u16[at + (px & 63) * 65]).toBe(32768)
    }
    // The corners where two diagonal tiles meet are reached from both sides.
    expect(masks.touched.size).toBeGreaterThan(249)
  })

  it.each(bothKernels)('[KE4] paints shaped dabs however they are split, in %s', (_, create) => {
    const dabs = fc.array(fc.tuple(anyDab, fc.nat({ max: 5000 }), fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(dabs, (dabs) => {
        const whole = new ListedMasks(create())
        const parts = new ListedMasks(create())
        for (const masks of [whole, parts]) {
          const batch = new DabBatch(masks.kernel, masks, { shape: 'any', rule: colorRule })
          for (const [{ x, y, radius, limit }, flat, flushes] of dabs) {
            const nib = { flat, cos: 9830, sin: 13_107, grainX: 0, grainY: 0 }
            const color = { red: flat, green: 100, blue: 0, alpha: 32_767 }
            batch.addShaped({ x, y, radius, hardness: 99, limit, flow: 20_000, ...nib, ...color })
            if (flushes && masks === parts) batch.flush()
          }
          batch.flush()
        }
        expect(parts.touched).toEqual(whole.touched)
        for (const index of whole.touched) {
          expect(Buffer.compare(parts.bytes(index), whole.bytes(index))).toBe(0)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('[KE4] reaches only the tiles that a dab has pixels in, and none outside of the plane', () => {
    const masks = new ListedMasks(bothKernels[1]![1]())
    const batch = new DabBatch(masks.kernel, masks, { shape: 'round', rule: washRule })
    batch.add(62 * 256, 62 * 256, 2.5 * 256, 255, 32768, 32768)
    batch.flush()
    expect([...masks.touched]).toEqual([0, 1, planeTiles])
    expect(masks.asked).toBe(4)
    batch.add(-5000, 62 * 256, 512, 255, 32768, 32768)
    batch.add(62 * 256, 300 * 16384, 512, 255, 32768, 32768)
    batch.add(9 * 16384, 9 * 16384, 512, 255, 0, 32768)
    batch.flush()
    expect(masks.touched.size).toBe(3)
    batch.add(128 * 16384, 128 * 16384, 131_072, 0, 32768, 32768)
    batch.flush()
    expect(masks.touched.size).toBe(3 + 224)
  })

  it('[KE4] keeps the dabs of strokes apart that are filled at the same time', () => {
    const [, create] = bothKernels[1]!
    const mixed = [new ListedMasks(create()), new ListedMasks(create())]
    const batches = mixed.map(
      (masks) => new DabBatch(masks.kernel, masks, { shape: 'round', rule: washRule }),
    )
    for (let n = 0; n < 1000; n++) batches[n % 2]!.add(n * 16, 8192 * ((n % 2) + 1), 512, 255, 32768, 32768)
    for (const batch of batches) batch.flush()
    for (const [which, masks] of mixed.entries()) {
      const alone = new ListedMasks(create())
      const batch = new DabBatch(alone.kernel, alone, { shape: 'round', rule: washRule })
      for (let n = which; n < 1000; n += 2) batch.add(n * 16, 8192 * (which + 1), 512, 255, 32768, 32768)
      batch.flush()
      expect(masks.touched).toEqual(alone.touched)
      for (const index of alone.touched) {
        expect(Buffer.compare(masks.bytes(index), alone.bytes(index))).toBe(0)
      }
    }
  })

  it('[KE4] forgets what was not painted', () => {
    const masks = new ListedMasks(bothKernels[1]![1]())
    const batch = new DabBatch(masks.kernel, masks, { shape: 'round', rule: washRule })
    batch.add(8192, 8192, 512, 255, 32768, 32768)
    batch.clear()
    batch.flush()
    expect(masks.pointers.size).toBe(0)
    expect(() => batch.add(8192, 8192, 127, 255, 32768, 32768)).toThrow('128..131072, not 127')
    expect(() => batch.add(8192, 8192, 131_073, 255, 32768, 32768)).toThrow('not 131073')
  })

  it.each(bothKernels)('[KE17] paints nothing on a tile whose mask is not made, in %s', (_, create) => {
    class FewMasks extends ListedMasks {
      override make(index: number): number | 'closed' {
        return this.pointers.size === 2 ? 'closed' : super.make(index)
      }
    }
    const masks = new FewMasks(create())
    const batch = new DabBatch(masks.kernel, masks, { shape: 'round', rule: washRule })
    for (const column of [4, 5, 6, 7, 5]) batch.add(column * 16_384 + 8000, 8000, 2000, 255, 32_768, 32_768)
    batch.flush()
    expect([...masks.pointers.keys()]).toEqual([4, 5])
    expect(masks.touched).toEqual(new Set([4, 5]))
  })
})
