import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../base/errors.ts'
import { coverageBytesMax, decodeCoverage, encodeCoverage } from './coverage-codec.ts'

const noise = Uint8Array.from({ length: 4096 }, (_, i) => (Math.imul(i + 1, 0x9e3779b1) >>> 13) & 255)
const anyCoverage = fc.oneof(
  fc.nat({ max: 255 }).map((value) => new Uint8Array(4096).fill(value)),
  fc.tuple(fc.nat({ max: 64 }), fc.nat({ max: 255 })).map(([edge, value]) => {
    return Uint8Array.from({ length: 4096 }, (_, i) => ((i & 63) < edge ? value : 0))
  }),
  fc.uint8Array({ minLength: 4096, maxLength: 4096 }),
)

describe('coverage codec', () => {
  it('[RA34] decodes what it encoded, in bounded bytes', () => {
    fc.assert(
      fc.property(anyCoverage, (coverage) => {
        const bytes = encodeCoverage(coverage)
        expect(bytes.length).toBeLessThanOrEqual(coverageBytesMax)
        expect(decodeCoverage(bytes)).toEqual(coverage)
      }),
      { numRuns: 60 },
    )
    expect(encodeCoverage(noise).length).toBeLessThanOrEqual(coverageBytesMax)
  })

  it('[RA34] has two bytes for what is the same everywhere', () => {
    expect([...encodeCoverage(new Uint8Array(4096).fill(77))]).toEqual([0, 77])
  })

  it('[RA34] refuses what is cut off, altered, too long or made to explode', () => {
    const refused = (bytes: Uint8Array): void => {
      expect(() => decodeCoverage(bytes)).toThrow(ProtocolError)
    }
    const bytes = encodeCoverage(Uint8Array.from({ length: 4096 }, (_, i) => i & 63))
    for (const length of [0, 1, 2, 5, bytes.length - 1]) refused(bytes.subarray(0, length))
    refused(Uint8Array.of(0, 1, 2))
    refused(Uint8Array.of(2, 1))
    refused(new Uint8Array(coverageBytesMax + 1))
    // A deflated run of zeros that is longer than a tile.
    refused(Uint8Array.of(1, 0xed, 0xc1, 0x01, 0x01, 0, 0, 0, 0x80, 0x90, 0xfe, 0xaf, 0xee, 0x08, 0x0a, 0, 0))
  })
})
