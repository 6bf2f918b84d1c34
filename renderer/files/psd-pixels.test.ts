import type { LayerRawData } from 'ag-psd'
import { zlibSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { FileError } from './file-error.ts'
import { layerPixels, mergedPixels, mergeMask, type PsdDepth } from './psd-pixels.ts'

const [colors8, colors16] = [
  { bits: 8, isGrey: false },
  { bits: 16, isGrey: false },
] as const
const size = { width: 2, height: 2 }
const alpha = -1

/** Channels by their ids; `way` is how all of them are packed. */
function raw(way: number, channels: Readonly<Record<number, readonly number[]>>): LayerRawData {
  return {
    colorMode: 3,
    bitsPerChannel: 8,
    large: false,
    channels: Object.entries(channels).map(([id, bytes]) => ({
      id: Number(id),
      compression: way,
      data: way < 2 ? Uint8Array.from(bytes) : zlibSync(Uint8Array.from(bytes)),
    })),
  }
}

/** The red of the four pixels. */
function redOf(layer: LayerRawData, depth: PsdDepth): number[] {
  return [0, 4, 8, 12].map((at) => layerPixels(layer, depth, size)[at]!)
}

function partOf(read: () => unknown): string | undefined {
  try {
    read()
  } catch (error) {
    if (error instanceof FileError) return error.detail.part
    throw error
  }
  throw new Error('it was read')
}

describe('pixels of a PSD', () => {
  it('[FI81] come out of every way of packing, in 8 bits and in 16', () => {
    expect(redOf(raw(0, { 0: [1, 2, 3, 4] }), colors8)).toEqual([1, 2, 3, 4])
    // A run of two; two as they are.
    expect(redOf(raw(1, { 0: [0, 2, 0, 3, 255, 9, 1, 3, 4] }), colors8)).toEqual([9, 9, 3, 4])
    expect(redOf(raw(2, { 0: [1, 2, 3, 4] }), colors8)).toEqual([1, 2, 3, 4])
    expect(redOf(raw(3, { 0: [250, 10, 3, 4] }), colors8)).toEqual([250, 4, 3, 7])
    const deep = [0x80, 0x80, 0x01, 0x01, 0xff, 0xff, 0x00, 0x7f]
    expect(redOf(raw(0, { 0: deep }), colors16)).toEqual([128, 1, 255, 0])
    // A run over both bytes of a pixel, and into the next.
    expect(redOf(raw(1, { 0: [0, 2, 0, 5, 253, 7, 3, ...deep.slice(4)] }), colors16)).toEqual([7, 7, 255, 0])
    expect(redOf(raw(2, { 0: deep }), colors16)).toEqual([128, 1, 255, 0])
    const differences = [0x80, 0x80, 0x80, 0x81, 0xff, 0xff, 0x00, 0x02]
    expect(redOf(raw(3, { 0: differences }), colors16)).toEqual([128, 1, 255, 0])
  })

  it('[FI81] are opaque without a channel of alpha, grey in all three, and without masks', () => {
    const layer = raw(0, { 0: [1, 2, 3, 4], [-2]: [9, 9, 9, 9] })
    const grey = layerPixels(layer, { bits: 8, isGrey: true }, size)
    expect([...grey.subarray(0, 8)]).toEqual([1, 1, 1, 255, 2, 2, 2, 255])
    const clear = layerPixels(raw(0, { 0: [1, 2, 3, 4], [alpha]: [0, 5, 6, 7] }), colors8, size)
    expect([...clear.subarray(0, 8)]).toEqual([1, 0, 0, 0, 2, 0, 0, 5])
    expect(layerPixels(undefined, colors8, { width: 0, height: 7 })).toEqual(new Uint8Array(0))
  })

  it('[FI81] of a file without layers are those of its merged picture', () => {
    const one = { width: 1, height: 1 }
    const plain = Uint8Array.of(0, 0, 10, 20, 30, 40, 50)
    expect([...mergedPixels(plain, colors8, { ...one, channels: 3 })]).toEqual([10, 20, 30, 255])
    expect([...mergedPixels(plain, colors8, { ...one, channels: 5 })]).toEqual([10, 20, 30, 40])
    // Lengths of all five channels come first.
    const packed = Uint8Array.of(0, 1, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 10, 0, 20, 0, 30, 0, 40, 0, 50)
    expect([...mergedPixels(packed, colors8, { ...one, channels: 5 })]).toEqual([10, 20, 30, 40])
    const grey = { bits: 8, isGrey: true } as const
    expect([...mergedPixels(Uint8Array.of(0, 0, 7, 8), grey, { ...one, channels: 2 })]).toEqual([7, 7, 7, 8])
  })

  it('[FI85] lose to a mask what it hides, also beyond it, and only as far as it is dense', () => {
    const layer = { x: 10, y: 20, width: 2, height: 2 }
    const mask = { x: 11, y: 20, width: 1, height: 2, beyond: 0, density: 1 }
    const alphasOf = (way: number, bytes: readonly number[], change: Partial<typeof mask> = {}): number[] => {
      const rgba = Uint8Array.from({ length: 16 }, () => 200)
      mergeMask(rgba, raw(way, { [-2]: bytes }), { ...mask, ...change }, layer, 8)
      expect([...rgba.subarray(0, 3)]).toEqual([200, 200, 200])
      return [3, 7, 11, 15].map((at) => rgba[at]!)
    }
    expect(alphasOf(0, [255, 51])).toEqual([0, 200, 0, 40])
    expect(alphasOf(3, [255, 51], { beyond: 255 })).toEqual([200, 200, 200, 40])
    expect(alphasOf(0, [255, 51], { density: 0.5 })).toEqual([100, 200, 100, 120])
    expect(alphasOf(0, [], { width: 0, height: 0 })).toEqual([0, 0, 0, 0])
    expect(partOf(() => alphasOf(0, [255]))).toBe('pixels end too early')
  })

  it('[FI81] that end too early, or are packed in another way, are damage', () => {
    expect(partOf(() => redOf(raw(0, { 0: [1, 2, 3] }), colors8))).toBe('pixels end too early')
    expect(partOf(() => redOf(raw(1, { 0: [0, 2, 0] }), colors8))).toBe('lengths of rows')
    expect(partOf(() => redOf(raw(1, { 0: [0, 2, 0, 9, 1, 1] }), colors8))).toBe('pixels end too early')
    expect(partOf(() => redOf(raw(2, { 0: [1, 2, 3] }), colors8))).toBe('packed pixels')
    expect(partOf(() => redOf(raw(7, { 0: [1] }), colors8))).toBe('packed by way 7')
    expect(partOf(() => layerPixels(undefined, colors8, size))).toBe('pixels of a layer')
    expect(partOf(() => mergedPixels(undefined, colors8, { ...size, channels: 3 }))).toBe('merged picture')
    const two = { ...size, channels: 2 }
    expect(partOf(() => mergedPixels(Uint8Array.of(0, 0, 1), colors8, two))).toBe('channels')
  })

  it('[FI81] that unpack to more than the sizes say are read as far as they say', () => {
    const endless = Array.from({ length: 1_000_000 }, () => 6)
    expect(redOf(raw(2, { 0: endless }), colors8)).toEqual([6, 6, 6, 6])
    // A row that ends early, and one that runs over its end.
    expect(redOf(raw(1, { 0: [0, 2, 0, 2, 0, 5, 200, 8] }), colors8)).toEqual([5, 0, 8, 8])
  })
})
