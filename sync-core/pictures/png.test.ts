import { describe, expect, it } from 'vitest'
import { AssertionError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import { decodePng } from '../testing/decode-png.ts'
import { encodePng } from './png.ts'

describe('PNG', () => {
  it('[PI16] gives back the pixels of noise, gradients and single pixels', () => {
    const prng = new Prng(4)
    for (const [width, height] of [
      [1, 1],
      [7, 3],
      [64, 64],
      [512, 2],
    ] as const) {
      const rgba = Uint8Array.from({ length: width * height * 4 }, () => prng.below(256))
      const decoded = decodePng(encodePng(width, height, rgba))
      expect([decoded.width, decoded.height]).toEqual([width, height])
      expect(Buffer.compare(decoded.rgba, rgba)).toBe(0)
      expect(decoded.chunks).toEqual(['IHDR', 'sRGB', 'IDAT', 'IEND'])
    }
  })

  it('[PI16] chooses filters that fit the rows', () => {
    const side = 128
    const rgba = new Uint8Array(side * side * 4)
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) rgba.set([x * 2, y * 2, x + y, 255], (y * side + x) * 4)
    }
    const png = encodePng(side, side, rgba)
    const decoded = decodePng(png)
    expect(Buffer.compare(decoded.rgba, rgba)).toBe(0)
    expect(decoded.filters.size).toBeGreaterThan(1)
    expect(png.length).toBeLessThan(rgba.length / 50)
  })

  it('[PI16] pins the bytes of one red pixel', () => {
    expect(Buffer.from(encodePng(1, 1, Uint8Array.of(255, 0, 0, 255))).toString('hex')).toBe(
      '89504e470d0a1a0a0000000d494844520000000100000001080600000' +
        '01f15c489000000017352474200aece1ce90000000d49444154789c6' +
        '3f8cfc0f01f00050001ff89993d1d0000000049454e44ae426082',
    )
  })

  it('[PI16] refuses pixels that don’t fit the size', () => {
    expect(() => encodePng(2, 2, new Uint8Array(15))).toThrow(AssertionError)
    expect(() => encodePng(0, 2, new Uint8Array(0))).toThrow(AssertionError)
  })
})
