import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteReader } from '../base/byte-reader.ts'
import { ByteWriter } from '../base/byte-writer.ts'
import { limits } from '../base/limits.ts'
import { anySampleWithin, anyStrokeWithin } from '../testing/any-brush.ts'
import { parsePenRecording, type PenSample, splitPenStrokes } from '../authoring/pen-recording.ts'
import { refusalOf } from '../testing/refusal-of.ts'
import { keepUsedChannels, roundBrush } from './brush.ts'
import type { Sample, SampleOffset } from './sample.ts'
import { fromOffsets, toOffsets } from './sample-offsets.ts'
import { decodeOffsets, decodeSamples, encodeOffsets, encodeSamples } from './samples-codec.ts'

function encode(samples: readonly Sample[]): Uint8Array {
  const writer = new ByteWriter(16)
  encodeSamples(writer, samples)
  return writer.finish()
}

function encodeDifferences(offsets: readonly SampleOffset[]): Uint8Array {
  const writer = new ByteWriter(16)
  encodeOffsets(writer, offsets)
  return writer.finish()
}

const decode = (bytes: Uint8Array): Sample[] => decodeSamples(new ByteReader(bytes))
const decodeDifferences = (bytes: Uint8Array): SampleOffset[] => decodeOffsets(new ByteReader(bytes))
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const at = (x: number, y: number, pressure: number): Sample => ({ x, y, pressure })
const { samplePositionMin: low, samplePositionMax: high } = limits
const whole = (sample: Sample): Required<Sample> => ({ tiltX: 0, tiltY: 0, speed: 0, color: 0, ...sample })

describe('samples codec', () => {
  it('[BR3] decodes what it encoded; channels that are 0 throughout are left out', () => {
    fc.assert(
      fc.property(anyStrokeWithin(low, high, 20), (samples) => {
        expect(decode(encode(samples)).map(whole)).toEqual(samples.map(whole))
      }),
      { numRuns: 300 },
    )
  })

  it('[BR3] decodes the offsets that it encoded', () => {
    fc.assert(
      fc.property(anySampleWithin(low, high), anyStrokeWithin(low, high, 20), (last, samples) => {
        const offsets = toOffsets(last, samples)
        expect(decodeDifferences(encodeDifferences(offsets)).map(whole)).toEqual(offsets.map(whole))
      }),
    )
  })

  it.each<[string, Sample[], string]>([
    [
      'pressure',
      [at(100, -100, 512), at(116, -90, 520), at(132, -80, 510)],
      '01' + 'c801c7018008' + '201410' + '000013',
    ],
    ['positions alone', [at(1, 2, 0), at(2, 2, 0), at(3, 2, 0)], '00' + '0204' + '0200' + '0000'],
    [
      'all channels',
      [
        { ...at(0, 0, 1), tiltX: -3, tiltY: 4, speed: 200, color: 0x11223344 },
        { ...at(0, 0, 1), tiltX: -2, tiltY: 4, speed: 200, color: 0x10223344 },
        { ...at(0, 0, 1), tiltX: -2, tiltY: 4, speed: 200, color: 0x10223344 },
      ],
      '0f' +
        '0000' +
        '02' +
        '0508' +
        '9003' +
        '0f44332211' +
        '0000' +
        '00' +
        '0200' +
        '00' +
        '08ff' +
        '0000' +
        '00' +
        '0000' +
        '00' +
        '00',
    ],
  ])('[BR3] has pinned bytes for %s', (_, samples, hex) => {
    expect(hexOf(encode(samples))).toBe(hex)
  })

  it('[BR3] carries only what a brush makes something of', () => {
    const full: Sample = { x: 16, y: 32, pressure: 400, tiltX: 20, tiltY: -30, speed: 90, color: 0xff00ff80 }
    expect(keepUsedChannels(roundBrush(), full)).toEqual(at(16, 32, 1023))
    const { sizeBy, ...plain } = roundBrush()
    const curious = {
      ...plain,
      sizeBy: { ...sizeBy, curve: [0, 0, 0, 0, 0, 0, 0, 0, 255], tilt: 1, speed: 1 },
    }
    expect(keepUsedChannels({ ...curious, smudge: 1 }, full)).toEqual(full)
    expect(keepUsedChannels(roundBrush({ angleFrom: 'tilt' }), full)).toEqual({
      ...at(16, 32, 1023),
      tiltX: 20,
      tiltY: -30,
    })
  })

  it('[BR4] offsets and the last sample give the samples again', () => {
    fc.assert(
      fc.property(anySampleWithin(low, high), anyStrokeWithin(low, high, 9), (last, samples) => {
        expect(fromOffsets(last, toOffsets(last, samples)).map(whole)).toEqual(samples.map(whole))
      }),
    )
  })

  it('[BR4] a sum out of range becomes the nearest value in range', () => {
    const last: Sample = { ...at(high, low, 1000), tiltX: 80, tiltY: -80, speed: 5, color: 0xff000080 }
    const offset = { x: 5, y: -5, pressure: 100, tiltX: 20, tiltY: -20, speed: -9, color: 0x02000001 }
    expect(fromOffsets(last, [offset])).toEqual([
      { ...at(high, low, 1023), tiltX: 90, tiltY: -90, speed: 0, color: 0x01000081 },
    ])
  })

  it.each<[string, Sample[], RegExp]>([
    ['x', [at(high + 1, 0, 0)], /x .* is 524289; .* -262144 to 524288/],
    ['y', [at(0, low - 1, 0)], /y .* is -262145/],
    ['pressure', [at(0, 0, 1024)], /pressure is 1024; .* 0 to 1023/],
    ['tilt', [{ ...at(0, 0, 0), tiltY: -91 }], /tilt to the reader .* is -91; .* -90 to 90/],
    ['speed', [{ ...at(0, 0, 0), speed: 256 }], /speed is 256/],
    ['colour', [{ ...at(0, 0, 0), color: -1 }], /colour is -1/],
    ['number of samples', [], /number of samples in an update is 0; .* 1 to 1024/],
    ['number of samples', Array<Sample>(1025).fill(at(0, 0, 0)), /is 1025/],
  ])('[BR2] refuses to encode a wrong %s', (_, samples, words) => {
    expect(refusalOf(() => encode(samples))).toMatch(words)
  })

  it.each([
    ['no samples', '00', /bytes are wanted/],
    ['unknown channels', '10' + '0000', /16 are no channels/],
    ['a channel that is 0 throughout', '01' + '000000', /channel of samples is said without need/],
    ['a position too far', '00' + '828040' + '00', /x .* is 524289/],
    ['a pressure too high', '01' + '0000' + '8010', /pressure is 1024/],
    ['a colour that changes by 0', '08' + '0000' + '0100', /channel of a colour is said without need/],
    ['1025 samples', '00' + '0000'.repeat(1025), /at most 1024 samples/],
  ])('[BR2] refuses to decode %s', (_, hex, words) => {
    expect(refusalOf(() => decode(Buffer.from(hex, 'hex')))).toMatch(words)
  })

  it('[BR5] needs at most 4.5 bytes a sample for live segments of 33 ms of the recorded pen', () => {
    const path = new URL('../testing/data/painting30sec.dat', import.meta.url)
    const total = { beginnings: 0, beginningBytes: 0, samples: 0, bytes: 0 }
    for (const stroke of splitPenStrokes(parsePenRecording(readFileSync(path, 'utf8')))) {
      let last: Sample | undefined
      for (const part of segmentsOf(stroke)) {
        if (last === undefined) {
          total.beginnings += part.length
          total.beginningBytes += encode(part).length
        } else {
          total.samples += part.length
          total.bytes += encodeDifferences(toOffsets(last, part)).length
        }
        last = part.at(-1)
      }
    }
    expect(total).toEqual({ beginnings: 30, beginningBytes: 217, samples: 2223, bytes: 8816 })
    expect(total.bytes / total.samples).toBeLessThan(4.5)
  })
})

/** As a window cuts them: the first sample at once, then what came within 33 ms. */
function segmentsOf(stroke: readonly PenSample[]): Sample[][] {
  const segments: Sample[][] = []
  let untilSeconds = -Infinity
  for (const { seconds, x, y, pressure } of stroke) {
    const sample = at(Math.round(x * 16), Math.round(y * 16), Math.round(pressure * 1023))
    if (segments.length < 2 || seconds >= untilSeconds) {
      if (segments.length > 0) untilSeconds = seconds + 0.033
      if (segments.length !== 1 || segments[0]!.length > 0) segments.push([])
    }
    segments.at(-1)!.push(sample)
  }
  return segments
}
