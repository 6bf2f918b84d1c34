import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { anyBrush } from '../testing/any-brush.ts'
import { refusalOf } from '../testing/refusal-of.ts'
import { decodeBrush, encodeBrush } from './brush-codec.ts'
import { type Brush, byPressure, curvePoints, linearCurve, roundBrush, steady } from './brush.ts'

function encode(brush: Brush): Uint8Array {
  const writer = new ByteWriter(16)
  encodeBrush(writer, brush)
  return writer.finish()
}

function decode(bytes: Uint8Array): Brush {
  const reader = new ByteReader(bytes)
  const brush = decodeBrush(reader)
  reader.end()
  return brush
}

const hexOf = (brush: Brush): string => Buffer.from(encode(brush)).toString('hex')
const steep = Array.from({ length: curvePoints }, (_, i) => Math.min(255, i * i * 4))

describe('brush codec', () => {
  it('[BR1] decodes what it encoded', () => {
    fc.assert(
      fc.property(anyBrush, (brush) => {
        expect(decode(encode(brush))).toEqual(brush)
      }),
      { numRuns: 500 },
    )
  })

  it.each<[string, Partial<Brush>, string]>([
    ['nothing but size and colour', { color: 0x123456 }, '00' + 'a000' + '123456'],
    [
      'an ink pen',
      { size: 192, opacity: 204, hardness: 51, sizeBy: byPressure },
      '07' + 'c000' + '000000' + 'cc' + '33' + '02',
    ],
    [
      'a curve, tilt and speed',
      { sizeBy: { curve: steep, tilt: -50, speed: 20 } },
      '04' + 'a000' + '000000' + '0d' + '0004102440' + '6490c4ff' + 'ce' + '14',
    ],
    [
      'everything else',
      {
        blend: 'erase',
        mode: 'build-up',
        flow: 9,
        spacing: 8,
        roundness: 100,
        angle: 64,
        angleFrom: 'direction',
        tip: 'chalk',
        opacityBy: { tilt: 100, speed: 0 },
        flowBy: { tilt: 0, speed: -100 },
        jitter: { position: 1, size: 2, flow: 3, angle: 4 },
        smudge: 5,
        taperStart: 7,
        taperEnd: 300,
        seed: 0x01020304,
      },
      'f8ff0f' +
        'a000' +
        '000000' +
        '0464' +
        '09' +
        '08' +
        '02' +
        '01' +
        '01' +
        '089c' +
        '64' +
        '40' +
        '01' +
        '05' +
        '07' +
        'ac02' +
        '01020304' +
        '04030201',
    ],
  ])('[BR1] has pinned bytes for %s', (_, change, hex) => {
    const brush = roundBrush(change)
    expect(hexOf(brush)).toBe(hex)
    expect(decode(Buffer.from(hex, 'hex'))).toEqual(brush)
  })

  it('[BR1] needs at most 14 bytes for a brush without curves of its own, tilt, jitter or tapers', () => {
    const brush = roundBrush({ opacity: 1, hardness: 1, flow: 1, sizeBy: byPressure, opacityBy: byPressure })
    expect(encode({ ...brush, spacing: 9, tip: 'chalk' }).length).toBe(14 - 1)
  })

  it.each<[string, Partial<Brush>, RegExp]>([
    ['size', { size: 7 }, /size \(1\/16 px\) is 7; allowed are whole numbers from 8 to 16384/],
    ['opacity', { opacity: 0 }, /opacity is 0; .* 1 to 255/],
    ['flow', { flow: 256 }, /flow is 256/],
    ['hardness', { hardness: 0.5 }, /hardness is 0.5/],
    ['spacing', { spacing: 0 }, /spacing is 0/],
    ['roundness', { roundness: 0 }, /roundness is 0/],
    ['angle', { angle: 256 }, /angle is 256/],
    ['colour', { color: -1 }, /colour is -1/],
    ['tip', { tip: 'brick' as 'round' }, /tip is brick; allowed are round, paper/],
    ['blend', { blend: 'melt' as 'normal' }, /blend is melt; allowed are normal, erase/],
    [
      'tilt',
      { sizeBy: { tilt: 101, speed: 0 } },
      /effect of tilt on the brush's size is 101; .* -100 to 100/,
    ],
    ['curve', { flowBy: { ...steady, curve: [1, 2] } }, /number of values of a curve of .* flow is 2/],
    ['value', { flowBy: { ...steady, curve: linearCurve.map((n) => n + 1) } }, /value of a curve .* is 256/],
    ['jitter', { jitter: { position: 0, size: 0, flow: 0, angle: 256 } }, /jitter of angle is 256/],
    ['taper', { taperEnd: 1025 }, /taper at a stroke's end \(px\) is 1025; .* 0 to 1024/],
    ['seed', { seed: 2 ** 32 }, /seed is 4294967296/],
  ])('[BR2] refuses to encode a wrong %s', (_, change, words) => {
    expect(refusalOf(() => encode(roundBrush(change)))).toMatch(words)
  })

  it.each([
    ['an unknown field', '808010' + 'a000000000', /262144 are no fields/],
    ['a plain value that is said', '01' + 'a000000000' + 'ff', /opacity of a brush is said without need/],
    ['plain dynamics that are said', '04' + 'a000000000' + '00', /sizeBy of a brush is said without need/],
    [
      'the linear curve written out',
      '04a000000000' + '01' + '002040608' + '09fbfdfff',
      /linear curve is written/,
    ],
    ['two curves at once', '04a000000000' + '03', /3 are no parts of dynamics/],
    ['a tilt of 0', '04a000000000' + '0400', /part of dynamics is said without need/],
    ['a size out of range', '00' + '0700' + '000000', /size .* is 7/],
    ['an unknown tip', '40' + 'a000000000' + '06', /6 is no tip/],
  ])('[BR2] refuses to decode %s', (_, hex, words) => {
    expect(refusalOf(() => decode(Buffer.from(hex, 'hex')))).toMatch(words)
  })
})
