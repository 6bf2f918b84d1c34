import { deflateSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import { Prng } from '../base/prng.ts'
import { pixelTileBytes, tilePixels, tileValues } from '../kernel/tile-layout.ts'
import { anyBrush, anyStrokeWithin } from '../testing/any-brush.ts'
import { fuzzDecoder, type FuzzedDecoder } from '../testing/fuzz-decoder.ts'
import { isMalformed } from '../testing/is-malformed.ts'
import { anyScript } from '../testing/painting-script.ts'
import { newMemory, tileOf } from '../testing/picture-memories.ts'
import { decodeBrush, encodeBrush } from './brush-codec.ts'
import { decodeCoverage, encodeCoverage } from './coverage-codec.ts'
import { decodeIndexSet, encodeIndexSet } from './index-set-codec.ts'
import { decodeOperation, dumpOperation, encodeOperation } from './operation-codec.ts'
import { planeTiles } from './plane.ts'
import { decodeOffsets, decodeSamples, encodeOffsets, encodeSamples } from './samples-codec.ts'
import { createStructure, decodeStructure, encodeStructure, isFrame, plainLayer } from './structure.ts'
import { decodeTile, encodeTile } from './tile-codec.ts'

/** Refuses as malformed, and decodes no bytes but those that it would encode. */
function fuzzOneEncoding<T>(
  fuzzed: Pick<FuzzedDecoder<T>, 'decode' | 'valid' | 'runs'> & { encode: (value: T) => Uint8Array },
): void {
  const tally = fuzzDecoder({
    ...fuzzed,
    isRefusal: isMalformed,
    check: (value, bytes) => expect(Buffer.compare(fuzzed.encode(value), bytes)).toBe(0),
  })
  expect(tally.refused).toBeGreaterThan(0)
}

/** A codec inside of messages, as one of whole bytes. */
const whole =
  <T>(decode: (reader: ByteReader) => T) =>
  (bytes: Uint8Array): T => {
    const reader = new ByteReader(bytes)
    const value = decode(reader)
    reader.end()
    return value
  }
const written =
  <T>(encode: (writer: ByteWriter, value: T) => void) =>
  (value: T): Uint8Array => {
    const writer = new ByteWriter()
    encode(writer, value)
    return writer.finish()
  }

const noise = (length: number, seed: number): Uint8Array => {
  const prng = new Prng(seed)
  return Uint8Array.from({ length }, () => prng.below(256))
}

describe('hostile bytes', () => {
  it('[HI1][RA21] of an operation', () => {
    const valid = fc
      .sample(anyScript(40), 6)
      .flat()
      .map(({ operation }) => operation)
    fuzzOneEncoding({
      decode(bytes) {
        const operation = decodeOperation(bytes)
        // What is decoded can be told in a log.
        expect(dumpOperation(operation)).toContain(operation.kind)
        return operation
      },
      encode: encodeOperation,
      valid,
      runs: 3000,
    })
  })

  it('[HI1][BR2] of a brush', () => {
    const encode = written(encodeBrush)
    fuzzOneEncoding({
      decode: whole(decodeBrush),
      encode,
      valid: fc.sample(anyBrush, 30).map(encode),
      runs: 3000,
    })
  })

  const { samplePositionMin: low, samplePositionMax: high } = limits
  const strokes = [1, 8, 200, limits.samplesPerUpdateMax].flatMap((count) =>
    fc.sample(anyStrokeWithin(low, high, count), 3),
  )
  it('[HI1][BR2] of samples', () => {
    const encode = written(encodeSamples)
    fuzzOneEncoding({ decode: whole(decodeSamples), encode, valid: strokes.map(encode), runs: 1500 })
  })

  it('[HI1][BR2] of offsets of samples', () => {
    const encode = written(encodeOffsets)
    fuzzOneEncoding({ decode: whole(decodeOffsets), encode, valid: strokes.map(encode), runs: 1500 })
  })

  it('[HI1][RA35] of frame and layers', () => {
    const { frame, layers } = createStructure({ width: 300, height: 200 })
    const many = Array.from({ length: limits.layersMax }, (_, i) =>
      plainLayer(2 ** 32 - 1 - i, 'é'.repeat(32)),
    )
    fuzzOneEncoding({
      decode(bytes) {
        const structure = decodeStructure(bytes)
        expect(isFrame(structure.frame)).toBe(true)
        return structure
      },
      encode: encodeStructure,
      valid: [
        encodeStructure({ frame, layers, palette: [] }),
        encodeStructure({ frame, layers, palette: [0, 0xffffff, 5] }),
        encodeStructure({
          frame,
          layers: [...layers, { ...plainLayer(9, 'Ö'), blend: 'add', clipped: true }],
          palette: [],
        }),
        encodeStructure({ frame, layers: many, palette: [] }),
      ],
    })
  })

  it('[HI1][PR7] of a set of tiles, which are never more than the plane has', () => {
    const sets = [[], [0], [5, 6, 7, 900], Array.from({ length: 500 }, (_, i) => 131 * i)]
    const all = Array.from({ length: planeTiles }, (_, index) => index)
    for (const countMax of [planeTiles, 700]) {
      fuzzOneEncoding({
        decode(bytes) {
          const indices = decodeIndexSet(bytes, countMax)
          expect(indices.length).toBeLessThanOrEqual(countMax)
          return indices
        },
        encode: encodeIndexSet,
        valid: [...sets, ...(countMax === planeTiles ? [all] : [])].map((set) => encodeIndexSet(set)),
        runs: 800,
      })
    }
  })

  it('[HI1][RA34] of a tile of coverage, whatever is deflated in it', () => {
    const deflated = (plain: Uint8Array): Uint8Array => Uint8Array.of(1, ...deflateSync(plain))
    const tally = fuzzDecoder({
      decode: decodeCoverage,
      valid: [
        encodeCoverage(new Uint8Array(tilePixels).fill(9)),
        encodeCoverage(Uint8Array.from({ length: tilePixels }, (_, i) => i & 63)),
        encodeCoverage(noise(tilePixels, 1)),
        deflated(new Uint8Array(tilePixels)),
      ],
      isRefusal: isMalformed,
      check(coverage) {
        expect(coverage.length).toBe(tilePixels)
        expect(coverage.buffer.byteLength).toBeLessThanOrEqual(tilePixels + 1)
        expect(Buffer.compare(decodeCoverage(encodeCoverage(coverage)), coverage)).toBe(0)
      },
      randomBytesMax: 6000,
    })
    expect(tally.refused).toBeGreaterThan(0)
  })

  it('[HI1][RA23] of a tile, whose pixels can be painted on', () => {
    const memory = newMemory()
    const draw = (pixel: (place: number) => readonly number[]): Uint8Array => {
      const pixels = new Uint16Array(tileValues)
      for (let place = 0; place < tilePixels; place++) pixels.set(pixel(place), 4 * place)
      return encodeTile(tileOf(memory, pixels))
    }
    const prng = new Prng(3)
    const dim = (): number => prng.below(9000)
    const valid = [
      draw(() => [1, 2, 3, 4]),
      draw((place) => (place % 17 === 0 ? [0, 900, 0, 1000] : [0, 0, 0, 0])),
      draw((place) => [place, place >> 1, 0, 10_000 + (place & 63)]),
      draw(() => [dim(), dim(), dim(), 9000 + dim()]),
      Uint8Array.of(0, 0, ...Array.from({ length: pixelTileBytes }, () => 1)),
      Uint8Array.of(1, 1, ...deflateSync(new Uint8Array(pixelTileBytes).fill(1, 3 * 4096, 4 * 4096))),
    ]
    const tally = fuzzDecoder({
      decode: (bytes) => decodeTile(bytes, memory),
      valid,
      isRefusal: isMalformed,
      check(tile) {
        const pixels = tile.copyPixels()
        let worst = 0
        for (let at = 0; at < tileValues; at += 4) {
          const alpha = pixels[at + 3]!
          worst = Math.max(
            worst,
            alpha - 32_767,
            pixels[at]! - alpha,
            pixels[at + 1]! - alpha,
            pixels[at + 2]! - alpha,
          )
        }
        expect(worst).toBe(0)
        expect(decodeTile(encodeTile(tile), memory).hash).toEqual(tile.hash)
        // Nobody holds the tiles of a test.
        if (memory.wantsCollect) memory.collect()
      },
      runs: 600,
    })
    expect(tally.refused).toBeGreaterThan(0)
  })
})
