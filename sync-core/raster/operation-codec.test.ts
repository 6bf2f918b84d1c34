import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { limits } from '../base/limits.ts'
import { parsePenRecording, splitPenStrokes } from '../testing/pen-recording.ts'
import { describeOperation } from './describe-operation.ts'
import { decodeOperation, encodeOperation } from './operation-codec.ts'
import type { Brush } from './brush.ts'
import type { Sample } from './sample.ts'
import type { Operation } from './operation.ts'

const brush: Brush = {
  tool: 'paint',
  size: 192,
  opacity: 204,
  hardness: 51,
  color: 0x123456,
  pressureSize: true,
  pressureOpacity: false,
}

const anySample: fc.Arbitrary<Sample> = fc.record({
  x: fc.integer({ min: limits.samplePositionMin, max: limits.samplePositionMax }),
  y: fc.integer({ min: limits.samplePositionMin, max: limits.samplePositionMax }),
  pressure: fc.integer({ min: 0, max: limits.pressureMax }),
})
const samples = fc.array(anySample, { minLength: 1, maxLength: 20 })
const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('stroke-begin' as const),
    brush: fc.record({
      tool: fc.constantFrom('paint' as const, 'erase' as const),
      size: fc.integer({ min: limits.brushSizeMin, max: limits.brushSizeMax }),
      opacity: fc.integer({ min: 1, max: 255 }),
      hardness: fc.nat({ max: 255 }),
      color: fc.nat({ max: 0xffffff }),
      pressureSize: fc.boolean(),
      pressureOpacity: fc.boolean(),
    }),
    samples,
  }),
  fc.record({ kind: fc.constant('stroke-points' as const), samples }),
  fc.record({ kind: fc.constant('end' as const) }),
  fc.record({
    kind: fc.constantFrom('undo' as const, 'redo' as const),
    stroke: fc.maxSafeNat().map((n) => n || 1),
  }),
  fc.record({
    kind: fc.constant('close' as const),
    author: fc.integer({ min: 1, max: limits.participantsMax }),
  }),
)

function refusalOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    expect((error as ProtocolError).code).toBe('malformed')
    return (error as ProtocolError).message
  }
  return 'not refused'
}

describe('operation codec', () => {
  it('[RA20] decodes what it encoded', () => {
    fc.assert(
      fc.property(anyOperation, (operation) => {
        expect(decodeOperation(encodeOperation(operation))).toEqual(operation)
      }),
      { numRuns: 300 },
    )
  })

  const at = (x: number, y: number, pressure: number): Sample => ({ x, y, pressure })
  it.each<[string, Operation, string]>([
    [
      'stroke-begin',
      { kind: 'stroke-begin', brush, samples: [at(100, -100, 512), at(116, -90, 520), at(132, -80, 510)] },
      '0102c000cc33123456' + 'c801c7018008' + '201410' + '000013',
    ],
    [
      'eraser',
      { kind: 'stroke-begin', brush: { ...brush, tool: 'erase' }, samples: [at(0, 0, 0)] },
      '0103c000cc33123456000000',
    ],
    ['stroke-points', { kind: 'stroke-points', samples: [at(1, 2, 3)] }, '02020406'],
    ['end', { kind: 'end' }, '03'],
    ['undo', { kind: 'undo', stroke: 300 }, '04ac02'],
    ['redo', { kind: 'redo', stroke: 1 }, '0501'],
    ['close', { kind: 'close', author: 7 }, '0607'],
  ])('[RA20] has pinned bytes for %s', (_, operation, hex) => {
    expect(Buffer.from(encodeOperation(operation)).toString('hex')).toBe(hex)
    expect(decodeOperation(Buffer.from(hex, 'hex'))).toEqual(operation)
  })

  it('[RA20] needs at most 4.5 bytes a sample for a live pen in segments of 4 samples', () => {
    const path = new URL('../testing/data/painting30sec.dat', import.meta.url)
    let bytes = 0
    let count = 0
    for (const stroke of splitPenStrokes(parsePenRecording(readFileSync(path, 'utf8')))) {
      for (let from = 0; from < stroke.length; from += 4) {
        const part = stroke
          .slice(from, from + 4)
          .map(({ x, y, pressure }) =>
            at(Math.round(x * 16), Math.round(y * 16), Math.round(pressure * 1023)),
          )
        bytes += encodeOperation({ kind: 'stroke-points', samples: part }).length - 1
        count += part.length
      }
    }
    expect(count).toBeGreaterThan(2000)
    expect(bytes / count).toBeLessThan(4.5)
  })

  it('[RA21] refuses operations that are cut off or followed by more', () => {
    fc.assert(
      fc.property(anyOperation, (operation) => {
        const bytes = encodeOperation(operation)
        if (operation.kind !== 'stroke-begin' && operation.kind !== 'stroke-points') {
          expect(refusalOf(() => decodeOperation(new Uint8Array([...bytes, 0])))).toMatch(/left over/)
          for (let length = 0; length < bytes.length; length++)
            refusalOf(() => decodeOperation(bytes.subarray(0, length)))
        }
        // Samples run to the end, so a cut between two of them leaves a shorter operation; within one it is refused.
        expect(refusalOf(() => decodeOperation(new Uint8Array([...bytes, 0x80])))).not.toBe('not refused')
      }),
    )
    expect(refusalOf(() => decodeOperation(new Uint8Array([2])))).toMatch(/bytes are wanted/)
  })

  it('[RA21] decodes or refuses any bytes, and what it decodes it can encode', () => {
    const mutated = fc.tuple(anyOperation, fc.nat(), fc.nat({ max: 255 })).map(([operation, at, byte]) => {
      const bytes = encodeOperation(operation)
      bytes[at % bytes.length] = byte
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), mutated), (bytes) => {
        let operation: Operation
        try {
          operation = decodeOperation(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
          return
        }
        expect(encodeOperation(operation)).toEqual(new Uint8Array(bytes))
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, Operation, RegExp]>([
    [
      'size',
      { kind: 'stroke-begin', brush: { ...brush, size: 15 }, samples: [at(0, 0, 0)] },
      /size.* is 15; .* 16 to 16384/,
    ],
    [
      'opacity',
      { kind: 'stroke-begin', brush: { ...brush, opacity: 0 }, samples: [at(0, 0, 0)] },
      /opacity is 0; .* 1 to 255/,
    ],
    [
      'hardness',
      { kind: 'stroke-begin', brush: { ...brush, hardness: 0.5 }, samples: [at(0, 0, 0)] },
      /hardness is 0.5/,
    ],
    [
      'colour',
      { kind: 'stroke-begin', brush: { ...brush, color: -1 }, samples: [at(0, 0, 0)] },
      /colour is -1/,
    ],
    ['x', { kind: 'stroke-points', samples: [at(524_289, 0, 0)] }, /x .* is 524289; .* -262144 to 524288/],
    ['y', { kind: 'stroke-points', samples: [at(0, -262_145, 0)] }, /y .* is -262145/],
    ['pressure', { kind: 'stroke-points', samples: [at(0, 0, 1024)] }, /pressure is 1024; .* 0 to 1023/],
    [
      'no samples',
      { kind: 'stroke-points', samples: [] },
      /number of samples in an update is 0; .* 1 to 1024/,
    ],
    ['many samples', { kind: 'stroke-points', samples: Array<Sample>(1025).fill(at(0, 0, 0)) }, /is 1025/],
    ['stroke', { kind: 'undo', stroke: 0 }, /number of a stroke is 0/],
    ['author', { kind: 'close', author: 65_001 }, /author is 65001; .* 1 to 65000/],
  ])('[RA21] refuses to encode a wrong %s', (_, operation, words) => {
    expect(refusalOf(() => encodeOperation(operation))).toMatch(words)
  })

  it.each([
    ['a kind that does not exist', '07', /7 is no kind of operation/],
    ['unknown flags', '0108c000cc33123456000000', /8 are no flags/],
    ['a brush too small', '01020f00cc33123456000000', /size.* is 15/],
    ['a position too far', '02' + '828040' + '0000', /x .* is 524289/],
    ['a pressure too high', '02' + '0000' + '8010', /pressure is 1024/],
    ['stroke 0', '0400', /stroke is 0/],
    ['author 0', '0600', /author is 0/],
    ['1025 samples', '02' + '000000'.repeat(1025), /at most 1024 samples/],
  ])('[RA21] refuses to decode %s', (_, hex, words) => {
    expect(refusalOf(() => decodeOperation(Buffer.from(hex, 'hex')))).toMatch(words)
  })

  it('[RA20] says an operation in a line', () => {
    expect(describeOperation({ kind: 'stroke-begin', brush, samples: [at(16, 32, 0), at(40, 32, 0)] })).toBe(
      'begin paint 12 px, #123456, opacity 80 %, hardness 20 %, size by pressure, 2 samples from 1,2 to 2.5,2',
    )
    expect(describeOperation({ kind: 'stroke-points', samples: [at(16, 32, 0)] })).toBe(
      'points, 1 sample at 1,2',
    )
    expect(describeOperation({ kind: 'end' })).toBe('end')
    expect(describeOperation({ kind: 'undo', stroke: 4 })).toBe('undo stroke 4')
    expect(describeOperation({ kind: 'close', author: 2 })).toBe('close stroke of author 2')
  })
})
