import { inflateSync } from 'node:zlib'
import { crc32 as nodeCrc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '../base/errors.ts'
import { Prng } from '../base/prng.ts'
import { encodePng } from './png.ts'

interface DecodedPng {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
  readonly filters: ReadonlySet<number>
  readonly chunks: readonly string[]
}

/** Decodes by the PNG specification, sharing nothing with the encoder. */
function decodePng(png: Uint8Array): DecodedPng {
  const buffer = Buffer.from(png)
  expect(buffer.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const chunks: string[] = []
  const parts: Buffer[] = []
  let width = 0
  let height = 0
  for (let at = 8; at < buffer.length;) {
    const length = buffer.readUInt32BE(at)
    const type = buffer.subarray(at + 4, at + 8).toString('latin1')
    const body = buffer.subarray(at + 8, at + 8 + length)
    expect(buffer.readUInt32BE(at + 8 + length)).toBe(nodeCrc32(buffer.subarray(at + 4, at + 8 + length)))
    if (type === 'IHDR') {
      width = body.readUInt32BE(0)
      height = body.readUInt32BE(4)
      expect([...body.subarray(8)]).toEqual([8, 6, 0, 0, 0])
    }
    if (type === 'IDAT') parts.push(body)
    chunks.push(type)
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(parts))
  const stride = width * 4
  const rgba = new Uint8Array(height * stride)
  const filters = new Set<number>()
  expect(raw.length).toBe(height * (stride + 1))
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!
    filters.add(filter)
    for (let x = 0; x < stride; x++) {
      const a = x >= 4 ? rgba[y * stride + x - 4]! : 0
      const b = y > 0 ? rgba[(y - 1) * stride + x]! : 0
      const c = x >= 4 && y > 0 ? rgba[(y - 1) * stride + x - 4]! : 0
      const p = a + b - c
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)]
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c
      const prediction = [0, a, b, Math.floor((a + b) / 2), paeth][filter]!
      rgba[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + prediction
    }
  }
  return { width, height, rgba, filters, chunks }
}

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
