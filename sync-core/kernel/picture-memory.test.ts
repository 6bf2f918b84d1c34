import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, OutOfMemoryError } from '../base/errors.ts'
import { bothKernels } from '../testing/both-kernels.ts'
import { blockBytes } from './block-arena.ts'
import type { OwnedBlock } from './owned-block.ts'
import { PictureMemory } from './picture-memory.ts'
import type { PixelBlock } from './pixel-block.ts'
import { blockAlignment, maskBytes, ownerPointer, pixelTileBytes } from './tile-layout.ts'
import { createTwinKernel } from './twin-kernel.ts'

/** A holder of pixels that can be told to hold and to let go. */
function holderOf(memory: PictureMemory): Set<PixelBlock> {
  const held = new Set<PixelBlock>()
  memory.addRoot((mark) => {
    for (const block of held) mark(block)
  })
  return held
}

describe.each(bothKernels)('PictureMemory in %s', (_, create) => {
  it('[KE10] gives blank blocks that are aligned, and none that overlaps another', () => {
    type Step = 'pixels' | 'mask' | 'selection' | 'colored-mask' | 'free' | 'let go' | 'collect'
    const step = fc.constantFrom<Step>(
      'pixels',
      'mask',
      'mask',
      'selection',
      'selection',
      'colored-mask',
      'free',
      'let go',
      'collect',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(step, fc.nat()), { maxLength: 120 }), (steps) => {
        const memory = new PictureMemory(create())
        const held = holderOf(memory)
        const owned: { block: OwnedBlock; bytes: number }[] = []
        const write = (pointer: number, bytes: number): void => {
          const { u8 } = memory.kernel
          expect(pointer % blockAlignment).toBe(0)
          expect(pointer).toBeGreaterThanOrEqual(ownerPointer)
          expect(u8.subarray(pointer, pointer + bytes).every((byte) => byte === 0)).toBe(true)
          u8.fill(1 + (pointer % 251), pointer, pointer + bytes)
        }
        for (const [kind, choice] of steps) {
          if (kind === 'pixels') {
            const block = memory.newPixels()
            write(block.writePointer, pixelTileBytes)
            held.add(block.freeze())
          } else if (kind === 'mask' || kind === 'selection' || kind === 'colored-mask') {
            const block = memory.newBlock(kind)
            const bytes = blockBytes(kind)
            write(block.pointer, bytes)
            owned.push({ block, bytes })
          } else if (kind === 'free' && owned.length > 0) {
            owned.splice(choice % owned.length, 1)[0]!.block.free()
          } else if (kind === 'let go' && held.size > 0) held.delete([...held][choice % held.size]!)
          else if (kind === 'collect') memory.collect()
        }
        const { u8 } = memory.kernel
        for (const { block, bytes } of owned) {
          const value = 1 + (block.pointer % 251)
          expect(u8.subarray(block.pointer, block.pointer + bytes).every((byte) => byte === value)).toBe(true)
        }
        for (const { pointer, bytes } of held)
          expect(bytes.every((byte) => byte === 1 + (pointer % 251))).toBe(true)
        memory.collect()
        const kept = held.size * pixelTileBytes + owned.reduce((sum, { bytes }) => sum + bytes, 0)
        expect(memory.usedBytes).toBe(kept)
      }),
      { numRuns: 60 },
    )
  })

  it('[KE10] uses memory that was given back for blocks of any size', () => {
    const memory = new PictureMemory(create())
    const masks = Array.from({ length: 400 }, () => memory.newBlock('mask'))
    const { length } = memory.kernel.u8
    for (const mask of masks) mask.free()
    const selections = Array.from({ length: 800 }, () => memory.newBlock('selection'))
    for (const selection of selections) selection.free()
    for (let n = 0; n < 100; n++) memory.newPixels()
    memory.collect()
    const colored = Array.from({ length: 80 }, () => memory.newBlock('colored-mask'))
    for (const block of colored) block.free()
    for (let n = 0; n < 400; n++) memory.newBlock('mask')
    expect(memory.kernel.u8.length).toBe(length)
    expect(memory.usedBytes).toBe(400 * maskBytes)
  })

  it('[KE11] frees what no root marks, and keeps what any root marks', () => {
    const memory = new PictureMemory(create())
    const layer = holderOf(memory)
    const undo = holderOf(memory)
    const [shared, alone, lost] = [memory.newPixels(), memory.newPixels(), memory.newPixels()]
    layer.add(shared).add(alone)
    undo.add(shared)
    memory.collect()
    expect(memory.usedBytes).toBe(2 * pixelTileBytes)
    expect(() => lost.pointer).toThrow(AssertionError)
    layer.clear()
    memory.collect()
    expect(shared.values).toHaveLength(16_384)
    expect(() => alone.values).toThrow('pixels are used while a root holds them')
    undo.clear()
    memory.collect()
    expect(memory.usedBytes).toBe(0)
  })

  it('[KE11] asserts on every use of pixels after they were freed', () => {
    const memory = new PictureMemory(create())
    const held = holderOf(memory)
    const block = memory.newPixels()
    memory.collect()
    const uses: (() => unknown)[] = [
      () => block.pointer,
      () => block.writePointer,
      () => block.values,
      () => block.bytes,
      () => block.freeze(),
      () => memory.copyPixels(block),
    ]
    for (const use of uses) expect(use).toThrow(AssertionError)
    held.add(block)
    expect(() => memory.collect()).toThrow('freed by an earlier sweep')
    held.clear()
    memory.collect()
  })

  it('[KE11] asks a root that was taken away no more', () => {
    const memory = new PictureMemory(create())
    const block = memory.newPixels()
    const remove = memory.addRoot((mark) => mark(block))
    memory.collect()
    expect(memory.usedBytes).toBe(pixelTileBytes)
    remove()
    memory.collect()
    expect(memory.usedBytes).toBe(0)
  })

  it('[KE11] a root takes no memory, and marks pixels of its own picture', () => {
    const memory = new PictureMemory(create())
    const other = new PictureMemory(create())
    const remove = memory.addRoot(() => void memory.newPixels())
    expect(() => memory.collect()).toThrow('a root takes no memory')
    remove()
    const foreign = other.newPixels()
    memory.addRoot((mark) => mark(foreign))
    expect(() => memory.collect()).toThrow('pixels of its own picture')
    expect(() => memory.copyPixels(foreign)).toThrow('inside of one memory')
  })

  it('[KE12] frozen pixels are not written to, and a copy is', () => {
    const memory = new PictureMemory(create())
    const block = memory.newPixels()
    memory.kernel.u16[block.writePointer >> 1] = 77
    block.freeze()
    expect(block.isFrozen).toBe(true)
    expect(() => block.writePointer).toThrow('these are frozen')
    const copy = memory.copyPixels(block)
    memory.kernel.u16[copy.writePointer >> 1]! += 1
    expect([block.values[0], copy.values[0]]).toEqual([77, 78])
    const mask = memory.newBlock('mask')
    memory.kernel.u16[mask.pointer >> 1] = 5
    expect(memory.kernel.u16[memory.copyBlock(mask).pointer >> 1]).toBe(5)
  })

  it('[KE12] a mask is freed once, and not used afterwards', () => {
    const memory = new PictureMemory(create())
    const mask = memory.newBlock('mask')
    mask.free()
    expect(() => mask.free()).toThrow('a mask is freed once')
    expect(() => mask.pointer).toThrow(AssertionError)
    expect(memory.newBlock('mask').pointer).toBeGreaterThan(0)
  })

  it('[KE13] refuses with a typed error before anything changed, and goes on when memory comes back', () => {
    const memory = new PictureMemory(create(), { bytesMax: ownerPointer + 10 * pixelTileBytes })
    const held = holderOf(memory)
    const masks = Array.from({ length: 5 }, () => memory.newBlock('mask'))
    for (let n = 0; n < 8; n++) held.add(memory.newPixels())
    const { usedBytes } = memory
    expect(() => memory.newPixels()).toThrow(OutOfMemoryError)
    expect(() => memory.reserve({ mask: 4 })).toThrow(OutOfMemoryError)
    expect(() => memory.reserve({ mask: 3, selection: 1 })).toThrow(OutOfMemoryError)
    memory.reserve({ mask: 3 })
    expect(memory.usedBytes).toBe(usedBytes)
    for (let n = 0; n < 3; n++) masks.push(memory.newBlock('mask'))
    expect(() => memory.newBlock('mask')).toThrow('there is no more')
    held.delete([...held][3]!)
    expect(() => memory.newBlock('selection')).toThrow(OutOfMemoryError)
    memory.collect()
    memory.reserve({ pixels: 1 })
    expect(() => memory.reserve({ pixels: 2 })).toThrow(OutOfMemoryError)
    for (let n = 0; n < 4; n++) masks[n]!.free()
    memory.reserve({ pixels: 1, selection: 8 })
    held.add(memory.newPixels())
    const selections = Array.from({ length: 8 }, () => memory.newBlock('selection'))
    expect(() => memory.reserve({ selection: 1 })).toThrow(OutOfMemoryError)
    held.clear()
    for (const block of [...selections, ...masks.slice(4)]) block.free()
    memory.collect()
    expect(memory.usedBytes).toBe(0)
    for (let n = 0; n < 8; n++) memory.newBlock('colored-mask')
    expect(() => memory.newBlock('colored-mask')).toThrow(OutOfMemoryError)
    expect(() => memory.newPixels()).toThrow(OutOfMemoryError)
  })

  it('[KE14] wants a sweep when as much was taken as was kept, or sooner when memory gets scarce', () => {
    const roomy = new PictureMemory(create(), { sweepBytesMin: 4 * pixelTileBytes })
    const held = holderOf(roomy)
    const taken = (memory: PictureMemory): number => {
      for (let n = 0; ; n++) {
        if (memory.wantsCollect) return n
        memory.newPixels()
      }
    }
    expect(taken(roomy)).toBe(5)
    for (let n = 0; n < 9; n++) held.add(roomy.newPixels())
    roomy.collect()
    expect(taken(roomy)).toBe(10)
    const scarce = new PictureMemory(create(), { bytesMax: 8 * pixelTileBytes })
    expect(taken(scarce)).toBe(5)
    scarce.collect()
    expect(scarce.wantsCollect).toBe(false)
  })

  it('[FI73] has roots that can do so let go when memory gets scarce, and not before', () => {
    const memory = new PictureMemory(create(), {
      bytesMax: ownerPointer + 32 * pixelTileBytes,
      sweepBytesMin: 1024,
    })
    const picture = holderOf(memory)
    const spare = new Set([memory.newPixels(), memory.newPixels(), memory.newPixels()])
    const remove = memory.addRoot(
      (mark) => spare.forEach(mark),
      () => remove(),
    )
    while (picture.size < 25) {
      picture.add(memory.newPixels())
      memory.collectWhenDue()
    }
    expect(memory.usedBytes).toBe(28 * pixelTileBytes)
    picture.add(memory.newPixels())
    memory.collectWhenDue()
    expect(memory.usedBytes).toBe(26 * pixelTileBytes)
    memory.reserve({ pixels: 3 })
  })
})

describe('PictureMemory', () => {
  it('[KE13] takes what little an engine has that refuses to grow', () => {
    const memory = new PictureMemory(createTwinKernel(ownerPointer + 6 * pixelTileBytes))
    for (let n = 0; n < 6; n++) memory.newPixels()
    expect(() => memory.newPixels()).toThrow(OutOfMemoryError)
    memory.collect()
    expect(memory.newPixels().pointer).toBeGreaterThanOrEqual(ownerPointer)
  })

  it('[KE16] keeps a lasting block for its name, filled once, whatever is swept', () => {
    const memory = new PictureMemory(createTwinKernel())
    let filled = 0
    const ask = (): number =>
      memory.lasting('a tip', 'relief', (pointer) => {
        filled++
        memory.kernel.u8.fill(7, pointer, pointer + 60_000)
      })
    const pointer = ask()
    expect(memory.lasting('another', 'pixels')).not.toBe(pointer)
    memory.newPixels().freeze()
    memory.collect()
    memory.newPixels()
    expect([ask(), filled]).toEqual([pointer, 1])
    expect(memory.kernel.u8[pointer + 59_999]).toBe(7)
  })
})
