import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { concatBytes, crc32, Prng } from '../../sync-core/index.ts'
import { decodePng as decodeByRule } from '../../sync-core/testing/decode-png.ts'
import { FileError } from './file-error.ts'
import { fileLimits } from './file-limits.ts'
import { fixtureImage } from './fixtures/fixture-image.ts'
import type { FlatImage } from './layered-image.ts'
import { decodePng, encodePng, PngWriter } from './png.ts'
import { zlibSync } from 'fflate'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)))

function noise(width: number, height: number, seed = 1): FlatImage {
  const prng = new Prng(seed)
  return { width, height, rgba: Uint8Array.from({ length: width * height * 4 }, () => prng.below(256)) }
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 12)
  bytes.set(new TextEncoder().encode(type), 4)
  bytes.set(body, 8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, body.length)
  view.setUint32(body.length + 8, crc32(bytes, 0, 4, body.length + 8))
  return bytes
}

/** A PNG by hand: side, depth and colour type, other chunks, rows with their filters. */
function png(form: readonly number[], rows: readonly number[], ...others: readonly Uint8Array[]): Uint8Array {
  const [width = 0, height = 0, depth = 0, colorType = 0, interlace = 0] = form
  const header = new Uint8Array(13)
  new DataView(header.buffer).setUint32(0, width)
  new DataView(header.buffer).setUint32(4, height)
  header.set([depth, colorType, 0, 0, interlace], 8)
  return concatBytes([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...others,
    chunk('IDAT', zlibSync(Uint8Array.from(rows))),
    chunk('IEND', new Uint8Array(0)),
  ])
}

function errorOf(bytes: Uint8Array, bounds = fileLimits): FileError {
  try {
    decodePng(bytes, bounds)
  } catch (error) {
    if (error instanceof FileError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('PNG files', () => {
  it('[FI1] come back with the same pixels, colours under no alpha too', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 200],
      [257, 5],
    ] as const) {
      const image = noise(width, height)
      const decoded = decodePng(encodePng(image, true))
      expect([decoded.width, decoded.height, decoded.isDeep]).toEqual([width, height, false])
      expect(Buffer.compare(decoded.rgba, image.rgba)).toBe(0)
    }
  })

  it('[FI2] are the same picture however many rows a band has', () => {
    const image = noise(33, 40)
    for (const band of [1, 7, 40]) {
      const writer = new PngWriter(33, 40, true)
      const parts: Uint8Array[] = []
      for (let y = 0; y < 40; y += band) {
        const rows = image.rgba.slice(y * 33 * 4, (y + band) * 33 * 4)
        parts.push(...writer.rows(rows))
        // The caller uses its memory again.
        rows.fill(0)
      }
      const bytes = concatBytes([...parts, ...writer.end()])
      expect(Buffer.compare(decodeByRule(bytes).rgba, image.rgba)).toBe(0)
    }
    expect(() => new PngWriter(2, 2, true).end()).toThrow('lacks 2 rows')
    expect(() => new PngWriter(2, 2, true).rows(new Uint8Array(24))).toThrow('3 rows')
  })

  it('[FI2] have three channels without alpha', () => {
    const image = noise(9, 9)
    const bytes = encodePng(image, false)
    expect([...bytes.subarray(24, 26)]).toEqual([8, 2])
    const opaque = image.rgba.map((value, i) => (i % 4 === 3 ? 255 : value))
    expect(Buffer.compare(decodePng(bytes).rgba, opaque)).toBe(0)
  })

  it('[FI3] of ImageMagick are read with the pixels that it reads', () => {
    const painted = Buffer.from(fixtureImage().layers[1]!.rgba)
    for (const [name, isDeep] of [
      ['rgb8-adam7.png', false],
      ['rgba16-adam7.png', true],
    ] as const) {
      const decoded = decodePng(fixture(name))
      expect(decoded.isDeep).toBe(isDeep)
      expect(Buffer.compare(decoded.rgba, painted)).toBe(0)
    }
    const hashes = {
      'grey-alpha8.png': 'a4672833032ebf40f301038ac9faa9f9a886998d8404e5758f5ffaceba2906f3',
      'grey1.png': '70cbc8c2efbd1d5c32d9b22129b2d57ff8e657f64a483eff635f33e9539560d3',
      'grey8.png': '6ce43af3840543a2774eabe2636f4c7ae083b2958825f91b809f9054d9322d79',
      'palette-clear.png': 'b0aa99b4f0cc6a5bcb8508f17de961e0848692f1bb92fbab2246d6892d1819cc',
      'palette4.png': '60c62cd0e75f555760c12abefc6d8889a8ce2c5a152ca8e981aa31377cf61e05',
    }
    for (const [name, hash] of Object.entries(hashes)) {
      const found = createHash('sha256')
        .update(decodePng(fixture(name)).rgba)
        .digest('hex')
      expect([name, found]).toEqual([name, hash])
    }
  })

  it('[FI3] have a colour that is transparent, in grey and in RGB, and depths below a byte', () => {
    const grey = png([3, 1, 2, 0], [0, 0b00_01_11_00], chunk('tRNS', Uint8Array.of(0, 1)))
    expect([...decodePng(grey).rgba]).toEqual([0, 0, 0, 255, 85, 85, 85, 0, 255, 255, 255, 255])
    const rgb = png([2, 1, 8, 2], [0, 1, 2, 3, 1, 2, 4], chunk('tRNS', Uint8Array.of(0, 1, 0, 2, 0, 3)))
    expect([...decodePng(rgb).rgba]).toEqual([1, 2, 3, 0, 1, 2, 4, 255])
    const deep = png([1, 1, 16, 4], [0, 0x80, 0x00, 0x01, 0x00])
    expect([...decodePng(deep).rgba]).toEqual([128, 128, 128, 1])
  })

  it('[FI10] are refused past the limits, with how much they have', () => {
    expect(errorOf(png([20_000, 1, 8, 6], [0])).detail).toEqual({
      format: 'png',
      tooLarge: { of: 'side', value: 20_000, max: 16_384 },
    })
    const small = { ...fileLimits, unpackedBytesMax: 400 }
    expect(errorOf(encodePng(noise(11, 10), true), small as typeof fileLimits).detail.tooLarge).toEqual({
      of: 'pixels',
      value: 110,
      max: 100,
    })
    expect(errorOf(png([1, 1, 4, 6], [0])).code).toBe('unsupported')
    expect(errorOf(Uint8Array.of(1, 2, 3)).code).toBe('not-this-format')
  })

  it('[FI11] are damaged with a wrong checksum, too few pixels, a palette that ends, and cut anywhere', () => {
    const whole = encodePng(noise(5, 5), true)
    for (let length = 8; length < whole.length; length++) {
      expect(errorOf(whole.subarray(0, length)).code).toBe('damaged')
    }
    const turned = whole.slice()
    turned[50]! ^= 1
    expect(errorOf(turned).code).toBe('damaged')
    expect(errorOf(png([2, 2, 8, 6], [0, 1, 2, 3, 4])).detail.part).toBe('pixels')
    expect(errorOf(png([1, 1, 8, 6], [9, 1, 2, 3, 4])).detail.part).toBe('filter 9')
    const poor = png([1, 1, 8, 3], [0, 2], chunk('PLTE', Uint8Array.of(1, 2, 3, 4, 5, 6)))
    expect(errorOf(poor).detail.part).toBe('colour 2 of a palette')
  })

  it('[FI11] that would unpack to more are read as far as they say', () => {
    const bomb = png([1, 1, 8, 6], [0, 1, 2, 3, 4, ...Array.from({ length: 100_000 }, () => 0)])
    expect([...decodePng(bomb).rgba]).toEqual([1, 2, 3, 4])
  })
})
